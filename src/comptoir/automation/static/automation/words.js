/** Pictures in the words of a template: chosen, pasted or dropped, drawn by the server, named by a
 *  mark where the cursor was. What the picture shows is written next.
 */

import { drawn, picturesAmong, putMark } from "../conversations/pictures.js";
import { toast } from "../ui/js/toasts.js";

const MARK = /\[([^[\]{}:\n]{1,80}\.jpg):/g;

customElements.define("template-words", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.addEventListener("change", ({ target }) => { if (target.dataset.into) this.chosen(target); });
    this.addEventListener("paste", (event) => this.received(event, event.clipboardData?.files));
    this.addEventListener("drop", (event) => this.received(event, event.dataTransfer?.files));
    for (const name of ["dragover", "dragleave", "drop"]) this.addEventListener(name, (event) => this.over(event));
  }

  areaOf(event) {
    return event.target.closest?.("textarea[name^=text_]");
  }

  over(event) {
    const area = this.areaOf(event);
    if (!area || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    area.classList.toggle("dropping", event.type === "dragover");
  }

  received(event, files) {
    const area = this.areaOf(event);
    const pictures = picturesAmong(files);
    if (!area || !pictures.length) return;
    event.preventDefault();
    this.putIn(area, pictures[0]);
  }

  chosen(input) {
    const [file] = input.files;
    if (file) this.putIn(document.getElementById(input.dataset.into), file);
    input.value = "";
  }

  /** The names that stand in any language: two pictures never share one. */
  get taken() {
    const texts = [...this.form.querySelectorAll("textarea[name^=text_]")].map((area) => area.value).join("\n");
    return [...texts.matchAll(MARK)].map((found) => found[1]);
  }

  async putIn(area, file) {
    const made = await this.draw(file);
    if (!made) return;
    const token = document.createElement("input");
    Object.assign(token, { type: "hidden", name: "picture", value: made.token });
    this.form.append(token);
    putMark(area, made.name);
    toast({ text: this.dataset.asks });
  }

  draw(file) {
    const body = new FormData();
    body.append("picture", file);
    body.append("template", this.form.elements.template.value);
    for (const name of this.taken) body.append("taken", name);
    for (const { value } of this.form.querySelectorAll("input[name=picture]")) body.append("picture", value);
    return drawn(this.dataset.draw, body, this.dataset.failed);
  }
});
