/** Finding a line by a few of its letters: the beginnings of words first, then parts, then letters in order. */

import { folded } from "./dialogs.js";

const WORD = /[\p{L}\p{N}]/u;

/** The letters without accents, and where each of them stands in the text. */
const spread = (text) => {
  const letters = [];
  [...text].reduce((at, letter) => {
    for (const plain of folded(letter)) letters.push({ plain, at, end: at + letter.length });
    return at + letter.length;
  }, 0);
  return letters;
};

const beginsWord = (letters, at) => at === 0 || !WORD.test(letters[at - 1].plain);

const partOf = (letters, word) => {
  const whole = letters.map(({ plain }) => plain).join("");
  let best = null;
  for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + 1)) {
    const worth = at === 0 ? 4 : beginsWord(letters, at) ? 3 : 2;
    if (!best || worth > best.worth) best = { worth, places: [...word].map((_, index) => at + index) };
  }
  return best;
};

/** Each letter in its order, the first of a word where one fits: “rwo” finds “Resolve with an outcome”. */
const scattered = (letters, word) => {
  const places = [];
  let from = 0;
  for (const sought of word) {
    const fits = (index) => letters[index].plain === sought;
    const rest = letters.map((_, index) => index).slice(from).filter(fits);
    const at = rest.find((index) => beginsWord(letters, index)) ?? (places.length && rest[0] === from ? from : undefined);
    if (at === undefined) return null;
    places.push(at);
    from = at + 1;
  }
  return { worth: 1, places };
};

/** How well a text fits what was typed, and which of its letters did: null where it does not. */
export const fit = (text, typed) => {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const letters = spread(text);
  const found = words.map((word) => partOf(letters, word) ?? (words.length === 1 ? scattered(letters, word) : null));
  if (found.includes(null)) return null;
  const places = new Set(found.flatMap(({ places: each }) => each));
  return {
    worth: found.reduce((sum, { worth }) => sum + worth, 0) / (words.length || 1),
    marks: letters.filter((_, index) => places.has(index)),
  };
};

/** The text with what was found in it marked. */
export const marked = (text, { marks }) => {
  const pieces = [];
  let at = 0;
  for (const { at: from, end } of marks) {
    if (from < at) continue;
    if (from > at) pieces.push(text.slice(at, from));
    const last = pieces.at(-1);
    if (from === at && last instanceof HTMLElement) last.textContent += text.slice(from, end);
    else pieces.push(Object.assign(document.createElement("b"), { textContent: text.slice(from, end) }));
    at = end;
  }
  return [...pieces, text.slice(at)];
};
