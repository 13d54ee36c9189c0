/** A mail as it was sent, in a frame without scripts.
 *
 *  The frame is `sandbox`ed, its page has a policy of its own, and pictures from elsewhere load only
 *  on a click. It grows to its content, and its keys are heard like those of the page.
 */

import { listen } from "../ui/js/commands.js";

customElements.define("mail-frame", class extends HTMLElement {
  show() {
    this.hidden = false;
    if (!this.frame) this.load(this.dataset.src);
  }

  load(src) {
    this.frame = document.createElement("iframe");
    this.frame.sandbox = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";
    this.frame.title = this.dataset.title;
    this.frame.src = src;
    this.frame.addEventListener("load", () => this.fit());
    const more = document.createElement("button");
    Object.assign(more, { type: "button", className: "btn small", textContent: this.dataset.picturesLabel });
    more.addEventListener("click", () => { this.frame.src = `${src}?pictures=1`; more.remove(); });
    this.replaceChildren(more, this.frame);
  }

  fit() {
    const page = this.frame.contentDocument;
    if (!page?.body) return;
    listen(page);
    const grow = () => { this.frame.style.height = `${page.documentElement.scrollHeight + 2}px`; };
    grow();
    new ResizeObserver(grow).observe(page.body);
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mail]");
  if (!button) return;
  button.closest(".letter").querySelector("mail-frame").show();
  button.hidden = true;
});
