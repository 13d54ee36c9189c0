/** Who else is at a conversation.
 *
 *  `<desk-presence data-beat="/c/0/here/" data-leave="…" data-look="…" data-live="presence">` tells every ten
 *  seconds that this tab shows the open conversation, and fills every `[data-here="41"]` on the page.
 *  The answer to a heartbeat says who is there, so a page whose stream is cut knows it too.
 */

import { tell } from "../ui/js/words.js";

const BEAT = 10000;
const TYPING = 10000;
const tab = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

let known = {};
let typedAt = 0;
let told = { number: "", being: "" };
let next = 0;
let stops = 0;
let looking = 0;
let gone = false;

const element = () => document.querySelector("desk-presence");
const openNumber = () => document.querySelector("#conversation")?.dataset.number ?? "";
const places = () => document.querySelectorAll("[data-here]");
const shown = () => [...new Set([...places()].map((place) => place.dataset.here))];

const being = () => {
  if (document.visibilityState === "hidden") return "away";
  return Date.now() - typedAt < TYPING ? "composing" : "viewing";
};

const send = (url, fields) => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  return fetch(url, { method: "POST", body: new URLSearchParams(fields), headers, keepalive: true });
};

const take = async (response) => {
  if (!response.ok || response.redirected) return forget();
  const { here } = await response.json();
  const number = openNumber();
  const writes = here[number]?.writes ?? "";
  if (writes && writes !== known[number]?.writes) tell(writes);
  known = here;
  fillIn();
};

/** Signed out, or no longer let in: nothing is shown of anybody. */
const forget = () => {
  known = {};
  fillIn();
};

/** Write what is known into every place; rows that were replaced meanwhile get it again. */
export const fillIn = () => {
  for (const place of places()) {
    const { faces = "", writes = "" } = known[place.dataset.here] ?? {};
    if (place.dataset.drawn !== faces) place.innerHTML = faces;
    place.dataset.drawn = faces;
    const line = place.parentElement.querySelector("[data-writes]");
    if (line && line.textContent !== writes) line.textContent = writes;
  }
};

const beat = async () => {
  clearTimeout(next);
  const number = openNumber();
  if (gone || !element()) return;
  if (!number) return void (told.number && leave());
  told = { number, being: being() };
  next = setTimeout(beat, BEAT);
  const url = element().dataset.beat.replace("/0/", `/${number}/`);
  const fields = [["tab", tab], ["being", told.being], ...shown().map((each) => ["shown", each])];
  await send(url, fields).then(take).catch(() => {});
};

const leave = () => {
  clearTimeout(next);
  told = { number: "", being: "" };
  send(element().dataset.leave, { tab }).catch(() => {});
};

/** Only what changes is worth a request of its own. */
const beatIfChanged = () => {
  if (openNumber() !== told.number || (told.number && being() !== told.being)) beat();
};

const look = () => {
  if (looking || !shown().length) return;
  looking = setTimeout(async () => {
    looking = 0;
    const query = new URLSearchParams(shown().map((each) => ["shown", each]));
    await fetch(`${element().dataset.look}?${query}`).then(take).catch(() => {});
  }, 300);
};

const typed = (event) => {
  if (!event.target.closest("message-composer .draft")) return;
  typedAt = Date.now();
  clearTimeout(stops);
  stops = setTimeout(beatIfChanged, TYPING + 50);
  beatIfChanged();
};

customElements.define("desk-presence", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("live", look);
    document.addEventListener("input", typed);
    document.addEventListener("visibilitychange", beatIfChanged);
    if (openNumber()) beat();
    else look();
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "composer" || event.target.id === "open") typedAt = 0;
  beatIfChanged();
});
/** A colleague's draft that somebody reads stays open while its words go on. */
const opened = new Set();
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".their-draft")) opened[target.open ? "add" : "delete"](target.id);
}, true);
document.addEventListener("htmx:afterSettle", () => {
  for (const draft of document.querySelectorAll(".their-draft:not([open])")) draft.open = opened.has(draft.id);
});
for (const swapped of ["htmx:afterSwap", "htmx:oobAfterSwap"]) document.addEventListener(swapped, fillIn);
// A browser that leaves says so twice: hidden comes after gone, and is no reason to come back.
addEventListener("pagehide", () => {
  gone = true;
  if (told.number) leave();
});
addEventListener("pageshow", (event) => {
  gone = false;
  if (event.persisted) beat();
});
// What came before the stream began, and who lapsed without a word.
setInterval(() => { if (!told.number && document.visibilityState === "visible") look(); }, BEAT);
