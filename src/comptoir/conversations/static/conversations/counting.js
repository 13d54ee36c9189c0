/** The figures beside views follow what happens: soon after something did, then every few seconds
 *  as long as it goes on. All browsers hear the same: chance spreads their questions.
 */

const SOON = 1000;
const PAUSE = 5000;

const list = document.querySelector("#list");
let waits = false;
let lastAsked = 0;

const ask = async () => {
  waits = false;
  lastAsked = Date.now();
  if (document.hidden) return;
  const response = await fetch(list.dataset.counts).catch(() => null);
  if (response?.ok) show((await response.json()).counts);
};

const show = (counts) => {
  for (const place of document.querySelectorAll("[data-count]")) {
    const told = counts[place.dataset.count];
    if (!told) continue;
    place.textContent = told.count;
    place.hidden = told.count === "";
    if (told.title) place.title = told.title;
  }
};

const soon = () => {
  if (waits) return;
  waits = true;
  setTimeout(ask, Math.max(SOON, PAUSE - (Date.now() - lastAsked)) + Math.random() * SOON);
};

if (list?.dataset.counts) {
  document.querySelector("#rows")?.addEventListener("live", soon);
  if (document.querySelector("[data-count]")) setTimeout(ask, 2500);
  setInterval(soon, 30_000);
}
