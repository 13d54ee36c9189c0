"""What somebody wrote, as HTML that can do nothing but be read."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe

_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_MENTION = re.compile(r"(?<!\w)@[\w.-]+")
_TRAILING = ".,;:!?)]}’”»"


def paragraphs(text: str) -> SafeString:
    """Plain text as paragraphs: escaped, its addresses turned into links."""
    return _paragraphs(text, escape)


def note_text(text: str) -> SafeString:
    """The same for a note, its mentions marked."""
    return _paragraphs(text, _marked)


def _paragraphs(text: str, draw: Callable[[str], str]) -> SafeString:
    parts = re.split(r"\n[ \t]*\n\s*", text.strip())
    return mark_safe("".join(f'<p dir="auto">{_linked(part, draw)}</p>' for part in parts if part))


def _marked(words: str) -> str:
    return _MENTION.sub(r'<span class="mention">\g<0></span>', escape(words))


def _linked(part: str, draw: Callable[[str], str]) -> str:
    """Addresses as links, what stands between them drawn."""
    pieces, end = [], 0
    for found in _ADDRESS.finditer(part):
        address = found[0].rstrip(_TRAILING)
        pieces += [draw(part[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return "".join([*pieces, draw(part[end:])])


def _link(address: str) -> str:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return escape(address)
    return (
        f'<a href="{escape(address)}" title="{escape(host)}" '
        f'rel="noopener noreferrer nofollow" target="_blank">{escape(address)}</a>'
    )
