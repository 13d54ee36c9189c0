"""What paper cannot carry is named where it stood: never an empty box, never left out silently."""

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from comptoir.kit.paper.letters import can_write

# By the first word of a letter's name in Unicode.
NAMES: dict[str, str | Promise] = {
    "ARABIC": _("Arabic"),
    "ARMENIAN": _("Armenian"),
    "BENGALI": _("Bengali"),
    "DEVANAGARI": _("Devanagari"),
    "GEORGIAN": _("Georgian"),
    "HANGUL": _("Korean"),
    "HEBREW": _("Hebrew"),
    "CJK": _("Chinese or Japanese"),
    "TAMIL": _("Tamil"),
    "THAI": _("Thai"),
}
# Which of the two it is, a few letters do not tell.
_SAME = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "IDEOGRAPHIC": "CJK"}
_EMOJI = "emoji"
# Stands for the next best letter that says the same.
_INSTEAD = {"\u2011": "-", "\u2212": "-", "\u00ad": "", "\u2028": "\n", "\u2029": "\n"}


def printable(text: str) -> str:
    """The text with a remark in square brackets for each stretch that cannot be written."""
    plain = _plain(text)
    if all(map(can_write, plain)):
        return plain
    return "".join(
        stretch if script == "" else _remark(script, stretch) for script, stretch in _cut(plain)
    )


def unprintable(texts: Iterator[str]) -> tuple[str, ...]:
    """The scripts of these texts that paper cannot carry, in the reader's language."""
    missing = {
        _script(letter)
        for text in texts
        for letter in set(_plain(text))
        if not can_write(letter) and _script(letter) != _EMOJI
    }
    return tuple(sorted({name_of(script) for script in missing}))


def name_of(script: str) -> str:
    known = NAMES.get(script)
    return str(known) if known else script.capitalize()


def _plain(text: str) -> str:
    """Without what is invisible: marks of direction, joiners, selectors, controls."""
    whole = unicodedata.normalize("NFC", text)
    if whole.isascii() and whole.isprintable():
        return whole
    return "".join(
        _INSTEAD.get(letter, letter)
        for letter in whole.replace("\r\n", "\n").replace("\r", "\n")
        if letter in "\n\t" or letter in _INSTEAD or not _is_invisible(letter)
    )


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs"} or "\ufe00" <= letter <= "\ufe0f"


def _cut(text: str) -> Iterator[tuple[str, str]]:
    """Stretches of one script; spaces between two of the same belong to it."""
    open_script, held = "", ""
    for script, letters in groupby(text, key=_script_or_none):
        stretch = "".join(letters)
        if _goes_on(open_script, script, stretch):
            held += stretch
        else:
            yield from _closed(open_script, held)
            open_script, held = script, stretch
    yield from _closed(open_script, held)


def _script_or_none(letter: str) -> str:
    return "" if can_write(letter) else _script(letter)


def _goes_on(open_script: str, script: str, stretch: str) -> bool:
    if open_script == "":
        return False
    return script == open_script or (not script and not stretch.strip(" "))


def _closed(script: str, held: str) -> Iterator[tuple[str, str]]:
    words = held.rstrip(" \t") if script else held
    if words:
        yield script, words
    if len(words) < len(held):
        yield "", held[len(words) :]


def _script(letter: str) -> str:
    if unicodedata.category(letter) in {"So", "Sk"}:
        return _EMOJI
    word = unicodedata.name(letter, "UNKNOWN").partition(" ")[0].partition("-")[0]
    return _SAME.get(word, word)


def _remark(script: str, stretch: str) -> str:
    if script == _EMOJI:
        return gettext("[emoji]")
    count = sum(not letter.isspace() for letter in stretch)
    said = ngettext(
        "[%(count)s character in %(script)s]", "[%(count)s characters in %(script)s]", count
    )
    return said % {"count": count, "script": name_of(script)}
