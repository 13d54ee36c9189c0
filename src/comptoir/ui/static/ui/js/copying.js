/** Copying a text, from a command or from the button beside it (`given` of `templatetags/ui.py`). */

import { toast } from "./toasts.js";
import { say } from "./words.js";

/** Where the page is not served by HTTPS, browsers know the old way only. */
const byHand = (text) => {
  const field = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
};

const put = async (text) => {
  if (navigator.clipboard) await navigator.clipboard.writeText(text).catch(() => byHand(text));
  else byHand(text);
};

export const copy = async (text) => {
  await put(text);
  toast({ text: say("copy.said", { text }) });
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copies]");
  if (!button) return;
  await put(document.getElementById(button.dataset.copies).value);
  button.focus();
  toast({ text: say("copy.done") });
});
