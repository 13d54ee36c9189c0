/** The palette: everything that can be done, found by a few letters.
 *
 *  A level is `{ title, items, typed(text) }`; an item is `{ id, label, group, icon, keys, end, run, deeper }`, where
 *  `deeper()` gives the next level. Pages add to it: `surround({ context, press, ask })`.
 */

import { all, buttonOf, draw, drawKeys } from "./commands.js";
import { fit, marked } from "./fuzzy.js";
import { say } from "./words.js";

const KEPT = "recent-commands";
const RECENT = 5;
const PATIENCE = 160;
const MOST = 60;
const ORDER = ["conversation", "bulk", "composer", "list", "everywhere", "go"];

const page = {
  /** What commands mean now: `{ kind, root, title, number }`. */
  context: () => ({ kind: "page", root: document, title: "" }),
  press: (element) => element.click(),
  /** The form that a button asks for, as an element not yet shown; then to show it, or to send it filled in. */
  ask: async () => null,
  show: () => {},
  submit: (form) => form.requestSubmit(),
};

export const surround = (more) => Object.assign(page, more);

const dialog = () => document.getElementById("palette");
const field = () => dialog().querySelector("input");
const list = () => dialog().querySelector("[role=listbox]");
const options = () => [...list().querySelectorAll("[role=option]")];
const chosen = () => list().querySelector("[aria-selected=true]");

let levels = [];
let context = page.context();
let shown = [];
let found = [];
let timer = 0;
let asked = 0;

/* ---------- Recent ones ---------- */

const recent = () => {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
};

const remember = (id) => {
  try {
    localStorage.setItem(KEPT, JSON.stringify([id, ...recent().filter((each) => each !== id)].slice(0, RECENT)));
  } catch {
    // A browser that keeps nothing has no recent commands.
  }
};

/* ---------- Levels ---------- */

const fits = {
  page: (command) => command.scope !== "bulk" && command.when(),
  bulk: (command) => ["bulk", "everywhere", "go"].includes(command.scope) && command.when(),
  row: (command) => command.onRow || (command.rows && command.scope === "conversation" && buttonOf(command, context.root)),
};

const runOf = (command) => {
  if (context.kind !== "row") return () => command.run();
  return command.onRow ? () => command.onRow(context) : () => page.press(buttonOf(command, context.root), context);
};

const asItem = (command) => ({
  id: command.id,
  label: command.label,
  icon: command.icon,
  keys: command.keys?.length ? command.keys : null,
  group: say(`palette.${command.scope}`),
  order: ORDER.indexOf(command.scope),
  run: runOf(command),
  deeper: deeperOf(command),
});

const deeperOf = (command) => {
  if (command.list) return async () => ({ title: command.label, ...(await command.list(context)) });
  if (command.choices) return async () => levelOf(command, [...context.root.querySelectorAll(command.choices)]);
  if (command.asks) return async () => levelOf(command, [await page.ask(buttonOf(command, context.root), context)]);
  return null;
};

/** The choices of a menu, or those of a form; a form without any is shown as it is. */
const levelOf = (command, elements) => {
  const form = elements[0]?.matches("form") ? elements[0] : null;
  if (!form) return { title: command.label, items: elements.filter(Boolean).map(asChoice) };
  const items = choicesOf(form);
  const open = form.closest("#act") ? { label: say("palette.form"), icon: "dots", run: () => page.show(form) } : null;
  if (!items.length && open) return { run: open.run };
  const text = form.querySelector("input[list]");
  return {
    title: command.label,
    items: open ? [...items, open] : items,
    typed: text && ((typed) => ({ label: say("palette.typed", { text: typed }), icon: "plus", run: () => send(form, text, typed) })),
  };
};

const wordsOf = (element) => {
  const copy = element.cloneNode(true);
  for (const beside of copy.querySelectorAll(".end, kbd, .face, svg")) beside.remove();
  return copy.textContent.trim();
};

