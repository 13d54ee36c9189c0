/** The bell: how much is unread, on the rail, in the tab's title and in its sign.
 *
 *  What is open before somebody's eyes counts as read: the question names it, the answer is the count.
 */

import { tell } from "../ui/js/words.js";

const SOON = 400;
const bell = document.querySelector("notice-bell");
const sign = document.querySelector("link[rel=icon]");
const plainSign = sign?.getAttribute("href");
let planned = 0;
let shown = null;
let asked = "";

export const post = (url, fields) => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  return fetch(url, { method: "POST", body: new URLSearchParams(fields), headers });
};

const openThing = () => {
  const number = document.querySelector("#conversation")?.dataset.number;
  return number && document.visibilityState === "visible" ? `conversation:${number}` : "";
};

const ask = async () => {
  planned = 0;
  asked = openThing();
  const answer = await post(bell.dataset.look, { about: asked }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { count, title } = await answer.json();
  if (shown !== null && count && count !== shown) tell(title);
  shown = count;
  ring(count, title);
};

/** Many events, one question. */
const soon = () => { planned ||= setTimeout(ask, SOON); };

const ring = (count, title) => {
  for (const place of document.querySelectorAll('[data-count-of="notices"]')) {
    const number = place.querySelector(".count") ?? place.appendChild(Object.assign(document.createElement("span"), { className: "count told num" }));
    number.textContent = count;
    number.hidden = !count;
    number.title = count ? title : "";
  }
  name();
  const wanted = count ? bell.dataset.sign : plainSign;
  if (sign && sign.getAttribute("href") !== wanted) sign.setAttribute("href", wanted);
};

/** “(3) Inbox”: also after another conversation has given the tab its name. */
const name = () => {
  const bare = document.title.replace(/^\(\d+\+?\) /, "");
  const wanted = shown ? `(${shown}) ${bare}` : bare;
  if (document.title !== wanted) document.title = wanted;
};

/** Whoever had allowed push here and signed in anew is rung again, once a tab. */
const keepPush = async () => {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
  if (Notification.permission !== "granted" || sessionStorage.getItem("push")) return;
  const worker = await navigator.serviceWorker.getRegistration("/");
  const kept = await worker?.pushManager.getSubscription();
  sessionStorage.setItem("push", "asked");
  if (kept) await post(bell.dataset.browsers, { endpoint: kept.endpoint, again: "1" });
};

if (bell) {
  ask();
  keepPush().catch(() => {});
  bell.addEventListener("live", soon);
  document.addEventListener("htmx:afterSettle", () => { if (openThing() && openThing() !== asked) soon(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") soon(); });
  new MutationObserver(name).observe(document.querySelector("title"), { childList: true });
}
