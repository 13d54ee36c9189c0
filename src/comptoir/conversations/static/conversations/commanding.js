/** The palette at the desk: what it means for the open conversation, for picked rows, for a row under the pointer. */

import { openPalette, surround } from "../ui/js/palette.js";
import { toast } from "../ui/js/toasts.js";
import { say } from "../ui/js/words.js";
import { load, open, show } from "./acts.js";
import { formOf, isPicking, saidOfPicked } from "./picking.js";

const $ = (selector) => document.querySelector(selector);

const nameOf = (row) => {
  const name = row.querySelector(".cover")?.firstChild?.textContent ?? "";
  return [name.trim(), row.querySelector(".ref")?.textContent.trim()].filter(Boolean).join(", ");
};

const openTitle = () => {
  const row = $("#rows .row[aria-current]");
  return row ? nameOf(row) : ($("#head h2")?.textContent.trim() ?? "");
};

const context = () =>
  isPicking()
    ? { kind: "bulk", root: document, title: saidOfPicked() }
    : { kind: "page", root: document, title: openTitle() };

/* ---------- A row that is not open ---------- */

/** The head of a conversation as its page would draw it, so that what is forbidden is not there. */
const fetchHead = async (row) => {
  const url = $("#list").dataset.commands.replace("/0/", `/${row.dataset.row}/`);
  const response = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!response?.ok) return null;
  const shelf = document.createElement("template");
  shelf.innerHTML = await response.text();
  return shelf.content;
};

const openAt = async (row, point) => {
  const root = row.dataset.row === $("#conversation")?.dataset.number ? document : await fetchHead(row);
  if (!root) return toast({ text: say("toast.failed"), tone: "danger", id: "failed" });
  openPalette({ kind: "row", root, row, number: row.dataset.row, title: nameOf(row) }, point);
};

document.addEventListener("contextmenu", (event) => {
  const row = event.target.closest("#rows .row");
  if (!row || event.shiftKey || $("dialog:modal")) return;
  event.preventDefault();
  openAt(row, event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : null);
});
document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("#rows .row");
  if (!row || !(event.key === "ContextMenu" || (event.shiftKey && event.key === "F10"))) return;
  event.preventDefault();
  const { left, bottom } = row.getBoundingClientRect();
  openAt(row, { x: left + 56, y: bottom });
});

/* ---------- Carrying out ---------- */

const isHere = (element) => element.ownerDocument === document && element.isConnected;

/** Sent by itself: its answer would draw the head of another conversation than the open one. */
const post = async (url, fields) => {
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers") || "{}"), "HX-Request": "true" };
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(fields), headers }).catch(() => null);
  const told = JSON.parse(response?.headers.get("HX-Trigger") || "{}");
  for (const [name, detail] of Object.entries(told)) document.dispatchEvent(new CustomEvent(name, { detail }));
  const shelf = document.createElement("template");
  shelf.innerHTML = response?.ok ? await response.text() : "";
  const meanwhile = shelf.content.querySelector(".meanwhile span");
  if (meanwhile) toast({ text: meanwhile.textContent.trim(), tone: "danger" });
  if (!told.toast && !response?.ok) toast({ text: say("toast.failed"), tone: "danger", id: "failed" });
};

const press = (element) => {
  if (isHere(element)) return element.click();
  if (element.dataset.act) return open(element.dataset.act);
  const form = element.closest("form");
  const fields = [...new FormData(form)];
  if (element.name) fields.push([element.name, element.value]);
  return post(form.getAttribute("hx-post"), fields);
};

const submit = (form) => {
  if (isHere(form)) return form.requestSubmit();
  return post(form.getAttribute("hx-post"), [...new FormData(form)]);
};

const ask = (button) => load(button.dataset.form ? formOf(button) : button.dataset.act);

surround({ context, press, ask, submit, show });

