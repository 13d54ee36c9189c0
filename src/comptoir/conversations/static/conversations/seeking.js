/** The search field offers fields and their values while one types: a combobox by the keyboard. */

const box = document.querySelector(".seek input[name=q]");
let fields = null;
let chosen = -1;

const list = document.createElement("ul");
list.className = "seek-offers";
list.id = "seek-offers";
list.setAttribute("role", "listbox");
list.hidden = true;

const load = async () => {
  if (fields) return;
  const response = await fetch(box.dataset.fields).catch(() => null);
  fields = response?.ok ? (await response.json()).fields : [];
};

/** The part of the text before the caret that is being typed, without spaces outside quotations. */
const part = () => {
  const before = box.value.slice(0, box.selectionStart);
  return /(?:^|\s)-?((?:[^\s"]*"[^"]*$)|[^\s"]*)$/.exec(before)?.[1] ?? "";
};

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const offers = () => {
  const typed = part();
  const colon = typed.indexOf(":");
  if (colon < 0) {
    if (!typed) return [];
    return fields.filter((each) => fold(each.word).startsWith(fold(typed))).map((each) => ({ text: `${each.word}:`, says: each.label }));
  }
  const field = fields.find((each) => fold(each.word) === fold(typed.slice(0, colon)));
  const begun = fold(typed.slice(colon + 1).replaceAll('"', ""));
  return (field?.values ?? [])
    .filter(([, said]) => fold(said).startsWith(begun))
    .map(([text, said]) => ({ text: `${field.word}:${text}`, says: "", reads: said, ends: true }));
};

const show = () => {
  const found = offers().slice(0, 12);
  chosen = -1;
  box.removeAttribute("aria-activedescendant");
  list.replaceChildren(...found.map(line));
  list.hidden = !found.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
};

const line = (offer, at) => {
  const item = document.createElement("li");
  item.id = `seek-offer-${at}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const word = document.createElement("b");
  word.textContent = offer.reads ?? offer.text;
  const says = document.createElement("span");
  says.className = "quiet";
  says.textContent = offer.says;
  item.append(word, says);
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(offer);
  });
  item.offer = offer;
  return item;
};

const take = (offer) => {
  const caret = box.selectionStart;
  const begin = caret - part().length;
  const text = offer.ends ? `${offer.text} ` : offer.text;
  box.setRangeText(text, begin, caret, "end");
  show();
};

const choose = (by) => {
  const items = [...list.children];
  items[chosen]?.setAttribute("aria-selected", "false");
  chosen = (chosen + by + items.length) % items.length;
  items[chosen].setAttribute("aria-selected", "true");
  items[chosen].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", items[chosen].id);
};

const close = () => {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
};

const keys = {
  ArrowDown: () => choose(1),
  ArrowUp: () => choose(chosen < 0 ? 0 : -1),
  Tab: () => take(list.children[Math.max(0, chosen)].offer),
  Escape: close,
};

const onKey = (event) => {
  if (list.hidden || event.isComposing || event.shiftKey) return;
  const act = event.key === "Enter" && chosen >= 0 ? keys.Tab : keys[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
};

if (box) {
  box.parentElement.append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  box.addEventListener("focus", load);
  box.addEventListener("input", () => load().then(show));
  box.addEventListener("keydown", onKey);
  box.addEventListener("blur", close);
}
