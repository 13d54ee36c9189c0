/** A look at the last message of a row: when the pointer rests on it, or by a key on the row in focus. */

import { does } from "../ui/js/app.js";
import { tell } from "../ui/js/words.js";

const PATIENCE = 600;
const $ = (selector) => document.querySelector(selector);
const box = () => $("#peek");
let resting = 0;
let shownFor = "";

const hide = () => {
  clearTimeout(resting);
  shownFor = "";
  if (box()?.matches(":popover-open")) box().hidePopover();
};

/** Right of the row where there is room, under it otherwise. */
const place = (row) => {
  const { top, right, bottom, left } = row.getBoundingClientRect();
  const isBeside = right + box().offsetWidth + 16 < innerWidth;
  const x = isBeside ? right + 8 : Math.max(8, Math.min(left + 56, innerWidth - box().offsetWidth - 8));
  const y = isBeside ? top : bottom + 4;
  box().style.left = `${x}px`;
  box().style.top = `${Math.max(8, Math.min(y, innerHeight - box().offsetHeight - 8))}px`;
};

const look = async (row, { aloud = false } = {}) => {
  const number = row.dataset.row;
  shownFor = number;
  const url = $("#list").dataset.peek.replace("/0/", `/${number}/`);
  const response = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!response?.ok || shownFor !== number || !row.isConnected) return;
  box().innerHTML = await response.text();
  if (!box().matches(":popover-open")) box().showPopover();
  place(row);
  if (aloud) tell(box().textContent.trim());
};

const focused = () => document.activeElement?.closest?.("#rows .row");

does("peek", {
  run: () => (shownFor === focused().dataset.row ? hide() : look(focused(), { aloud: true })),
  when: () => Boolean(focused()),
  onRow: ({ row }) => look(row, { aloud: true }),
});

document.addEventListener("pointerover", (event) => {
  const row = event.target.closest?.("#rows .row");
  if (event.pointerType !== "mouse" || !row) return;
  if (row.dataset.row === shownFor) return;
  hide();
  if (row.hasAttribute("aria-current")) return;
  resting = setTimeout(() => look(row), PATIENCE);
});
document.addEventListener("pointerout", (event) => {
  if (event.target.closest?.("#rows .row") && !event.relatedTarget?.closest?.("#rows .row, #peek")) hide();
});
for (const name of ["pointerdown", "contextmenu", "focusout", "htmx:beforeRequest"]) document.addEventListener(name, hide);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && shownFor) { hide(); event.stopPropagation(); }
}, true);
$("#rows")?.closest(".scrolls")?.addEventListener("scroll", hide, { passive: true });
