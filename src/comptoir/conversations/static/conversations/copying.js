/** Copying what is pasted elsewhere all day: the order's number, the conversation's, its address. */

import { does } from "../ui/js/app.js";
import { copy } from "../ui/js/copying.js";

const number = () => document.querySelector("#conversation")?.dataset.number;
const order = () => document.querySelector("#head [data-order]")?.dataset.order;
const address = () => new URL(`/inbox/all/${number()}/`, location.href).href;

does("copy-number", { run: () => copy(`#${number()}`), when: () => Boolean(number()) });
does("copy-order", { run: () => copy(order()), when: () => Boolean(order()) });
does("copy-address", { run: () => copy(address()), when: () => Boolean(number()) });
