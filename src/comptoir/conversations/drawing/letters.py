"""What somebody wrote, as HTML that can do nothing but be read."""

import re
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from comptoir.conversations.shapes import File
from comptoir.kit.pictures import Mark, pieces

_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_FIRST_WORD = r"\w(?:[\w.-]*\w)?"
_TRAILING = ".,;:!?)]}’”»"


def paragraphs(text: str, pictures: Sequence[File] = ()) -> SafeString:
    """Plain text as paragraphs: escaped, its addresses turned into links.

    `pictures` are shown where the words have a place for them.
    """
    if not pictures:
        return _paragraphs(text, escape)
    known = {picture.name: picture for picture in pictures}
    return _paragraphs(text, lambda words: _illustrated(words, known))


def _illustrated(words: str, known: dict[str, File]) -> str:
    return "".join(
        _picture(each, known[each.name])
        if isinstance(each, Mark) and each.name in known
        else escape(str(each))
        for each in pieces(words)
    )


def _picture(mark: Mark, file: File) -> str:
    return format_html(
        '<a class="photo in-words" href="{0}" data-pages="{0}" data-name="{1}" data-original="{2}">'
        '<img src="{0}" alt="{3}" loading="lazy"></a>',
        file.page_urls[0],
        file.name,
        file.download_url,
        mark.alt,
    )


def note_text(text: str, names: Sequence[str] = ()) -> SafeString:
    """The same for a note, its mentions marked; `names` of several words come longest first."""
    called = "|".join([*(re.escape(escape(name)) for name in names), _FIRST_WORD])
    mention = re.compile(rf"(?<!\w)@(?:{called})(?!\w)", re.IGNORECASE)
    return _paragraphs(text, lambda words: _marked(words, mention))


def _paragraphs(text: str, draw: Callable[[str], str]) -> SafeString:
    parts = re.split(r"\n[ \t]*\n\s*", text.strip())
    return mark_safe("".join(f'<p dir="auto">{_linked(part, draw)}</p>' for part in parts if part))


def _marked(words: str, mention: re.Pattern[str]) -> str:
    return mention.sub(r'<span class="mention">\g<0></span>', escape(words))


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
