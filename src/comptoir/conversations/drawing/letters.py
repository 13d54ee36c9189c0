"""What somebody wrote, as HTML that can do nothing but be read."""

import re
from html import escape
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe

_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_TRAILING = ".,;:!?)]}’”»"


def paragraphs(text: str) -> SafeString:
    """Plain text as paragraphs: escaped, its addresses turned into links."""
    parts = re.split(r"\n[ \t]*\n\s*", text.strip())
    return mark_safe("".join(f'<p dir="auto">{_linked(part)}</p>' for part in parts if part))


def note_text(text: str) -> SafeString:
    """The same for a note, its mentions marked."""
    marked = re.sub(r"(?<!\w)@[\w.-]+", _mention, str(paragraphs(text)))
    return mark_safe(marked)


def _mention(found: re.Match[str]) -> str:
    return f'<span class="mention">{found[0]}</span>'


def _linked(part: str) -> str:
    pieces, end = [], 0
    for found in _ADDRESS.finditer(part):
        address = found[0].rstrip(_TRAILING)
        pieces += [escape(part[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return "".join([*pieces, escape(part[end:])])


def _link(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return escape(address)
    return (
        f'<a href="{escape(address)}" title="{escape(host)}" '
        f'rel="noopener noreferrer nofollow" target="_blank">{escape(address)}</a>'
    )
