/** ONE registry of what the keyboard can do. The `?` sheet is drawn from it.
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

/** `{id, label, keys: [..], scope, run(event), when()}`; `scope` is a heading of the sheet. */
export const register = (...added) => {
  for (const command of added) commands.set(command.id, { scope: "everywhere", when: () => true, ...command });
};

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

const find = (pressed) =>
  all().find((command) => command.keys?.some((key) => pressed.includes(key)) && command.when());

const isBeginning = (key) => all().some((command) => command.keys?.some((whole) => whole.startsWith(`${key} `)));

/** Handle a key pressed here or inside a mail's frame. */
const answer = (event) => {
  if (event.defaultPrevented || event.isComposing || isAnyOpen()) return;
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
const NAMES = { Mod: APPLE ? "⌘" : "Ctrl", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };

const caps = (key) =>
  key.split("+").map((part) => NAMES[part] ?? part.replace(/^key:/, "").replace(/^(Key|Digit)/, ""));

const draw = (name, text, children = []) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};

const drawKeys = (keys) => {
  const first = keys[0].split(" ").map((step) => caps(step).map((cap) => draw("kbd", cap)));
  return first.flatMap((step, index) => (index ? [` ${say("keys.then")} `, ...step] : step));
};

const drawSection = ([scope, members]) =>
  draw("section", "", [
    draw("h3", say(`keys.${scope}`)),
    draw("dl", "", members.map((command) => draw("div", "", [draw("dt", command.label), draw("dd", "", drawKeys(command.keys))]))),
  ]);

export const showKeys = () => {
  const sheet = document.getElementById("key-sheet");
  if (!sheet || sheet.open) return;
  const listed = all().filter((command) => command.keys?.length && command.label);
  const columns = draw("div", "", Object.entries(Object.groupBy(listed, (command) => command.scope)).map(drawSection));
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
