/** Pictures in the words of a template: chosen, pasted or dropped, drawn by the server, named by a
 *  mark where the cursor was. What the picture shows is written next.
 */

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
    const pictures = [...(files ?? [])].filter((file) => file.type.startsWith("image/"));
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
    const drawn = await this.draw(file);
    if (!drawn) return;
    const token = document.createElement("input");
    Object.assign(token, { type: "hidden", name: "picture", value: drawn.token });
    this.form.append(token);
    const [before, after] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd)];
    const mark = `${before && !before.endsWith("\n") ? "\n" : ""}[${drawn.name}: ]${after.startsWith("\n") ? "" : "\n"}`;
    area.focus();
    area.setRangeText(mark, area.selectionStart, area.selectionEnd, "end");
    const inside = before.length + mark.lastIndexOf("]");
    area.setSelectionRange(inside, inside);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    toast({ text: this.dataset.asks });
  }

  async draw(file) {
    const body = new FormData();
    body.append("picture", file);
    body.append("template", this.form.elements.template.value);
    for (const name of this.taken) body.append("taken", name);
    for (const { value } of this.form.querySelectorAll("input[name=picture]")) body.append("picture", value);
    const headers = { ...JSON.parse(document.body.getAttribute("hx-headers") || "{}"), "HX-Request": "true" };
    const response = await fetch(this.dataset.draw, { method: "POST", body, headers }).catch(() => null);
    if (response?.ok) return response.json();
    const refused = JSON.parse(response?.headers.get("HX-Trigger") || "{}").toast;
    toast(refused ?? { text: this.dataset.failed, tone: "danger" });
    return null;
  }
});
