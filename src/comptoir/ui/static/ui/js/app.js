/** What every page has: themes, menus, toasts, keys, clocks, live events, pictures. */

import { does, listen, register, run, showKeys } from "./commands.js";
import { openPalette } from "./palette.js";
import { closeDrawer, switchRail } from "./panes.js";
import { switchTheme } from "./theme.js";
import { undoNewest, isUndoOffered } from "./toasts.js";
import "./clocks.js";
import "./copying.js";
import "./live.js";
import "./viewer.js";

const goTo = JSON.parse(document.getElementById("go-to")?.textContent || "[]");

does("keys", { run: showKeys });
does("palette", { run: () => openPalette(), when: () => document.getElementById("palette") !== null });
does("undo", { run: undoNewest, when: isUndoOffered });
does("theme", { run: switchTheme });
does("rail", { run: switchRail });
does("drawer", { run: closeDrawer, when: () => document.documentElement.hasAttribute("data-drawer") });
register(...goTo.map(({ letter, label, url, icon }) => ({
  id: `go:${url}`, label, icon, keys: letter ? [`KeyG ${letter}`] : [], scope: "go", rows: false, run: () => location.assign(url),
})));

listen(document);

export { does, listen, register, run };
