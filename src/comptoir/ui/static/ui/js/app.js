/** What every page has: themes, menus, toasts, keys, clocks, live events, pictures. */

import { listen, register, run, showKeys } from "./commands.js";
import { closeDrawer, switchCase, switchRail } from "./panes.js";
import { switchTheme } from "./theme.js";
import { undoNewest } from "./toasts.js";
import { say } from "./words.js";
import "./clocks.js";
import "./live.js";
import "./viewer.js";

const goTo = JSON.parse(document.getElementById("go-to")?.textContent || "[]");

register(
  { id: "keys", label: say("keys.show"), keys: ["key:?"], run: showKeys },
  { id: "undo", label: say("keys.undo"), keys: ["KeyZ"], run: undoNewest },
  { id: "theme", label: say("keys.theme"), keys: ["KeyG KeyT"], run: switchTheme },
  { id: "rail", label: say("keys.rail"), keys: ["key:["], run: switchRail },
  { id: "case", keys: [], run: switchCase },
  { id: "drawer", keys: ["Escape"], run: closeDrawer, when: () => document.documentElement.hasAttribute("data-drawer") },
  ...goTo.map(({ letter, label, url }) => ({
    id: `go:${url}`, label, keys: [`KeyG ${letter}`], scope: "go", run: () => location.assign(url),
  })),
);

listen(document);

export { listen, register, run };
