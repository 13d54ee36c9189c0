/** Pictures in plain words: drawn by the server, named by a mark where the cursor was. */

import { ask } from "../ui/js/dialogs.js";
import { toast } from "../ui/js/toasts.js";

const UNSAID = /\[([^[\]{}:\n]{1,80}\.jpg):[ \t]*\]/;
const DECORATES = "-";

const headers = () => ({ ...JSON.parse(document.body.getAttribute("hx-headers") || "{}"), "HX-Request": "true" });

export const picturesAmong = (files) => [...(files ?? [])].filter((file) => file.type.startsWith("image/"));

/** What the server says of a picture; null where it refused, which it has told. */
export const drawn = async (url, body, failed) => {
  const response = await fetch(url, { method: "POST", body, headers: headers() }).catch(() => null);
  if (response?.ok) return response.json();
  toast(JSON.parse(response?.headers.get("HX-Trigger") || "{}").toast ?? { text: failed, tone: "danger" });
  return null;
};

/** The mark on a line of its own; the cursor stands where it is said what the picture shows. */
export const putMark = (area, name) => {
  const [before, after] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd)];
  const mark = `${before && !before.endsWith("\n") ? "\n" : ""}[${name}: ]${after.startsWith("\n") ? "" : "\n"}`;
  area.focus();
  area.setRangeText(mark, area.selectionStart, area.selectionEnd, "end");
  const inside = before.length + mark.lastIndexOf("]");
  area.setSelectionRange(inside, inside);
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

/** The words without the place of a picture that was taken out. */
export const dropMark = (area, name) => {
  const at = area.value.indexOf(`[${name}:`);
  const end = at < 0 ? -1 : area.value.indexOf("]", at);
  if (end < 0) return;
  area.setRangeText("", at, end + (area.value[end + 1] === "\n" ? 2 : 1), "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

export const isUnsaid = (area) => UNSAID.test(area.value);

/** Asks for each picture what it shows; false where somebody goes back to his words instead. */
export const sayAll = async (area, dialog) => {
  const [field, question] = [dialog.querySelector("input"), dialog.querySelector("[data-question]")];
  dialog.onclick = ({ target }) => target.closest("[data-answer]") && dialog.close(target.closest("[data-answer]").dataset.answer);
  for (let found; (found = UNSAID.exec(area.value)); ) {
    question.textContent = dialog.dataset.asks.replace("{name}", found[1]);
    field.value = "";
    const isSaid = await ask(dialog);
    const words = dialog.returnValue === "decorates" ? DECORATES : isSaid ? field.value.replace(/[[\]\s]+/g, " ").trim() : "";
    const inside = found.index + found[0].length - 1;
    if (!words) {
      area.focus();
      area.setSelectionRange(inside, inside);
      return false;
    }
    area.setRangeText(`[${found[1]}: ${words}]`, found.index, found.index + found[0].length, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return true;
};
