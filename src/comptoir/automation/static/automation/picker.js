/** The picker of templates: opens under the words at M, at “/” in an empty line, at “{{”.
 *
 *  While one types in the field or in the letter itself, the lines follow; ↑ ↓ choose, Enter puts
 *  in, Esc closes. What is put in has its placeholders filled; the first that is missing is chosen
 *  in the text. Sending waits until the server knows what was picked.
 */

import { does } from "../ui/js/app.js";
import { toast } from "../ui/js/toasts.js";

const PATIENCE = 90;
const LINE = /(?:^|\n)\/([^\n/]{0,60})$/;
const NAME = /(\{\{[a-z_]{0,40})$/;
const PLACE = /\{\{[^{}\n]{1,90}\}\}/;

const picker = () => document.querySelector("template-picker");
let registered = false;

customElements.define("template-picker", class extends HTMLElement {
  connectedCallback() {
    this.composer = this.closest("message-composer");
    this.draft = this.composer.querySelector(".draft");
    this.box = this.querySelector(".picker");
    this.field = this.querySelector(".find input");
    this.found = this.querySelector(".found");
    this.pending = Promise.resolve();
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.field.addEventListener("input", (event) => { event.stopPropagation(); this.ask(this.field.value); });
    this.composer.addEventListener("input", () => this.follow(), { signal });
    this.composer.addEventListener("keydown", (event) => this.key(event), { capture: true, signal });
    this.composer.addEventListener("click", (event) => this.click(event), { signal });
    this.found.addEventListener("mousedown", (event) => event.preventDefault());
    this.addEventListener("focusout", (event) => { if (!this.trigger && !this.composer.contains(event.relatedTarget)) this.close(); });
    document.addEventListener("act-done", () => this.lookAgain(), { signal });
    this.filled();
    this.command();
  }

  disconnectedCallback() {
    this.abort.abort();
  }

  /** One entry in the registry of keys, once there is a composer to open it under. */
  command() {
    if (registered) return;
    registered = true;
    does("templates", { run: () => picker().open(), when: () => picker() !== null, list: () => picker().listed() });
  }

  get isOpen() { return !this.box.hidden; }

  get audience() {
    const on = [...this.composer.querySelectorAll("input[name=audience]:not([disabled])")];
    return on.reduce((sum, input) => sum | Number(input.value), 0);
  }

  /** What is offered first, as lines of the palette. */
  async listed() {
    await this.load("", (this.asked = Symbol("asked")));
    const items = this.lines.filter((line) => line.dataset.template && !line.getAttribute("aria-disabled")).map((line) => ({
      label: line.querySelector(".cut").textContent.trim(),
      icon: "bolt",
      run: () => this.use(line.dataset.template),
    }));
    return { items: [...items, { label: this.dataset.more, icon: "dots", run: () => this.open() }] };
  }

  /** Put a template in where the cursor was last. */
  use(template) {
    this.trigger = null;
    const at = this.draft.selectionEnd;
    this.composer.querySelector("form").classList.add("touched");
    this.busy = true;
    this.pending = this.putTemplate(template, { start: at, end: at }).finally(() => { this.busy = false; });
  }

  /* ---------- Opening and closing ---------- */

  open() {
    this.trigger = null;
    this.at = document.activeElement === this.draft || this.draft.value ? this.draft.selectionEnd : 0;
    this.composer.querySelector("form").classList.add("touched");
    this.show();
    this.box.classList.remove("by-letter");
    this.field.value = "";
    this.field.focus();
    this.ask("", 0);
  }

  show() {
    this.box.hidden = false;
    this.composer.querySelector("[data-templates]")?.setAttribute("aria-expanded", "true");
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.trigger = null;
    this.found.replaceChildren();
    this.draft.removeAttribute("aria-activedescendant");
    this.composer.querySelector("[data-templates]")?.setAttribute("aria-expanded", "false");
  }

  /** What stands before the cursor may be a call: “/late” alone in its line, or “{{order”. */
  follow() {
    this.filled();
    if (document.activeElement !== this.draft) return;
    const before = this.draft.value.slice(0, this.draft.selectionEnd);
    const call = before.match(LINE) ?? before.match(NAME);
    if (!call) { if (this.trigger) this.close(); return; }
    const length = call[0].startsWith("{{") ? call[1].length : call[1].length + 1;
    this.trigger = { start: before.length - length, end: before.length };
    this.box.classList.add("by-letter");
    this.show();
    this.ask(call[1]);
  }

  ask(query, wait = PATIENCE) {
    clearTimeout(this.timer);
    const asked = Symbol("asked");
    this.asked = asked;
    this.loading = new Promise((done) => {
      this.timer = setTimeout(async () => { await this.load(query, asked); done(); }, wait);
    });
  }

  async load(query, asked) {
    const url = `${this.dataset.picker}?${new URLSearchParams({ q: query, audience: this.audience })}`;
    const response = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!response?.ok || this.asked !== asked) return;
    const shelf = document.createElement("template");
    shelf.innerHTML = await response.text();
    this.found.replaceChildren(shelf.content);
    this.mark(this.chosen);
  }

  /* ---------- Choosing ---------- */

  get lines() { return [...this.found.querySelectorAll("[role=option]")]; }

  get chosen() { return this.found.querySelector("[aria-selected=true]"); }

  mark(line) {
    if (!line) return;
    for (const one of this.lines) one.setAttribute("aria-selected", one === line);
    for (const preview of this.found.querySelectorAll(".preview")) preview.hidden = preview.dataset.of !== line.id;
    (this.trigger ? this.draft : this.field).setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    const all = this.lines;
    this.mark(all[(all.indexOf(this.chosen) + by + all.length) % all.length]);
  }

  key(event) {
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (sends && this.busy) { this.hold(event); this.pending.then(() => this.composer.querySelector(event.shiftKey ? ".send-resolve, .send" : ".send")?.click()); return; }
    if (!this.isOpen || event.isComposing || ![this.field, this.draft].includes(event.target)) return;
    if (event.target === this.draft && !this.trigger) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { this.hold(event); this.step(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Enter") { this.hold(event); this.take(); }
    else if (event.key === "Escape") { this.hold(event); this.close(); this.draft.focus(); }
  }

  hold(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  click(event) {
    const line = event.target.closest("[role=option]");
    const place = event.target.closest("[data-place]");
    if (event.target.closest("[data-templates]")) { if (this.isOpen) this.close(); else this.open(); }
    else if (line && this.found.contains(line)) { this.mark(line); this.take(); }
    else if (place) this.select(place.dataset.place);
  }

  /** Enter may come before the lines that were asked for last. */
  take() {
    this.busy = true;
    this.pending = this.putIn().finally(() => { this.busy = false; });
  }

  async putIn() {
    await this.loading;
    const line = this.chosen;
    if (!line || line.getAttribute("aria-disabled")) return;
    const place = this.trigger ?? { start: this.at, end: this.at };
    if ("insert" in line.dataset) { this.write(line.dataset.insert, place); return; }
    await this.putTemplate(line.dataset.template, place);
  }

  async putTemplate(template, place) {
    const picked = await this.pick(template);
    if (!picked) return;
    this.write(picked.text, place);
    this.draw(picked.panel);
    if (picked.files) this.showFiles();
  }

  async pick(template) {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    const body = new URLSearchParams({ audience: this.audience });
    const url = this.dataset.pick.replace(/0\/$/, `${template}/`);
    const response = await fetch(url, { method: "POST", body, headers: { ...headers, "HX-Request": "true" } }).catch(() => null);
    if (response?.ok) return response.json();
    toast({ text: this.dataset.failed, tone: "danger" });
    return null;
  }

  write(text, { start, end }) {
    this.close();
    this.draft.focus();
    this.draft.setRangeText(text, start, end, "end");
    this.draft.dispatchEvent(new Event("input", { bubbles: true }));
    const missing = text.match(PLACE);
    if (missing) this.draft.setSelectionRange(start + missing.index, start + missing.index + missing[0].length);
  }

  draw(panel) {
    const picked = this.querySelector(".picked");
    picked.innerHTML = panel;
    window.htmx.process(picked);
    this.filled();
    if (!this.draft.value) picked.querySelector("[hx-post]")?.focus();
  }

  /** A letter that was proposed may have left. */
  async lookAgain() {
    if (!this.querySelector("[data-letter]")) return;
    const response = await fetch(this.dataset.uses, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (response?.ok) this.draw(await response.text());
  }

  showFiles() {
    window.htmx.ajax("POST", this.dataset.files, { target: "#draft-files", swap: "innerHTML", values: { mode: "reply" } });
  }

  /* ---------- What is still to be filled in ---------- */

  filled() {
    for (const chip of this.querySelectorAll("[data-place]")) chip.hidden = !this.draft.value.includes(chip.dataset.place);
  }

  select(place) {
    const at = this.draft.value.indexOf(place);
    if (at < 0) return;
    this.draft.focus();
    this.draft.setSelectionRange(at, at + place.length);
  }
});

