"""What the browser loads once and keeps: stylesheet, scripts, icons, typeface.

All of it lies under one address that holds a digest of the contents, so it may be kept for a year,
modules import each other by relative paths, and nothing has to be built or collected first.
"""

import functools
import gzip
import hashlib
import mimetypes
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import reverse

from comptoir.ui import icons
from comptoir.ui.slots import STYLES

# In this order: the later may build on the earlier.
COMPONENTS = (
    *("base", "navigation", "buttons", "parties", "clock", "lists", "table", "forms"),
    *("notices", "floats", "palette", "letters", "cards", "samples"),
)

# Files of other packages' wheels. None of the packages needs to be an installed app for this.
BORROWED = {
    "vendor/htmx.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
    "fonts/Inter-Regular.woff2": ("unfold", "static/unfold/fonts/inter/Inter-Regular.woff2"),
    "fonts/Inter-Medium.woff2": ("unfold", "static/unfold/fonts/inter/Inter-Medium.woff2"),
    "fonts/Inter-SemiBold.woff2": ("unfold", "static/unfold/fonts/inter/Inter-SemiBold.woff2"),
}
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}

_PACKED_ALREADY = frozenset({"font/woff2"})
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True, slots=True)
class Asset:
    content: bytes
    content_type: str
    zipped: bytes | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything the pages may ask for, by its path, and the digest of it all."""

    version: str
    assets: dict[str, Asset]


def address(path: str) -> str:
    """Where the browser finds `path` in this version; raises KeyError for what is not there."""
    shelf = current()
    if path not in shelf.assets:
        raise KeyError(f"There is no asset {path!r}")
    return reverse("ui:asset", args=[shelf.version, path])


def current() -> Shelf:
    """The shelf as the process found it at its start; while developing, as it was a second ago."""
    return _stock(int(time.monotonic()) if settings.DEBUG else 0)


def has_typeface() -> bool:
    return "fonts/Inter-Regular.woff2" in current().assets


@functools.lru_cache(1)
def _stock(_second: int) -> Shelf:
    contents = _own_files() | _borrowed_files()
    contents["icons.svg"] = icons.sprite().encode()
    contents["app.css"] = _stylesheet(contents)
    digest = hashlib.sha256()
    for path, content in sorted(contents.items()):
        digest.update(f"{path} {len(content)} ".encode() + content)
    assets = {path: _asset(path, content) for path, content in contents.items()}
    return Shelf(digest.hexdigest()[:16], assets)


def _own_files() -> dict[str, bytes]:
    found = {}
    for app in apps.get_app_configs():
        root = Path(app.path) / "static"
        if app.name.startswith("comptoir.") and root.is_dir():
            for file in root.rglob("*"):
                if file.is_file():
                    found[file.relative_to(root).as_posix()] = file.read_bytes()
    return found


def _borrowed_files() -> dict[str, bytes]:
    found = {path: _inside(*source) for path, source in BORROWED.items()}
    return {path: file.read_bytes() for path, file in found.items() if file and file.is_file()}


def _inside(package: str, path: str) -> Path | None:
    """The file inside an installed package, which is found and never imported."""
    spec = find_spec(package)
    return Path(spec.origin).parent / path if spec and spec.origin else None


def _stylesheet(contents: dict[str, bytes]) -> bytes:
    """One sheet: the typeface, the tokens, the components, then what other packages plug in."""
    ours = ["ui/tokens.css", *(f"ui/components/{name}.css" for name in COMPONENTS)]
    parts = [_typeface(contents), *(contents[path].decode() for path in (*ours, *STYLES.all()))]
    return "\n".join(parts).encode()


def _typeface(contents: dict[str, bytes]) -> str:
    return "\n".join(
        f"@font-face {{ font-family: Inter; font-style: normal; font-weight: {weight}; "
        f'font-display: swap; src: url("fonts/Inter-{cut}.woff2") format("woff2"); }}'
        for weight, cut in WEIGHTS.items()
        if f"fonts/Inter-{cut}.woff2" in contents
    )


def _asset(path: str, content: bytes) -> Asset:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if kind in _PACKED_ALREADY:
        return Asset(content, kind, None)
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return Asset(content, kind, gzip.compress(content, mtime=0))
