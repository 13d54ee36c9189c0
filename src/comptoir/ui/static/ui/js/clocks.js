/** Clock chips go on while the page is open. They grow louder exactly as `ui/clocks.py` says. */

import { say } from "./words.js";

const HALF = 50;
const URGENT = 15;
const seen = new WeakMap();

/** What a chip said when it arrived, and when that was. */
const origin = (chip) => {
  const told = seen.get(chip);
  if (told?.left === chip.dataset.left) return told;
  const fresh = { left: chip.dataset.left, at: performance.now() };
  seen.set(chip, fresh);
  return fresh;
};

export const span = (seconds) => {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (minutes < 60) return say("clock.minutes", { minutes });
  if (hours >= 48) return say("clock.days", { days: Math.floor(hours / 24) });
  if (!rest || hours >= 10) return say("clock.hours", { hours });
  return say("clock.both", { hours, minutes: String(rest).padStart(2, "0") });
};

const stateOf = (left, share) => {
  if (left < 0) return "missed";
  if (share <= URGENT) return "urgent";
  return share <= HALF ? "half" : "plenty";
};

const tick = (chip) => {
  const { left: said, at } = origin(chip);
  const left = Number(said) - (performance.now() - at) / 1000;
  const share = Math.max(0, Math.min(100, Math.round((100 * left) / Number(chip.dataset.total))));
  const words = left < 0 ? say("clock.late", { words: span(-left) }) : span(left);
  const says = chip.querySelector(".says");
  if (says.textContent !== words) says.textContent = words;
  chip.querySelector(".ring circle:last-child")?.setAttribute("stroke-dasharray", `${share} 100`);
  for (const state of ["plenty", "half", "urgent", "missed"]) chip.classList.toggle(state, state === stateOf(left, share));
};

const tickAll = () => document.querySelectorAll(".clock[data-left]").forEach(tick);

const note = () => document.querySelectorAll(".clock[data-left]").forEach(origin);
note();
document.addEventListener("htmx:afterSettle", note);
setInterval(tickAll, 15_000);
document.addEventListener("visibilitychange", () => document.hidden || tickAll());
