/** The list of notifications: fresh when something came, the focus where it was. */

const SOON = 500;
const bell = document.querySelector("notice-bell");
let planned = 0;

const place = (element) => element?.closest("[data-notice]")?.dataset.notice;

const refresh = async () => {
  planned = 0;
  const answer = await fetch(location.href, { headers: { "HX-Request": "true", "HX-Target": "notices" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const shelf = document.createElement("template");
  shelf.innerHTML = await answer.text();
  const fresh = shelf.content.querySelector("#notices");
  const list = document.querySelector("#notices");
  if (!fresh || !list) return;
  const had = list.contains(document.activeElement) ? place(document.activeElement) : "";
  list.replaceWith(fresh);
  if (had) fresh.querySelector(`[data-notice="${had}"] a`)?.focus({ preventScroll: true });
};

bell?.addEventListener("live", () => { planned ||= setTimeout(refresh, SOON); });
