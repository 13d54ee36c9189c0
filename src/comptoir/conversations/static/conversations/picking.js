/** Picking rows of the list, and what is done with the picked ones.
 *
 *  What is picked is remembered by number: rows are drawn anew while one picks.
 */

import { does } from "../ui/js/app.js";
import { tell } from "../ui/js/words.js";
import { open } from "./acts.js";

const $ = (selector) => document.querySelector(selector);
const words = () => JSON.parse($("#desk-words")?.textContent || "{}");
const rows = () => [...document.querySelectorAll("#rows .row")];
const picked = new Set();
let last = "";
let all = false;
let size = 0;
let asked = "";

const bar = () => $("#bulk");
const count = () => picked.size;

const draw = () => {
  for (const row of rows()) {
    const box = row.querySelector(".pick");
    if (!box) continue;
    box.checked = picked.has(row.dataset.row);
    row.classList.toggle("picked", box.checked);
  }
  if (!bar()) return;
  bar().hidden = !count();
  bar().querySelector("[data-picked]").textContent = all ? size || words().acts.allPicked : count();
  $("#list").classList.toggle("picking", count() > 0);
  measure();
};

const pick = (row, on) => {
  all = false;
  if (on) picked.add(row.dataset.row);
  else picked.delete(row.dataset.row);
  last = row.dataset.row;
};

const current = () => {
  const inside = document.activeElement?.closest?.("#rows .row");
  return inside ?? $("#rows .row[aria-current]") ?? rows()[0];
};

const toggle = () => {
  const row = current();
  pick(row, !picked.has(row.dataset.row));
  // The next step goes on from here, not from the top.
  if (document.activeElement === document.body) row.querySelector("a")?.focus({ preventScroll: true });
  draw();
};

/** From the one picked before to this one; with none picked before, all that are shown. */
const pickMany = (to = current()) => {
  const shown = rows();
  const from = count() ? shown.findIndex((row) => row.dataset.row === last) : -1;
  const until = shown.indexOf(to);
  const [first, end] = from < 0 ? [0, shown.length - 1] : [Math.min(from, until), Math.max(from, until)];
  shown.slice(first, end + 1).forEach((row) => pick(row, true));
  draw();
};

/** How many the whole list holds: asked once for each list, when somebody begins to choose. */
const measure = async () => {
  const { view, query, size: url } = bar()?.dataset ?? {};
  const meant = String(new URLSearchParams({ view, q: query }));
  if (!bar() || !count() || asked === meant) return;
  asked = meant;
  size = 0;
  const response = await fetch(`${url}?${meant}`).catch(() => null);
  if (!response?.ok || asked !== meant || !bar()) return;
  const told = await response.json();
  size = told.count;
  const button = bar().querySelector("[data-pick-all]");
  button.textContent = (told.is_more ? button.dataset.first : button.dataset.all).replace("{count}", size);
  draw();
};

const clear = () => {
  picked.clear();
  all = false;
  asked = "";
  draw();
};

const backToList = () => {
  const here = document.activeElement;
  if (here && here !== document.body && here.checkVisibility()) return;
  const row = rows().find((each) => each.dataset.row === last) ?? rows()[0];
  row?.querySelector("a")?.focus({ preventScroll: true });
};

const meant = () => (all ? { all: "1", view: bar().dataset.view, q: bar().dataset.query } : { count: count() });
export const formOf = (button) => `${button.dataset.form}?${new URLSearchParams(meant())}`;

document.addEventListener("click", (event) => {
  const box = event.target.closest(".pick");
  if (box) {
    const row = box.closest(".row");
    if (event.shiftKey) pickMany(row);
    else pick(row, box.checked);
    draw();
  }
  const button = event.target.closest("[data-bulk]");
  if (button) open(formOf(button));
  if (event.target.closest("[data-unpick]")) clear();
  if (event.target.closest("[data-bulk-close]")) $("#bulk-progress").replaceChildren();
  if (event.target.closest("[data-pick-all]")) {
    pickMany(rows().at(-1));
    all = true;
    draw();
  }
});

/** The form says who is meant only when it leaves: the selection may have changed since. */
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-bulk-form]")) return;
  const { parameters } = event.detail;
  if (all) Object.assign(parameters, { all: "1", view: bar().dataset.view, q: bar().dataset.query });
  else parameters.numbers = [...picked].join(",");
});
document.addEventListener("picked-done", () => {
  tell($("#bulk-progress")?.textContent.trim() ?? "");
  clear();
  // The button that opened the form is hidden by now.
  setTimeout(backToList);
});

if ($("#rows")) new MutationObserver(draw).observe($("#rows"), { childList: true });

export const isPicking = () => count() > 0;
export const saidOfPicked = () => bar().querySelector(".num").textContent.replace(/\s+/g, " ").trim();

does("pick", { run: toggle, when: () => rows().length > 0, onRow: ({ row }) => { pick(row, !picked.has(row.dataset.row)); draw(); } });
does("pick-many", { run: () => pickMany(), when: () => rows().length > 0 });
does("unpick", { run: clear, when: isPicking });
