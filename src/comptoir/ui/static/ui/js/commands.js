/** ONE registry of what can be done. Keys, the `?` sheet, the palette and the right click draw from it.
 *
 *  Commands are declared by the server (`ui/commands.py`): label, icon, keys, where they belong, and
 *  which button of the page does it. What no button does, a module adds: `does("next", { run, when })`.
 *
 *  A key is a KeyboardEvent.code, so that other layouts work: "KeyE", "Shift+KeyE", "Mod+Enter",
 *  a sequence "KeyG KeyI". Signs that move between layouts are named by themselves: "key:?".
 *  Single letters work outside fields; with Alt they work everywhere. A member may switch them off
 *  (`data-keys="off"` on the root): then only Alt is left (WCAG 2.1.4).
 */

import { isAnyOpen } from "./dialogs.js";
import { say } from "./words.js";

const commands = new Map();
const PATIENCE = 1200;
let begun = "";
let begunAt = 0;

/** The page's button of a command, in the document or in a piece of another page. */
export const buttonOf = (command, root = document) => (command.press ? root.querySelector(command.press) : null);

const usual = (id) => ({
  id,
  label: "",
  keys: [],
  scope: "everywhere",
  rows: true,
  when: () => buttonOf(commands.get(id)) !== null,
  run: () => buttonOf(commands.get(id))?.click(),
});

/** `{id, label, icon, keys, scope, press, run(event), when()}`; what is known of it already stays. */
export const register = (...added) => {
  for (const command of added) {
    const free = command.press || commands.get(command.id)?.press ? {} : { when: () => true };
    commands.set(command.id, { ...usual(command.id), ...free, ...commands.get(command.id), ...command });
  }
};

/** What a declared command does, where no button of the page does it. */
export const does = (id, how) => {
  if (commands.has(id)) register({ when: () => true, ...how, id });
};

for (const told of JSON.parse(document.getElementById("commands")?.textContent || "[]")) {
  const leads = told.url ? { when: () => true, run: () => location.assign(told.url) } : { when: () => false };
  commands.set(told.id, { ...usual(told.id), ...told, ...(told.press ? {} : leads) });
}

export const all = () => [...commands.values()];

export const run = (id, event) => {
  const command = commands.get(id);
  if (!command?.when()) return false;
  command.run(event);
  return true;
};

const isField = (target) =>
  target?.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable='true']");

const modifiers = (event) => [
  (event.ctrlKey || event.metaKey) && "Mod",
  event.shiftKey && "Shift",
];

const names = (event) => {
  const held = modifiers(event).filter(Boolean);
  const withoutShift = held.filter((name) => name !== "Shift");
  return [[...held, event.code].join("+"), [...withoutShift, `key:${event.key}`].join("+")];
};

const mayAnswer = (event, key) => {
  if (key.includes("Mod+") || event.code === "Escape") return true;
  if (event.altKey) return true;
  return !isField(event.target) && document.documentElement.dataset.keys !== "off";
};

/** While rows are picked, what is done to all of them goes before what is done to one. */
const find = (pressed) => {
  const fit = all().filter((command) => command.keys?.some((key) => pressed.includes(key)) && command.when());
  return fit.find((command) => command.scope === "bulk") ?? fit[0];
};

const isBeginning = (key) => all().some((command) => command.keys?.some((whole) => whole.startsWith(`${key} `)));

/** Handle a key pressed here or inside a mail's frame. The right Alt of many layouts only writes a sign. */
const answer = (event) => {
  if (event.defaultPrevented || event.isComposing || isAnyOpen() || event.getModifierState("AltGraph")) return;
  const single = names(event);
  const sequence = begun && event.timeStamp - begunAt < PATIENCE ? single.map((key) => `${begun} ${key}`) : [];
  begun = "";
  const command = find(sequence) ?? find(single);
  if (command && mayAnswer(event, single[0])) {
    event.preventDefault();
    command.run(event);
  } else if (isBeginning(single[0]) && mayAnswer(event, single[0])) {
    begun = single[0];
    begunAt = event.timeStamp;
  }
};

/** Hear the keys of a document: this one, and that of a mail's frame. */
export const listen = (target) => target.addEventListener("keydown", answer);

/* ---------- The sheet ---------- */

const APPLE = /Mac|iP(hone|ad)/.test(navigator.platform);
const NAMES = { Mod: APPLE ? "⌘" : "Ctrl", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓", Enter: "↵" };
const SCOPES = ["list", "conversation", "bulk", "composer", "everywhere", "go"];

const caps = (key) =>
  key.split("+").map((part) => NAMES[part] ?? part.replace(/^key:/, "").replace(/^(Key|Digit)/, ""));

export const draw = (name, text, children = []) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};

/** The caps of a command's first key, “then” between two presses. */
export const drawKeys = (keys) => {
  const first = keys[0].split(" ").map((step) => caps(step).map((cap) => draw("kbd", cap)));
  return first.flatMap((step, index) => (index ? [` ${say("keys.then")} `, ...step] : step));
};

const drawSection = ([scope, members]) =>
  draw("section", "", [
    draw("h3", say(`keys.${scope}`)),
    draw("dl", "", members.map((command) => draw("div", "", [draw("dt", command.label), draw("dd", "", drawKeys(command.keys))]))),
  ]);

/** At the desk all of them; elsewhere what can be done there. */
const isListed = (command) =>
  command.keys?.length && command.label && !command.hidden &&
  (["everywhere", "go"].includes(command.scope) || document.querySelector("#list"));

export const showKeys = () => {
  const sheet = document.getElementById("key-sheet");
  if (!sheet || sheet.open) return;
  const sections = Object.entries(Object.groupBy(all().filter(isListed), (command) => command.scope));
  sections.sort(([one], [other]) => SCOPES.indexOf(one) - SCOPES.indexOf(other));
  const columns = draw("div", "", sections.map(drawSection));
  columns.className = "keys";
  const hint = draw("p", say(document.documentElement.dataset.keys === "off" ? "keys.off" : "keys.hint"));
  sheet.querySelector("h2").textContent = say("keys.title");
  sheet.querySelector(".body").replaceChildren(columns, hint);
  sheet.showModal();
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-command]");
  if (button) run(button.dataset.command, event);
});
