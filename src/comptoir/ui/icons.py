"""The icons in use: one stroke set, lucide, served as one sprite that browsers keep."""

import functools
import re
import zipfile
from importlib.resources import as_file, files

# Our word for the thing, and lucide's name for the drawing.
ICONS: dict[str, str] = {
    "add-person": "user-plus",
    "alert": "triangle-alert",
    "at": "at-sign",
    "back": "chevron-left",
    "bag": "shopping-bag",
    "ban": "ban",
    "bell": "bell",
    "bolt": "zap",
    "book": "book-open",
    "bounce": "mail-x",
    "box": "package",
    "buyer": "shopping-bag",
    "calendar": "calendar",
    "call": "phone",
    "camera": "camera",
    "chart": "chart-column",
    "chat": "message-square",
    "check": "check",
    "clip": "paperclip",
    "clock": "clock",
    "close": "x",
    "columns": "columns-3",
    "copy": "copy",
    "counter": "concierge-bell",
    "dots": "ellipsis",
    "down": "chevron-down",
    "download": "download",
    "eye": "eye",
    "fall": "arrow-down",
    "file": "file-text",
    "filter": "list-filter",
    "flag": "flag",
    "forward": "forward",
    "fold": "panel-left",
    "gear": "settings-2",
    "globe": "globe",
    "hint": "lightbulb",
    "history": "history",
    "image": "image",
    "inbox": "inbox",
    "info": "info",
    "key": "key-round",
    "keyboard": "keyboard",
    "language": "languages",
    "late": "alarm-clock-off",
    "later": "calendar-clock",
    "left": "chevron-left",
    "link": "link-2",
    "lock": "lock",
    "mail": "mail",
    "merge": "merge",
    "split": "split",
    "minus": "minus",
    "news": "sparkles",
    "nobody": "user-x",
    "outside": "messages-square",
    "open-mail": "mail-open",
    "operator": "headset",
    "out": "log-out",
    "panel": "panel-right",
    "parcel": "truck",
    "pen": "pencil",
    "people": "users",
    "person": "user",
    "phone": "smartphone",
    "pin": "map-pin",
    "play": "play",
    "plus": "plus",
    "quarantine": "mail-warning",
    "receipt": "receipt-text",
    "refund": "hand-coins",
    "reply": "reply",
    "return": "undo-2",
    "right": "chevron-right",
    "rise": "arrow-up",
    "rotate": "rotate-cw",
    "scale": "scale",
    "search": "search",
    "safe": "shield-check",
    "seller": "store",
    "send": "send",
    "shield": "shield",
    "shop": "store",
    "snooze": "alarm-clock",
    "sort": "arrow-up-down",
    "spam": "mail-question-mark",
    "star": "star",
    "status": "circle-dot",
    "suspect": "shield-alert",
    "table": "table-2",
    "tag": "tag",
    "taken": "user-check",
    "theme": "contrast",
    "trash": "trash-2",
    "truck": "truck",
    "undo": "undo",
    "up": "chevron-up",
    "view": "list",
    "zoom-in": "zoom-in",
    "zoom-out": "zoom-out",
}

# Drawn here, where the set's own is too heavy at 12 px.
OWN: dict[str, str] = {"pause": '<path d="M8.5 5v14M15.5 5v14"/>'}

# Drawings with a direction: mirrored where the text runs right to left.
TURNING = frozenset({"back", "left", "right", "reply", "return", "undo", "send", "out", "panel"})


class IconUnknown(KeyError):
    """The name stands in no line of ICONS."""


def check(name: str) -> str:
    """The name itself; raises IconUnknown when nobody registered it."""
    if name not in ICONS and name not in OWN:
        raise IconUnknown(f"No icon is called {name!r}: add it to ui/icons.py")
    return name


@functools.cache
def sprite() -> str:
    """Every icon as a symbol of one SVG file."""
    with as_file(files("lucide") / "lucide.zip") as path, zipfile.ZipFile(path) as drawings:
        taken = {name: _shapes(drawings, drawing) for name, drawing in ICONS.items()}
    symbols = "".join(
        f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'
        for name, shapes in sorted((taken | OWN).items())
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


def _shapes(drawings: zipfile.ZipFile, drawing: str) -> str:
    svg = drawings.read(f"{drawing}.svg").decode()
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return re.sub(r">\s+<", "><", inside.strip())
