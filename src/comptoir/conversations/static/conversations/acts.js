/** Small forms over a conversation: fetched when asked for, shown in one dialog, closed when done. */

const $ = (selector) => document.querySelector(selector);
const dialog = () => $("#act");

/** Fetch a form without showing it yet; null where there is none. */
export const load = async (url) => {
  await window.htmx.ajax("GET", url, { source: "#act", target: "#act", swap: "innerHTML" });
  standApart();
  return dialog().querySelector("form");
};

/** Show what was fetched; what is focused first says the form itself. */
export const show = () => {
  if (!dialog().firstElementChild) return;
  if (!dialog().open) dialog().showModal();
  dialog().querySelector("[autofocus]")?.focus();
};

export const open = async (url) => {
  await load(url);
  show();
};

const numberIn = (url) => url?.match(/\/c\/(\d+)\//)?.[1];
const isElsewhere = (url) => numberIn(url) !== undefined && numberIn(url) !== $("#conversation")?.dataset.number;

/** A form about a conversation that is not open has no head here to draw anew. */
const standApart = () => {
  for (const form of dialog().querySelectorAll('form[hx-target="#head"]')) {
    if (!isElsewhere(form.getAttribute("hx-post"))) continue;
    form.setAttribute("hx-target", "this");
    form.setAttribute("hx-swap", "none");
  }
};

/** An answer about one conversation never lands in the head of another that was opened meanwhile. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (target.id === "head" && isElsewhere(requestConfig?.path)) event.detail.shouldSwap = false;
});
/** What was sent without being shown, and refused, shows itself with the reason. */
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "act" && dialog().querySelector(".alert")) show();
});

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

/** Ctrl+Enter sends from within a text, as in the composer. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("#act form")?.requestSubmit();
});

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
