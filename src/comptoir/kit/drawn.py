"""Our own copy of a picture that somebody puts into words: no metadata, no trick of a format."""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError
from comptoir.kit.files import safe_name
from comptoir.kit.previews import Kind, Limits, PreviewRefused, Reason, kind_of, make_previews
from comptoir.kit.text import clean

MOST_BYTES = 15 * 1024 * 1024
# Wide enough to be read in a mail, light enough to be sent with each.
_LIMITS = Limits(file_bytes=MOST_BYTES, side=1200, pages=1)
_LONGEST_NAME = 40
_NO_LETTERS = re.compile(r"[\W_]+")


class NotDrawn(ComptoirError):
    """It is no picture, damaged, or too large."""

    status = 422


def draw(content: bytes) -> bytes:
    """A JPEG, drawn by the confined child that draws previews. Raises NotDrawn."""
    if kind_of(content) in (None, Kind.PDF):
        raise NotDrawn(_("This is no picture that can be shown. Choose a JPEG or a PNG."))
    try:
        return make_previews(content, limits=_LIMITS).pages[0].content
    except PreviewRefused as refusal:
        raise NotDrawn(_said(refusal.reason)) from refusal


def _said(reason: Reason) -> str:
    if reason is Reason.BROKEN:
        return _("This picture is damaged. Choose another one.")
    return _("This picture is too large to be drawn. Make it smaller, or choose another one.")


def drawn_name(name: str, *, taken: Collection[str] = ()) -> str:
    """What its mark calls it: plain, not `taken`, and ending as what it is now."""
    stem = _NO_LETTERS.sub("-", safe_name(clean(name)).rpartition(".")[0])
    stem = stem[:_LONGEST_NAME].strip("-") or _("picture")
    tried, number = f"{stem}.jpg", 2
    while tried in taken:
        tried, number = f"{stem}-{number}.jpg", number + 1
    return tried
