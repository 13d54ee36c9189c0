/** The desk: walking through the list, what an open conversation hears of, and the keys. */

import { does } from "../ui/js/app.js";
import { tell } from "../ui/js/words.js";
import "./acts.js";
import "./picking.js";
import "./composer.js";
import "./mail_frame.js";
import { $, hearList, linkOf, markOpen, openNumber, rows, words } from "./rows.js";
import "./commanding.js";
import "./copying.js";
import "./peeking.js";

/* ---------- The list ---------- */

const step = (by) => {
  const all = rows();
  const focused = all.findIndex((row) => row.contains(document.activeElement));
  const at = focused >= 0 ? focused : all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
  linkOf(next)?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
};

/** The one so many rows from what is open; from nothing open, the first. */
const openBy = (by) => {
  const all = rows();
  const at = all.findIndex((row) => row.dataset.row === openNumber());
  linkOf(at < 0 ? all[0] : all[at + by])?.click();
};

/** What was open is done with: the next one, and at the end of the list the one before. */
const openNext = () => {
  if ($("#play-next")) return $("#play-next").click();
  return openBy(rows().at(-1)?.dataset.row === openNumber() ? -1 : 1);
};

/* ---------- The conversation ---------- */

const thread = () => $(".thread");
const lastMessage = () => [...document.querySelectorAll("#letters [data-message]")].at(-1)?.dataset.message ?? 0;
const atEnd = () => Math.abs(thread().scrollTop) < 80;

const toEnd = () => {
  thread().scrollTop = 0;
  $("[data-newest]").hidden = true;
};

/** Messages whose pictures are being prepared: asked for until they can be shown. */
const waitingFiles = () =>
  [...new Set([...document.querySelectorAll("#letters [data-waiting]")].map((file) => file.dataset.waiting))].map((id) => ["waiting", id]);

const fetchNews = async () => {
  const wasAtEnd = atEnd();
  const before = lastMessage();
  const url = `${$("#conversation").dataset.news}?${new URLSearchParams([["after", before], ...waitingFiles()])}`;
  await window.htmx.ajax("GET", url, { source: "#letters", target: "#letters", swap: "beforeend show:none" });
  const came = [...document.querySelectorAll("#letters [data-message]")].filter((one) => Number(one.dataset.message) > before);
  if (!came.length) return;
  came.forEach((one) => one.classList.add("fresh"));
  tell(words().newMessage.replace("{name}", came.at(-1).querySelector(".name, b")?.textContent ?? ""));
  const seen = $("[name=last_seen]");
  if (wasAtEnd) toEnd();
  else offerNewest(came.length);
  // Who has not begun to write and sees it come answers it, too.
  const isRead = wasAtEnd && !$(".draft")?.value.trim() && document.visibilityState === "visible";
  if (seen && (isRead || came.some((one) => one.classList.contains("mine")))) seen.value = lastMessage();
};

/** Our own letter comes twice: with the answer to sending it, and as news; a line of what happened
 *  comes with every news until the next message. The first one stays. */
const keepOnce = () => {
  const seen = new Set();
  for (const one of document.querySelectorAll("#letters [data-message], #letters [data-line]")) {
    const name = one.dataset.message ?? `line ${one.dataset.line}`;
    if (seen.has(name)) one.remove();
    seen.add(name);
  }
};

/** All that came since the reader left the end. */
const offerNewest = (count) => {
  const button = $("[data-newest]");
  button.dataset.newest = button.hidden ? count : Number(button.dataset.newest) + count;
  button.hidden = false;
  button.querySelector("span").textContent = words().newBelow.replace("{count}", button.dataset.newest);
  button.onclick = toEnd;
};

let fetching = Promise.resolve();
const hearConversation = () => { fetching = fetching.then(fetchNews, fetchNews); };

/** Begin at the first unread message, with a line above it. */
const beginAtUnread = () => {
  const number = $("#letters")?.dataset.unread;
  const first = number && document.getElementById(`m${number}`);
  if (!first || first.previousElementSibling?.matches(".since")) return;
  const line = document.createElement("p");
  line.className = "since";
  line.textContent = words().unread ?? "";
  if (first.previousElementSibling?.matches("[data-message]")) first.before(line);
  const top = line.isConnected ? line : first;
  if (top.getBoundingClientRect().top < thread().getBoundingClientRect().top) top.scrollIntoView({ block: "start" });
};

const settle = () => {
  markOpen();
  beginAtUnread();
  $("#conversation[data-news]")?.addEventListener("live", hearConversation);
};

/* ---------- Search ---------- */

const find = () => {
  const form = $(".seek");
  form.hidden = false;
  form.querySelector("input").focus();
  form.querySelector("input").select();
};

