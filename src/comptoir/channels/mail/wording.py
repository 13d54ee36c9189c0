"""The words around a letter's own: what is quoted below it, and the same text as HTML."""

import html
import re
from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from comptoir.kit.pictures import Mark, pieces

_LINK = re.compile(r"https?://[^\s<>\"']{1,2000}")
_WROTE = {
    "en": "On {date}, {author} wrote:",
    "de": "Am {date} schrieb {author}:",
    "fr": "Le {date}, {author} a écrit :",
    "es": "El {date}, {author} escribió:",
    "it": "Il {date} {author} ha scritto:",
    "pt": "Em {date}, {author} escreveu:",
    "nl": "Op {date} schreef {author}:",
    "pl": "Dnia {date} {author} napisał(a):",
    "ru": "{date} {author} написал(а):",
    "uk": "{date} {author} пише:",
    "cs": "Dne {date} napsal(a) {author}:",
    "sk": "Dňa {date} {author} napísal(a):",
    "sv": "Den {date} skrev {author}:",
    "da": "Den {date} skrev {author}:",
    "nb": "Den {date} skrev {author}:",
    "fi": "{author} kirjoitti {date}:",
    "hu": "{author} ezt írta ({date}):",
    "ro": "Pe {date}, {author} a scris:",
    "tr": "{author}, {date} tarihinde şunu yazdı:",
    "ja": "{date} {author}のメッセージ:",
    "zh": "在 {date},{author} 写道:",
    "ko": "{date} {author}님이 작성:",
}
_MAX_LINES = 400


def quote(text: str, *, author: str = "", at: datetime | None = None, language: str = "en") -> str:
    """The text with `>` before each line below a line that says who wrote it and when.

    The line is in `language` (English where we have no words for it); at most 400 lines are quoted.
    """
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    quoted = [_quoted(line) for line in lines[:_MAX_LINES]]
    if len(lines) > _MAX_LINES:
        quoted.append("> […]")
    return "\n".join(([introduction(author, at, language)] if author and at else []) + quoted)


def _quoted(line: str) -> str:
    return f">{line}" if line.startswith(">") else f"> {line}".rstrip()


def introduction(author: str, at: datetime, language: str) -> str:
    """`On 5 May 2026 …, Jo wrote:`, the time as it was in the zone that `at` carries."""
    code = language[:2].lower()
    code = {"no": "nb", "nn": "nb"}.get(code, code)
    words = _WROTE.get(code, _WROTE["en"])
    name = " ".join(author.split())
    return words.format(date=_date(at, code if code in _WROTE else "en"), author=name)


def _date(at: datetime, code: str) -> str:
    try:
        # Plain English is read in Europe here: the day first, 24 hours.
        locale = Locale.parse("en_GB" if code == "en" else code)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en_GB")
    day = format_date(at.date(), "medium", locale=locale)
    return f"{day}, {format_time(at.time(), 'short', locale=locale)}"


def text_to_html(text: str, pictures: Mapping[str, str] | None = None) -> str:
    """Paragraphs, line breaks, links and quotations; everything else escaped.

    `pictures` are content ids by the name of their file: they stand where our words mark them, not
    in what is quoted.
    """
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    blocks = groupby(lines, key=lambda line: line.startswith(">"))
    return "\n".join(_block(list(block), quoted, pictures or {}) for quoted, block in blocks)


def _block(lines: list[str], quoted: bool, pictures: Mapping[str, str]) -> str:
    if not quoted:
        return _paragraphs(lines, pictures)
    inner = _paragraphs([line[1:].removeprefix(" ") for line in lines], {})
    return f'<blockquote type="cite">{inner}</blockquote>'


def _paragraphs(lines: list[str], pictures: Mapping[str, str]) -> str:
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", "\n".join(lines).strip("\n"))
    drawn = (_drawn(paragraph, pictures) for paragraph in paragraphs if paragraph)
    return "\n".join(f"<p>{each.replace('\n', '<br>\n')}</p>" for each in drawn)


def _drawn(text: str, pictures: Mapping[str, str]) -> str:
    if not pictures:
        return _linked(text)
    return "".join(
        _linked(each) if isinstance(each, str) else _picture(each, pictures)
        for each in pieces(text)
    )


def _picture(mark: Mark, pictures: Mapping[str, str]) -> str:
    content_id = pictures.get(mark.name)
    if content_id is None:
        return html.escape(str(mark))
    alt = html.escape(mark.alt)
    return f'<img src="cid:{html.escape(content_id)}" alt="{alt}" style="max-width: 100%">'


def _linked(text: str) -> str:
    pieces: list[str] = []
    position = 0
    for match in _LINK.finditer(text):
        address = match[0].rstrip(".,;:!?)")
        pieces.append(html.escape(text[position : match.start()]))
        pieces.append(f'<a href="{html.escape(address)}">{html.escape(address)}</a>')
        position = match.start() + len(address)
    pieces.append(html.escape(text[position:]))
    return "".join(pieces)
