/** The composer: who will read it, the draft kept on the server, files, mentions.
 *
 *  `<message-composer data-draft="…" data-mode="reply|note">` around the form. The draft is POSTed two
 *  seconds after the last key; the answer is `{"saved_at": "2026-11-17T10:41:00Z", "warnings": ["…"]}`.
 */

import { ask, folded } from "../ui/js/dialogs.js";
import { toast } from "../ui/js/toasts.js";
import { locale } from "../ui/js/words.js";
import { drawn, dropMark, isUnsaid, picturesAmong, putMark, sayAll } from "./pictures.js";

const REST = 2000;

customElements.define("message-composer", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.draft = this.querySelector(".draft");
    this.form.addEventListener("input", (event) => this.changed(event));
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("focusin", () => this.form.classList.add("touched"));
    this.form.addEventListener("htmx:afterSwap", (event) => this.followed(event));
    this.form.addEventListener("htmx:beforeRequest", (event) => this.leave(event));
    this.form.addEventListener("htmx:confirm", (event) => this.complete(event));
    this.receiveFiles();
    this.label();
    this.measure();
  }

  disconnectedCallback() {
    if (this.timer) this.save();
  }

  /* ---------- Draft ---------- */

  changed(event) {
    if (event.target.type === "file") return;
    this.measure();
    this.suggest();
    this.state(this.dataset.unsaved);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), REST);
  }

  async save() {
    clearTimeout(this.timer);
    this.timer = 0;
    const body = new FormData(this.form);
    body.delete("files");
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    try {
      const response = await fetch(this.dataset.draft, { method: "POST", body, headers, keepalive: true });
      if (!response.ok) throw new Error(response.statusText);
      const { saved_at: savedAt, warnings } = await response.json();
      const time = new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(new Date(savedAt));
      this.state(this.dataset.saved.replace("{time}", time));
      if (warnings) this.warn(warnings);
    } catch {
      // The words are still in the field; the next key tries again.
      this.state(this.dataset.unsaved);
    }
  }

  /** Another mode or the message itself is on its way: nothing may be saved behind its back. */
  leave(event) {
    if (event.target === this.form) clearTimeout(this.timer);
    else if (event.target.matches("[data-to-mode]") && this.timer) this.save();
    if (event.target === this.form) this.timer = 0;
  }

  state(text) {
    const place = this.querySelector("[data-state]");
    if (place) place.textContent = text;
  }

  warn(warnings) {
    const sign = this.querySelector(".warnings .icon") ?? document.querySelector(".icon");
    this.querySelector(".warnings").replaceChildren(...warnings.map((text) => {
      const line = document.createElement("li");
      line.append(sign ? sign.cloneNode(true) : "", text);
      return line;
    }));
  }

  /** How much room is left, where the channel has a limit; said only when it gets scarce. */
  measure() {
    const limit = Number(this.draft.dataset.limit);
    const place = this.querySelector(".left-over");
    if (!limit || !place) return;
    const left = limit - [...this.draft.value].length;
    place.hidden = left > limit / 5;
    place.textContent = left < 0 ? this.dataset.over.replace("{count}", -left) : left;
    place.classList.toggle("over", left < 0);
  }

  /* ---------- Audience ---------- */

  click(event) {
    const chip = event.target.closest(".audience .chip");
    const mention = event.target.closest("[data-mention]");
    if (chip && !("fixed" in chip.dataset)) this.turn(chip);
    if (mention) this.mention(mention.dataset);
    const opens = event.target.closest("[data-cc], [data-instead]");
    if (opens) this.openAddresses(opens, "cc" in opens.dataset ? ".copies" : ".instead");
  }

  async turn(chip) {
    const turnsOn = chip.getAttribute("aria-pressed") !== "true";
    if (turnsOn && chip.dataset.asks && !(await this.confirm(chip.dataset.asks))) return;
    this.press(chip, turnsOn);
  }

  press(chip, isOn) {
    chip.setAttribute("aria-pressed", isOn);
    this.querySelector(`input[data-of="${chip.dataset.party}"]`).disabled = !isOn;
    this.accompany(chip.dataset.party, isOn);
    this.readdress();
    this.label();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Only this party is to read it. Words that were meant for another are not shown to him unasked. */
  async address(party) {
    const chip = this.querySelector(`.audience .chip[data-party="${party}"]`);
    if (!chip) return;
    const isOn = chip.getAttribute("aria-pressed") === "true";
    if (!isOn && this.draft.value.trim() && chip.dataset.asks && !(await this.confirm(chip.dataset.asks))) return;
    for (const each of this.querySelectorAll(".audience .chip:not([data-fixed])")) this.press(each, each === chip);
    this.write();
  }

  /** Where those who will read it are reached. */
  readdress() {
    const to = this.querySelector("[data-to]");
    const pressed = [...this.querySelectorAll(".audience .chip[aria-pressed=true]")];
    if (to) to.textContent = to.title = pressed.map((chip) => chip.dataset.address).filter(Boolean).join(", ");
  }

  /** Whom a party's mail named besides reads the answer with it, unless somebody wrote otherwise. */
  accompany(party, reads) {
    const field = this.querySelector("input[name=cc][data-offered]");
    if (field?.dataset.side !== party) return;
    const { offered } = field.dataset;
    if (reads && !field.value) field.value = offered;
    else if (!reads && field.value === offered) field.value = "";
    if (!field.value) return;
    field.closest(".cc").hidden = false;
    this.querySelector("[data-cc]").hidden = true;
  }

  confirm(question) {
    const dialog = this.querySelector("dialog.ask");
    dialog.querySelector("[data-question]").textContent = question;
    return ask(dialog);
  }

  /** The button says to whom it goes. */
  label() {
    const button = this.querySelector("[data-sends]");
    if (!button) return;
    const on = (party) => this.querySelector(`.chip[data-party="${party}"]`)?.getAttribute("aria-pressed") === "true";
    const [buyer, seller] = [on("buyer"), on("seller")];
    const { labelBuyer, labelSeller, labelBoth, labelNobody } = this.dataset;
    button.textContent = buyer && seller ? labelBoth : buyer ? labelBuyer : seller ? labelSeller : labelNobody;
    for (const send of this.querySelectorAll(".split button")) send.disabled = !buyer && !seller;
  }

  /** What follows was chosen: the button came anew, and the cursor goes back to the words. */
  followed(event) {
    if (event.target.id !== "sending") return;
    this.label();
    this.draft.focus();
  }

  openAddresses(button, name) {
    button.hidden = true;
    const field = this.querySelector(name);
    field.hidden = false;
    field.querySelector("input").focus();
  }

  /* ---------- Keys ---------- */

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const resolving = event.shiftKey ? this.querySelector(".send-resolve") : null;
      (resolving ?? this.querySelector(".send"))?.click();
    } else if (event.key === "Enter" && event.target === this.draft && this.offered()) {
      event.preventDefault();
      this.offered().click();
    } else if (event.key === "Escape" && event.target === this.draft) {
      this.draft.blur();
      this.form.classList.toggle("touched", this.draft.value !== "");
    }
  }

  write() {
    this.draft.focus();
    this.draft.setSelectionRange(this.draft.value.length, this.draft.value.length);
  }

  /* ---------- Files: dropped or pasted ---------- */

  receiveFiles() {
    const over = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.form.classList.toggle("dropping", event.type === "dragover");
    };
    for (const name of ["dragover", "dragleave"]) this.addEventListener(name, over);
    this.addEventListener("drop", (event) => { over(event); this.receive(event, event.dataTransfer?.files); });
    this.addEventListener("paste", (event) => this.receive(event, event.clipboardData?.files));
    this.addEventListener("click", ({ target }) => this.takenOut(target.closest("[data-picture-name]")));
  }

  /** A picture stands in the words into which it is pasted or dropped; everything else is attached. */
  async receive(event, files) {
    const pictures = event.target === this.draft && this.dataset.picture ? picturesAmong(files) : [];
    // A table copied elsewhere comes as words and as a picture of them: the words are meant.
    if (!files?.length || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    if (pictures.length < files.length) return this.attach(files);
    for (const picture of pictures) await this.putIn(picture);
  }

  async putIn(picture) {
    const body = new FormData();
    body.append("picture", picture);
    const made = await drawn(this.dataset.picture, body, this.dataset.notDrawn);
    if (!made) return;
    const shelf = this.querySelector("#draft-files");
    window.htmx.swap(shelf, made.files, { swapStyle: "innerHTML" });
    putMark(this.draft, made.name);
    toast({ text: this.dataset.asksAlt, id: "alt" });
  }

  /** Who cannot see a picture is told what it shows; the same button then sends. */
  async complete(event) {
    const dialog = this.querySelector("dialog.says");
    if (event.target !== this.form || !dialog || !isUnsaid(this.draft)) return;
    event.preventDefault();
    const button = event.detail.triggeringEvent?.submitter ?? this.querySelector(".send");
    if (await sayAll(this.draft, dialog)) button.click();
  }

  takenOut(button) {
    if (button) dropMark(this.draft, button.dataset.pictureName);
  }

  attach(files) {
    const input = this.querySelector("input[type=file]");
    if (!files?.length || !input) return;
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* ---------- Mentions, in a note ---------- */

  begun() {
    const before = this.draft.value.slice(0, this.draft.selectionStart);
    return before.match(/(?:^|\s)@([\p{L}\p{N}.-]{0,30})$/u)?.[1];
  }

  suggest() {
    const menu = this.querySelector(".mentions");
    const begun = this.dataset.mode === "note" ? this.begun() : undefined;
    const fits = ({ name }) => folded(name).includes(folded(begun ?? ""));
    const found = begun === undefined ? [] : JSON.parse(this.dataset.colleagues || "[]").filter(fits).slice(0, 6);
    menu.hidden = !found.length;
    menu.replaceChildren(...found.map(({ id, name }) => {
      const choice = document.createElement("button");
      Object.assign(choice, { type: "button", className: "choice", textContent: name });
      Object.assign(choice.dataset, { mention: id, name });
      choice.setAttribute("role", "option");
      return choice;
    }));
  }

  /** The colleague whom Enter takes. */
  offered() {
    return this.querySelector(".mentions:not([hidden]) .choice");
  }

  mention({ mention: id, name }) {
    this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "mention", value: id }));
    const at = this.draft.selectionStart;
    const before = this.draft.value.slice(0, at).replace(/@[\p{L}\p{N}.-]*$/u, `@${name} `);
    this.draft.value = before + this.draft.value.slice(at);
    this.draft.focus();
    this.draft.setSelectionRange(before.length, before.length);
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
