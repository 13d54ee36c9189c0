/** The line about a chat's visitor: fetched anew when something moved, and his typing.
 *
 *  `<div data-chat data-live="chat:41" data-strip="/chat/desk/41/" data-types="/chat/desk/41/types/">`. Whoever writes an
 *  answer there is said to be writing; whoever writes a note is not.
 */

const QUIET = 6000;
const TOLD_EVERY = 4000;
const LOOK_EVERY = 45000;
const strip = () => document.querySelector("[data-chat]");
let stops = 0;
let toldAt = 0;

const refresh = async () => {
  const old = strip();
  const response = await fetch(old.dataset.strip).catch(() => null);
  if (!response?.ok || old !== strip()) return;
  const shelf = document.createElement("template");
  shelf.innerHTML = await response.text();
  const fresh = shelf.content.querySelector("[data-chat]");
  if (!fresh) return;
  old.className = fresh.className;
  // The feed and the line of typing stay: what follows live must not be cut.
  const kept = [...old.querySelectorAll("live-feed, [data-types-line]")];
  const shown = [...fresh.children].filter((part) => !part.matches("live-feed, [data-types-line]"));
  old.replaceChildren(...shown, ...kept);
};

const types = () => {
  const line = strip()?.querySelector("[data-types-line]");
  if (!line) return;
  line.textContent = line.dataset.words;
  clearTimeout(stops);
  stops = setTimeout(() => { line.textContent = ""; }, QUIET);
};

document.addEventListener("live", (event) => {
  if (!event.target.matches?.("[data-chat]")) return;
  if (event.detail.event === "webchat.VisitorTypes") types();
  else refresh();
}, true);

document.addEventListener("input", (event) => {
  const composer = event.target.closest?.("message-composer[data-mode='reply']");
  if (!composer || !strip() || !event.target.matches(".draft") || Date.now() - toldAt < TOLD_EVERY) return;
  toldAt = Date.now();
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  fetch(strip().dataset.types, { method: "POST", headers }).catch(() => {});
});

setInterval(() => { if (strip() && document.visibilityState === "visible") refresh(); }, LOOK_EVERY);
