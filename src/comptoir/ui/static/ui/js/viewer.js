/** Pictures, large: zoom to five times, turn, go on by key.
 *
 *  `<a class="photo" href="copy" data-pages="copy copy…" data-name="…" data-original="…">` is one
 *  file; the pictures of everything under the nearest `data-pictures` are walked through.
 */

import { say } from "./words.js";

const MOST = 5;
const FACTOR = 1.5;

const pagesOf = (link) =>
  (link.dataset.pages || link.href).split(" ").map((src) => ({ src, name: link.dataset.name, original: link.dataset.original }));

customElements.define("picture-viewer", class extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.image = this.querySelector("img");
    this.addEventListener("click", (event) => this.press(event.target.closest("[data-view]")?.dataset.view));
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.image.addEventListener("click", () => this.dragged || this.zoom(this.scale > 1 ? 1 / this.scale : 2));
    this.querySelector(".stage").addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.image.addEventListener("pointerdown", (event) => this.drag(event));
    document.addEventListener("click", (event) => this.open(event));
  }

  open(event) {
    const link = event.target.closest("a.photo");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const links = [...(link.closest("[data-pictures]") ?? document).querySelectorAll("a.photo")];
    this.pictures = links.flatMap(pagesOf);
    this.show(links.slice(0, links.indexOf(link)).flatMap(pagesOf).length);
    this.dialog.showModal();
  }

  show(index) {
    this.index = (index + this.pictures.length) % this.pictures.length;
    const { src, name, original } = this.pictures[this.index];
    Object.assign(this, { scale: 1, turn: 0, x: 0, y: 0 });
    this.image.src = src;
    this.image.alt = name ?? "";
    this.querySelector(".name").textContent = name ?? "";
    this.querySelector("header .num").textContent = say("viewer.of", { number: this.index + 1, count: this.pictures.length });
    this.querySelector("[data-view=download]").href = original || src;
    for (const button of this.querySelectorAll(".turn")) button.hidden = this.pictures.length < 2;
    this.lay();
  }

  lay() {
    this.image.style.transform = `translate(${this.x}px, ${this.y}px) rotate(${this.turn}deg) scale(${this.scale})`;
    this.image.classList.toggle("zoomed", this.scale > 1);
  }

  zoom(factor) {
    this.scale = Math.min(MOST, Math.max(1, this.scale * factor));
    if (this.scale === 1) Object.assign(this, { x: 0, y: 0 });
    this.lay();
  }

  wheel(event) {
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  }

  drag(start) {
    this.dragged = false;
    if (this.scale === 1) return;
    const [fromX, fromY] = [this.x - start.clientX, this.y - start.clientY];
    const follow = (event) => {
      this.dragged = true;
      Object.assign(this, { x: fromX + event.clientX, y: fromY + event.clientY });
      this.lay();
    };
    this.image.setPointerCapture(start.pointerId);
    this.image.addEventListener("pointermove", follow);
    this.image.addEventListener("pointerup", () => this.image.removeEventListener("pointermove", follow), { once: true });
    start.preventDefault();
  }

  press(what) {
    const doing = {
      larger: () => this.zoom(FACTOR),
      smaller: () => this.zoom(1 / FACTOR),
      rotate: () => { this.turn += 90; this.lay(); },
      next: () => this.show(this.index + 1),
      previous: () => this.show(this.index - 1),
      close: () => this.dialog.close(),
    };
    doing[what]?.();
  }

  key(event) {
    const what = {
      ArrowRight: "next", ArrowLeft: "previous", KeyJ: "next", KeyK: "previous",
      Equal: "larger", NumpadAdd: "larger", Minus: "smaller", NumpadSubtract: "smaller", KeyR: "rotate",
    }[event.code];
    if (!what || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.press(what);
  }
});
