/** Pictures in plain words: drawn by the server, named by a mark where the cursor was. */

import { toast } from "../ui/js/toasts.js";

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
