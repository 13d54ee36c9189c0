/** The rail that folds, the list that can be made wider, the case file that folds or is a drawer. */

import { remember } from "./cookies.js";

const STEP = 20;
const LEAST = 280;
const MOST = 480;
const root = document.documentElement;
const narrow = matchMedia("(max-width: 1099px)");

export const switchRail = () => {
  root.dataset.rail = root.dataset.rail === "open" ? "folded" : "open";
  remember("rail", root.dataset.rail);
};

/** On a wide screen the case file folds and stays so; on a narrow one it is a drawer for now. */
export const switchCase = () => {
  if (narrow.matches) root.toggleAttribute("data-drawer");
  else {
    root.dataset.case = root.dataset.case === "open" ? "folded" : "open";
    remember("case", root.dataset.case);
  }
};

export const closeDrawer = () => root.removeAttribute("data-drawer");

const setWidth = (pixels) => {
  const snapped = Math.min(MOST, Math.max(LEAST, Math.round(pixels / STEP) * STEP));
  if (root.dataset.list === String(snapped)) return;
  root.dataset.list = snapped;
  remember("width", snapped);
};

/** The edge between list and conversation: drag it, or focus it and use the arrows. */
customElements.define("pane-edge", class extends HTMLElement {
  connectedCallback() {
    this.tabIndex = 0;
    this.setAttribute("role", "separator");
    this.setAttribute("aria-orientation", "vertical");
    this.setAttribute("aria-valuemin", LEAST);
    this.setAttribute("aria-valuemax", MOST);
    this.tell();
    this.addEventListener("pointerdown", (event) => this.drag(event));
    this.addEventListener("keydown", (event) => this.step(event));
  }

  tell() {
    this.setAttribute("aria-valuenow", root.dataset.list);
  }

  drag(event) {
    const pane = this.parentElement;
    const left = pane.getBoundingClientRect().left;
    const follow = (moved) => { setWidth(moved.clientX - left); this.tell(); };
    this.setPointerCapture(event.pointerId);
    this.addEventListener("pointermove", follow);
    this.addEventListener("pointerup", () => this.removeEventListener("pointermove", follow), { once: true });
    event.preventDefault();
  }

  step(event) {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction) return;
    setWidth(Number(root.dataset.list) + direction * STEP);
    this.tell();
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-rail-switch]")) switchRail();
  if (event.target.closest("[data-case-switch]")) switchCase();
  if (event.target.closest("[data-drawer-close]")) closeDrawer();
});