const asChoice = (element) => ({
  label: wordsOf(element),
  icon: element.querySelector("use")?.getAttribute("href")?.split("#")[1] ?? "",
  end: [...element.querySelectorAll(".end")].filter((each) => !each.querySelector("kbd, svg")).map((each) => each.textContent.trim()).join(" "),
  isOn: element.getAttribute("aria-checked") === "true" || element.getAttribute("aria-current") === "page",
  run: () => page.press(element, context),
});

const asOption = (form, input) => {
  const [said, beside] = input.closest("label").querySelectorAll("span");
  return { label: said.textContent.trim(), end: beside?.textContent.trim(), run: () => send(form, input) };
};

const send = (form, input, value) => {
  if (input.type === "radio") input.checked = true;
  else input.value = value;
  page.submit(form, context);
};

const choicesOf = (form) => [
  ...[...form.querySelectorAll(".chip[name]")].map((chip) => ({ label: say("palette.remove", { text: chip.value }), icon: "minus", run: () => page.press(chip, context) })),
  ...[...form.querySelectorAll("input[type=radio]")].map((input) => asOption(form, input)),
  ...[...form.querySelectorAll("select[name=value] option")].map((option) => ({ label: option.textContent, run: () => send(form, option.closest("select"), option.value) })),
  ...[...form.querySelectorAll("datalist option")].map((option) => ({ label: option.value, icon: "tag", run: () => send(form, form.querySelector("input[list]"), option.value) })),
];

const top = () => {
  const offered = all().filter((command) => command.label && !command.hidden && command.id !== "palette" && fits[context.kind](command));
  const items = offered.map(asItem).sort((one, other) => one.order - other.order);
  const known = new Map(items.map((item) => [item.id, item]));
  const again = context.kind === "page" ? recent().map((id) => known.get(id)).filter(Boolean) : [];
  return { title: "", items, recent: again.map((item) => ({ ...item, group: say("palette.recent"), order: -1 })) };
};

/* ---------- Drawing ---------- */

