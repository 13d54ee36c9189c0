/** The list: its rows, which of them is open, and what becomes of them while one looks.
 *
 *  What arrives never moves what is there: a known row is replaced in its place, a new one waits
 *  behind a line that says so. A page fetches the rows it heard of, and the whole list seldom: a
 *  hundred browsers hear of the same change, and must not all ask for fifty rows at once.
 */

import { tell } from "../ui/js/words.js";
import { fillIn } from "./presence.js";

export const $ = (selector) => document.querySelector(selector);
export const words = () => JSON.parse($("#desk-words")?.textContent || "{}");
export const rows = () => [...document.querySelectorAll("#rows .row")];
export const linkOf = (row) => row?.querySelector(".cover");
export const openNumber = () => $("#conversation")?.dataset.number ?? "";

// What its reader left unread while it was open, until he opens anything.
let leftUnread = "";

/** The row of what is open is marked, and has been read. */
const mark = (row) => {
  if (row.dataset.row === openNumber()) {
    row.setAttribute("aria-current", "true");
    if (row.dataset.row !== leftUnread) row.classList.remove("unread");
  } else row.removeAttribute("aria-current");
};

document.addEventListener("marked-unread", ({ detail: { number } }) => {
  if (String(number) === openNumber()) leftUnread = openNumber();
  rows().find((row) => row.dataset.row === String(number))?.classList.add("unread");
});

export const markOpen = () => {
  leftUnread = "";
  rows().forEach(mark);
  document.querySelector("#rows .row[aria-current]")?.scrollIntoView({ block: "nearest" });
};

/* ---------- What is fetched ---------- */

const fetched = async (address) => {
  const response = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "rows" } });
  if (!response.ok) throw new Error(response.status);
  const shelf = document.createElement("template");
  shelf.innerHTML = await response.text();
  return shelf.content;
};

const wholeList = () => fetched($("#rows").dataset.fresh);

/** Where the page ends: the cursor of its last button, none where all of the list is shown. */
const end = () => {
  const more = [...document.querySelectorAll("#rows .pages a")].at(-1);
  return more ? (new URL(more.href).searchParams.get("after") ?? "") : "";
};

const changedRows = (numbers) => {
  const known = new Set(rows().map((row) => row.dataset.row));
  const url = new URL($("#rows").dataset.changes, location.href);
  for (const number of numbers) url.searchParams.append(known.has(number) ? "shown" : "heard", number);
  url.searchParams.set("until", end());
  return fetched(url);
};

/* ---------- What becomes of the rows ---------- */

// What came and is not shown yet, by number.
const waiting = new Map();

/** Rows as they are now: known ones in their place, the others behind the line. */
const takeIn = (came) => {
  const known = new Map(rows().map((row) => [row.dataset.row, row]));
  for (const row of came) {
    const { row: number } = row.dataset;
    const old = known.get(number);
    mark(row);
    if (!old) {
      waiting.set(number, row);
      continue;
    }
    waiting.delete(number);
    if (looks(old) !== looks(row)) replaceRow(old, row);
    else old.classList.remove("gone");
  }
  return known;
};

const takeAll = (fresh) => {
  const came = [...fresh.querySelectorAll(".row")];
  const numbers = new Set(came.map((row) => row.dataset.row));
  waiting.clear();
  for (const [number, row] of takeIn(came)) if (!numbers.has(number) && came.length < 50) row.classList.add("gone");
  offerNew();
};

/** Of those that were asked for, what did not come has left the list. */
const takeChanges = (asked, fresh) => {
  const came = [...fresh.querySelectorAll(".row")];
  const numbers = new Set(came.map((row) => row.dataset.row));
  const known = takeIn(came);
  for (const number of asked.filter((each) => !numbers.has(each))) {
    waiting.delete(number);
    known.get(number)?.classList.add("gone");
  }
  offerNew();
};

/** What a row says, without the clock that runs on by itself. */
const looks = (row) => {
  const still = row.cloneNode(true);
  const clock = still.querySelector(".clock");
  clock?.replaceWith(clock.title);
  still.querySelector(".here")?.remove();
  still.classList.remove("fresh", "gone", "picked");
  still.querySelector(".pick")?.remove();
  return still.outerHTML;
};

const replaceRow = (old, row) => {
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(row);
  fillIn();
  window.htmx.process(row);
  if (hadFocus) linkOf(row).focus({ preventScroll: true });
};

const offerNew = () => {
  const line = $("[data-newer]");
  if (!line) return;
  line.hidden = !waiting.size;
  if (!waiting.size) return;
  const { newOne, newMany } = words();
  const [first] = waiting.values();
  const name = linkOf(first).textContent.split(",")[0].trim();
  const gist = first.querySelector(".gist, .of-subject")?.textContent ?? "";
  const said = waiting.size === 1 ? newOne.replace("{name}", name).replace("{gist}", gist) : newMany.replace("{count}", waiting.size);
  if (line.textContent !== said) tell(said);
  line.textContent = said;
  line.onclick = showFresh;
};

const showFresh = async () => {
  const list = $("#rows");
  const fresh = await wholeList();
  list.replaceChildren(...fresh.childNodes);
  window.htmx.process(list);
  list.scrollTop = 0;
  waiting.clear();
  $("[data-newer]").hidden = true;
  fillIn();
  markOpen();
};

/* ---------- When it is fetched ---------- */

const PAUSE = 1100;
const PAUSE_OF_WHOLE = 2000;
// What the time alone brings in, and no event tells of: a promise that is overdue now.
const WHOLE_AT_LEAST = 60_000;
const AFTER_FAILURE = 5000;
const MOST = 100;

const heard = new Set();
let wantsAll = false;
let planned = 0;
let lookedAt = 0;
let allAt = Date.now();

/** Something happened. Who may not be told to what looks at the whole list. */
export const hearList = ({ detail }) => {
  if (detail.id === null || !$("#rows").dataset.changes) wantsAll = true;
  else heard.add(String(detail.id));
  plan(wantsAll ? PAUSE_OF_WHOLE : PAUSE);
};

/** Many events, one look; browsers that heard the same do not ask in the same moment. */
const plan = (pause) => {
  if (planned || document.hidden || !(heard.size || wantsAll)) return;
  planned = setTimeout(look, Math.max(0, lookedAt + pause - Date.now()) + Math.random() * 300);
};

const look = async () => {
  const asked = [...heard];
  const all = wantsAll || asked.length > MOST || Date.now() - allAt > WHOLE_AT_LEAST;
  heard.clear();
  wantsAll = false;
  let pause = all ? PAUSE_OF_WHOLE : PAUSE;
  try {
    if (all) takeAll(await wholeList());
    else takeChanges(asked, await changedRows(asked));
    if (all) allAt = Date.now();
  } catch {
    asked.forEach((number) => heard.add(number));
    wantsAll ||= all;
    pause = AFTER_FAILURE;
  }
  lookedAt = Date.now();
  planned = 0;
  plan(pause);
};

document.addEventListener("visibilitychange", () => plan(PAUSE));