document.addEventListener("click", (event) => { if (event.target.closest("[data-find]")) find(); });
document.addEventListener("focusout", (event) => {
  if (event.target.matches(".seek input") && !event.target.value) event.target.form.hidden = true;
});

/* ---------- Keys ---------- */

const write = (mode) => {
  const composer = $("message-composer");
  if (composer.dataset.mode === mode) composer.write();
  else composer.querySelector(`[data-to-mode="${mode}"]`).click();
};
const mayWrite = (mode) => () => $(`message-composer [data-to-mode="${mode}"]`) !== null;

/** Once, when what is fetched into the element stands. */
const whenSettled = (id, begin) => {
  const listen = (event) => {
    if (event.target.id !== id) return;
    document.removeEventListener("htmx:afterSettle", listen);
    begin();
  };
  document.addEventListener("htmx:afterSettle", listen);
};

/** Open the row first; the composer comes with it. */
const openAndWrite = (mode) => ({ row }) => {
  whenSettled("open", () => { if (mayWrite(mode)()) write(mode); });
  linkOf(row).click();
};

/** Words to the seller alone. */
const askSeller = () => {
  const composer = $("message-composer");
  if (composer.dataset.mode !== "note") return composer.address("seller");
  whenSettled("composer", () => $("message-composer").address("seller"));
  return write("reply");
};
const maySeller = () => mayWrite("reply")() && ($("message-composer")?.dataset.mode === "note" || $(".audience [data-party=seller]") !== null);

/** Played lists go on once it is resolved, and stay where a question comes first. */
const goOn = (event) => {
  const asks = event.detail.xhr.getResponseHeader("HX-Trigger")?.includes("act-open");
  if (event.detail.successful && !asks && !$("#head .meanwhile")) openNext();
};

const resolveAndNext = () => {
  const isPlayed = $("#play-next") !== null;
  if (isPlayed) document.addEventListener("htmx:afterRequest", goOn, { once: true });
  $("#resolve").click();
  if (!isPlayed) openNext();
};

const hasRows = () => rows().length > 0;
does("next", { run: () => step(1), when: hasRows });
does("previous", { run: () => step(-1), when: hasRows });
does("open", {
  run: () => linkOf(document.activeElement.closest(".row"))?.click(),
  when: () => document.activeElement.closest(".row") !== null,
  onRow: ({ row }) => linkOf(row).click(),
});
does("find", { run: find, when: () => $(".seek") !== null });
does("reply", { run: () => write("reply"), when: mayWrite("reply"), onRow: openAndWrite("reply") });
does("note", { run: () => write("note"), when: mayWrite("note"), onRow: openAndWrite("note") });
does("ask-seller", { run: askSeller, when: maySeller });
does("open-next", { run: () => openBy(1), when: hasRows });
does("open-previous", { run: () => openBy(-1), when: hasRows });
does("resolve-next", { run: resolveAndNext, when: () => $("#resolve") !== null });
does("send", { run: () => $("message-composer .send").click(), when: () => $("message-composer .send") !== null });

/* ---------- Focus stays where the action was ---------- */

let hadFocus = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "head") hadFocus = event.detail.target.contains(document.activeElement);
});

/** Something is asked whose answer is a head; an answer into a head that was replaced would be lost. */
const awaitsHead = () => $('#head .htmx-request, .htmx-request[hx-target="#head"]') !== null;

// News never closes a menu in somebody's hands, nor a question to him: the head comes anew with the next.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target } = event.detail;
  if (target.id !== "head") return;
  if (awaitsHead() || target.querySelector(".menu:not([hidden]), dialog[open], .meanwhile")) event.detail.shouldSwap = false;
});

/** The colleague's choice stays: the head comes as it is now. */
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-leave]")) return;
  event.target.closest(".meanwhile").remove();
  $("#case-switch")?.focus();
  hearConversation();
});

const keepFocus = () => {
  if (hadFocus && document.activeElement === document.body) $("#anyway, #reopen, #resolve, #case-switch")?.focus();
  hadFocus = false;
};

/* ---------- Wiring ---------- */

$("#rows")?.addEventListener("live", hearList);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "open") settle();
  if (event.target.id === "head") keepFocus();
  // Another mode was chosen, or the words came back: the cursor goes where they are.
  const isRefused = $("#composer .alert") !== null;
  if (event.target.id === "composer" && (event.detail.requestConfig?.verb === "get" || isRefused)) $("message-composer")?.write();
});
for (const swapped of ["htmx:afterSwap", "htmx:oobAfterSwap"]) document.addEventListener(swapped, keepOnce);
document.addEventListener("next-conversation", openNext);
settle();