const sign = (name) => {
  if (!name) return Object.assign(draw("span"), { className: "icon" });
  const drawing = document.getElementById("icon-shape").content.firstElementChild.cloneNode(true);
  const use = drawing.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${name}`));
  return drawing;
};

const drawItem = (item, index) => {
  const option = draw("div");
  Object.assign(option, { role: "option", id: `palette-${index}` });
  option.setAttribute("aria-selected", "false");
  if (item.isOn) option.dataset.on = "";
  option.append(sign(item.icon || (item.isOn ? "check" : "")), draw("span", "", marked(item.label, item.fit ?? { marks: [] })));
  option.children[1].className = "cut grow";
  if (item.end) option.append(Object.assign(draw("span", item.end), { className: "end num" }));
  if (item.keys) option.append(Object.assign(draw("span", "", drawKeys(item.keys)), { className: "end" }));
  if (item.deeper) option.append(sign("right"));
  return option;
};

const drawGroup = ([name, members], index) => {
  const title = Object.assign(draw("div", name), { className: "title", id: `palette-group-${index}` });
  const group = draw("div", "", name ? [title] : []);
  group.role = "group";
  if (name) group.setAttribute("aria-labelledby", title.id);
  group.append(...members.map((item) => drawItem(item, shown.indexOf(item))));
  return group;
};

const matching = (level, typed) => {
  if (!typed) return [...(level.recent ?? []), ...level.items.filter((item) => !level.recent?.some(({ id }) => id === item.id))];
  const fitting = level.items.map((item) => ({ ...item, fit: fit(item.label, typed) })).filter((item) => item.fit);
  const best = new Map();
  for (const { group, fit: { worth } } of fitting) best.set(group, Math.max(best.get(group) ?? 0, worth));
  return fitting.sort((a, b) => best.get(b.group) - best.get(a.group) || a.order - b.order || b.fit.worth - a.fit.worth);
};

const redraw = () => {
  const level = levels.at(-1);
  const typed = field().value.trim();
  shown = [...matching(level, typed), ...(levels.length === 1 ? found : [])].slice(0, MOST);
  if (typed && level.typed && !shown.some(({ label }) => label === typed)) shown.push(level.typed(typed));
  list().replaceChildren(...[...Map.groupBy(shown, (item) => item.group ?? "")].map(drawGroup));
  dialog().querySelector("[data-none]").hidden = shown.length > 0;
  dialog().querySelector("[data-count]").textContent = say("palette.count", { count: shown.length });
  mark(options()[0]);
};

const mark = (option) => {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  field().setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
};

const drawLevel = () => {
  const { title } = levels.at(-1);
  const path = dialog().querySelector("[data-path]");
  path.textContent = title || context.title;
  path.hidden = !path.textContent;
  field().value = "";
  field().placeholder = title ? say("palette.narrow") : dialog().dataset.asks;
  found = [];
  redraw();
};

/* ---------- What is typed finds conversations, orders and people, too ---------- */

const look = () => {
  clearTimeout(timer);
  const typed = field().value.trim();
  const { find } = dialog().dataset;
  if (!find || levels.length > 1 || context.kind !== "page" || typed.length < 2) {
    found = [];
    return;
  }
  timer = setTimeout(async () => {
    const mine = ++asked;
    const response = await fetch(`${find}?${new URLSearchParams({ q: typed })}`).catch(() => null);
    if (!response?.ok || mine !== asked || field().value.trim() !== typed) return;
    const { found: came } = await response.json();
    const at = chosen()?.id;
    found = came.map((each) => ({ ...each, order: ORDER.length, run: () => location.assign(each.url) }));
    redraw();
    mark(document.getElementById(at) ?? options()[0]);
  }, PATIENCE);
};

/* ---------- Choosing ---------- */

const take = async (option) => {
  const item = shown[options().indexOf(option)];
  if (!item) return;
  if (item.id) remember(item.id);
  if (!item.deeper) return act(item.run);
  const level = await item.deeper();
  if (!dialog().open) return;
  if (level.run) return act(level.run);
  levels.push(level);
  drawLevel();
};

const act = (run) => {
  dialog().close();
  run();
};

const back = () => {
  if (levels.length === 1) return dialog().close();
  levels.pop();
  drawLevel();
};

const walk = (by) => {
  const lines = options();
  mark(lines[(lines.indexOf(chosen()) + by + lines.length) % lines.length]);
};

const hear = (event) => {
  if (event.isComposing) return;
  const atEnd = field().selectionStart === field().value.length;
  const steps = { ArrowDown: () => walk(1), ArrowUp: () => walk(-1), Enter: () => take(chosen()) };
  if (event.key === "ArrowRight" && atEnd && shown[options().indexOf(chosen())]?.deeper) steps.ArrowRight = steps.Enter;
  if (event.key === "Backspace" && !field().value && levels.length > 1) steps.Backspace = back;
  if (event.key === "ArrowLeft" && !field().value && levels.length > 1) steps.ArrowLeft = back;
  if (event.key === "Escape") steps.Escape = back;
  if (event.code === "KeyK" && (event.ctrlKey || event.metaKey)) steps[event.key] = () => dialog().close();
  if (!steps[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  steps[event.key]();
};

/** Beside the pointer where a row was clicked, in the middle otherwise. */
const place = (point) => {
  const box = dialog();
  box.classList.toggle("beside", Boolean(point));
  box.style.left = point ? `${Math.min(point.x, innerWidth - box.offsetWidth - 8)}px` : "";
  box.style.top = point ? `${Math.max(8, Math.min(point.y, innerHeight - box.offsetHeight - 8))}px` : "";
};

export const openPalette = (within = page.context(), point = null) => {
  context = within;
  levels = [top()];
  drawLevel();
  dialog().showModal();
  place(point && innerWidth >= 720 ? point : null);
  field().focus();
};

const box = dialog();
if (box) {
  box.addEventListener("keydown", hear);
  field().addEventListener("input", () => { redraw(); look(); });
  list().addEventListener("mousedown", (event) => event.preventDefault());
  list().addEventListener("click", (event) => take(event.target.closest("[role=option]")));
  list().addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && option !== chosen() && (event.movementX || event.movementY)) mark(option);
  });
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
    if (event.target.closest("[data-path]")) back();
  });
}
