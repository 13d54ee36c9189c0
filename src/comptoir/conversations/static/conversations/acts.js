/** Small forms over a conversation: fetched when asked for, shown in one dialog, closed when done. */

import { register } from "../ui/js/app.js";

const $ = (selector) => document.querySelector(selector);
const words = () => JSON.parse($("#desk-words")?.textContent || "{}");
const dialog = () => $("#act");

/** Fetch a form and show it; what is focused first says the form itself. */
export const open = async (url) => {
  await window.htmx.ajax("GET", url, { source: "#act", target: "#act", swap: "innerHTML" });
  if (!dialog().firstElementChild) return;
  if (!dialog().open) dialog().showModal();
  dialog().querySelector("[autofocus]")?.focus();
};

const close = () => dialog()?.open && dialog().close();

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-act]");
  if (opener) open(opener.dataset.act);
  if (event.target.closest("[data-act-close]")) close();
});
document.addEventListener("act-done", close);
document.addEventListener("act-open", (event) => open(event.detail.url));

/** A digit chooses, unless it is being typed into a field. */
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("[data-digits]");
  if (!form || event.target.matches("input:not([type=radio]), textarea, select") || event.altKey || event.ctrlKey || event.metaKey) return;
  const choice = form.querySelector(`[data-digit="${event.key}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.focus();
});

/** The same command from a key, from a menu and from the palette. */
const act = (id, label, keys) => {
  const button = () => $(`[data-act-name="${id}"]`);
  register({ id, label, keys, scope: "conversation", run: () => open(button().dataset.act), when: () => button() !== null });
};

const { acts = {} } = words();
act("outcome", acts.outcome, ["KeyD"]);
act("merge", acts.merge, ["KeyU"]);
act("write-first", acts.writeFirst, ["KeyW"]);

/** Ctrl+Enter sends from within a text, as in the composer. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("#act form")?.requestSubmit();
});
act("snooze", acts.snooze, ["KeyS"]);
act("remind", acts.remind, ["KeyB"]);
act("later", acts.later, ["KeyH"]);

/** How a time that somebody types is understood, while he types it. */
let reading = 0;
document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-reads]");
  if (!field) return;
  clearTimeout(reading);
  reading = setTimeout(async () => {
    const response = await fetch(`${field.dataset.reads}?${new URLSearchParams({ typed: field.value })}`);
    if (response.ok) document.getElementById(field.getAttribute("aria-describedby")).textContent = (await response.json()).said;
  }, 200);
});
