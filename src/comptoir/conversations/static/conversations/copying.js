/** Copying what is pasted elsewhere all day: the order's number, the conversation's, its address. */

import { does } from "../ui/js/app.js";
import { toast } from "../ui/js/toasts.js";
import { words } from "./rows.js";

/** Where the page is not served by HTTPS, browsers know the old way only. */
const byHand = (text) => {
  const field = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
};

const copy = async (text) => {
  if (navigator.clipboard) await navigator.clipboard.writeText(text).catch(() => byHand(text));
  else byHand(text);
  toast({ text: words().copied.replace("{text}", text) });
};

const number = () => document.querySelector("#conversation")?.dataset.number;
const order = () => document.querySelector("#head [data-order]")?.dataset.order;
const address = () => new URL(`/inbox/all/${number()}/`, location.href).href;

does("copy-number", { run: () => copy(`#${number()}`), when: () => Boolean(number()) });
does("copy-order", { run: () => copy(order()), when: () => Boolean(order()) });
does("copy-address", { run: () => copy(address()), when: () => Boolean(number()) });
