/** A line that floats for a while. With `undo` it has a button, and counts down.
 *
 *  The server says one with the HX-Trigger event `toast` (`ui/toasts.py`).
 */

import { say } from "./words.js";

const SHOWN = 4;

const holder = () => document.getElementById("toasts");

/** Above an open dialog too: the holder is a popover, which is lifted again with each line. */
const lift = () => {
  const place = holder();
  if (!place?.showPopover) return;
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover();
};

const lower = () => {
  const place = holder();
  if (place?.matches(":popover-open") && !place.childElementCount) place.hidePopover();
};

const dismiss = (line) => {
  clearInterval(line.timer);
  line.remove();
  lower();
};

const count = (line, seconds) => {
  const until = performance.now() + seconds * 1000;
  const ring = line.querySelector("circle:last-child");
  const left = line.querySelector(".left");
  const tick = () => {
    const rest = Math.max(0, until - performance.now());
    left.textContent = say("toast.seconds", { seconds: Math.ceil(rest / 1000) });
    ring.setAttribute("stroke-dasharray", `${Math.round(rest / (seconds * 10))} 100`);
    if (!rest) dismiss(line);
  };
  tick();
  line.timer = setInterval(tick, 200);
};

const post = (url) => {
  if (window.htmx) window.htmx.ajax("POST", url, { source: document.body, swap: "none" });
};

const offerUndo = (line, { undo, seconds }) => {
  const button = line.querySelector(".undo");
  button.hidden = false;
  button.textContent = say("toast.undo");
  button.addEventListener("click", () => {
    dismiss(line);
    if (typeof undo === "function") undo();
    else post(undo);
  });
  line.querySelector(".clock").hidden = false;
  count(line, seconds);
};

/** Show a line. `undo` is a function or an address to POST to; `id` replaces the line before. */
export const toast = ({ text, undo = "", seconds = 0, tone = "", id = "" }) => {
  const place = holder();
  const line = document.getElementById("toast-shape")?.content.firstElementChild.cloneNode(true);
  if (!place || !line) return;
  if (id) place.querySelector(`[data-toast="${id}"]`)?.remove();
  line.dataset.toast = id;
  line.classList.toggle("alarm", tone === "danger");
  line.querySelector(".says").textContent = text;
  line.querySelector(".close").setAttribute("aria-label", say("toast.close"));
  line.querySelector(".close").addEventListener("click", () => dismiss(line));
  place.append(line);
  lift();
  if (undo) offerUndo(line, { undo, seconds: seconds || 10 });
  else line.timer = setInterval(() => dismiss(line), (seconds || (tone === "danger" ? 8 : SHOWN)) * 1000);
};

const newestUndo = () => [...(holder()?.querySelectorAll(".undo:not([hidden])") ?? [])].at(-1);

/** Take back the newest thing that can be: the command `z`. */
export const undoNewest = () => newestUndo()?.click();
export const isUndoOffered = () => newestUndo() !== undefined;

document.addEventListener("toast", (event) => toast(event.detail));
document.addEventListener("htmx:sendError", () => toast({ text: say("toast.failed"), tone: "danger", id: "failed" }));
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (!(xhr.getResponseHeader("HX-Trigger") ?? "").includes('"toast"')) {
    toast({ text: say("toast.refused", { status: xhr.status }), tone: "danger", id: "failed" });
  }
});
