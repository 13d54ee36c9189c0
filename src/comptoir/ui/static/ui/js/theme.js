/** Light, dark, or as the system has it: `data-theme` on the root, kept in the cookie. */

import { remember } from "./cookies.js";
import { say } from "./words.js";
import { toast } from "./toasts.js";

const NEXT = { auto: "light", light: "dark", dark: "auto" };
const root = document.documentElement;

export const switchTheme = () => {
  root.dataset.theme = NEXT[root.dataset.theme] ?? "auto";
  remember("theme", root.dataset.theme);
  toast({ text: say(`theme.${root.dataset.theme}`), id: "theme" });
};

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-switch]")) switchTheme();
});
