/** The settings' home: what is typed narrows the pages at once; arrows walk, Enter opens the first. */

const home = document.querySelector("[data-settings]");
const search = home.querySelector("input[name=q]");
const entries = [...home.querySelectorAll("[data-found-by]")];
const none = home.querySelector(".settings-none");

const fold = (text) => text.toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

const links = () => entries.filter((entry) => !entry.hidden).map((entry) => entry.querySelector("a"));

const narrow = () => {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  for (const entry of entries) entry.hidden = !words.every((word) => entry.dataset.foundBy.includes(word));
  for (const chapter of home.querySelectorAll("[data-chapter]")) {
    chapter.hidden = !chapter.querySelector("[data-found-by]:not([hidden])");
  }
  none.hidden = links().length > 0;
};

const step = (from, by) => {
  const all = links();
  const next = all.indexOf(from) + by;
  (next < 0 ? search : all[Math.min(next, all.length - 1)])?.focus();
};

search.addEventListener("input", narrow);
search.form.addEventListener("submit", (event) => {
  if (!search.value.trim() || !links().length) return;
  event.preventDefault();
  links()[0].click();
});
home.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  step(document.activeElement, by);
});
