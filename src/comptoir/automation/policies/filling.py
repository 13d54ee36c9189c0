"""Placeholders: `{{name}}`, `{{?what a person writes}}` and optional parts in `[[…]]`.

There is nothing else: no logic, no attributes, no filters. A value is put in once and never read
again, so that nobody who chooses his own name writes templates (F2).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from comptoir.automation.states import Lack

_PLACE = re.compile(r"\{\{\s*(\?[^{}\n]{1,80}|[A-Za-z][\w.-]{0,39})\s*\}\}")
# The mark of a picture may be the last of a part: “[[Here: [box.jpg: the side]]]”.
_OPTIONAL = re.compile(r"\[\[((?:(?!\[\[|\]\](?!\])).)*)\]\]", re.DOTALL)
_BRACES = re.compile(r"\{\{|\}\}|\[\[|\]\]")
_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_TRAILING = re.compile(r"[ \t]+(?=\n|$)")
LONGEST_VALUE = 2_000
_PARTS = re.compile(r"\[{2,}|\]{2,}")
_HARMLESS = str.maketrans("{}", "()")

# Filled in when the message is sent, never before: see `services/vouchers.py`.
LATE = frozenset({"voucher", "voucher_value", "voucher_until"})


@dataclass(frozen=True, slots=True)
class Values:
    """What may stand in for each name here, and why the others have nothing."""

    known: Mapping[str, str]
    lacks: Mapping[str, Lack] = field(default_factory=dict)

    def lack(self, name: str) -> Lack | None:
        if name.startswith("?"):
            return Lack.BLANK
        if name in self.known:
            return None
        return self.lacks.get(name, Lack.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Missing:
    name: str
    lack: Lack


@dataclass(frozen=True, slots=True)
class Filled:
    """The words with what is known; what is missing still stands in them as it was written."""

    text: str
    missing: tuple[Missing, ...] = ()


def fill(text: str, values: Values) -> Filled:
    """Drop the optional parts that lack something, then put each value in, once."""
    kept = _OPTIONAL.sub(lambda part: _kept(part.group(1), values), text)
    if kept != text:
        kept = _tidied(kept)
    missing: dict[str, Missing] = {}

    def value_of(place: re.Match[str]) -> str:
        name = place.group(1)
        lack = values.lack(name)
        if lack is not None:
            missing.setdefault(name, Missing(name, lack))
            return f"{{{{{name}}}}}"
        return harmless(values.known[name]) if name not in LATE else f"{{{{{name}}}}}"

    return Filled(_PLACE.sub(value_of, kept), tuple(missing.values()))


def _kept(part: str, values: Values) -> str:
    """An optional part stays when all it names is known; blanks are a person's to fill."""
    lacks = (values.lack(name) for name in _PLACE.findall(part))
    return part if all(lack in (None, Lack.BLANK) for lack in lacks) else ""


def _tidied(text: str) -> str:
    return _EMPTY_LINES.sub("\n\n", _TRAILING.sub("", text)).strip()


def harmless(value: str) -> str:
    """A value that can't be taken for a placeholder when the words are read again."""
    return _PARTS.sub(lambda run: run.group()[0], value[:LONGEST_VALUE].translate(_HARMLESS))


def places(text: str) -> tuple[str, ...]:
    """The names of all placeholders, in the order of reading, each once."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def put(text: str, values: Mapping[str, str]) -> str:
    """Replace these placeholders alone."""
    return _PLACE.sub(
        lambda place: values.get(place.group(1), place.group()),
        text,
    )


def fixed_parts(text: str) -> tuple[str, ...]:
    """What stands between the placeholders: the words that a use either keeps or changes."""
    parts = re.split(_PLACE.pattern.replace("(", "(?:", 1), text)
    return tuple(part for part in (_squeezed(part) for part in parts) if part)


def was_edited(inserted: str, sent: str) -> bool:
    """Whether a person changed more than the blanks."""
    words, at = _squeezed(sent), 0
    for part in fixed_parts(inserted):
        found = words.find(part, at)
        if found < 0:
            return True
        at = found + len(part)
    return False


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def plain(text: str) -> str:
    """The words alone, as content rules read them: no placeholders, no marks."""
    return _BRACES.sub("", _PLACE.sub("", text))


def outside_optional(text: str) -> str:
    """What stands whatever is known."""
    return _OPTIONAL.sub("", text)


def strange_marks(text: str) -> tuple[str, ...]:
    """Braces that belong to no placeholder and no optional part, with what follows them."""
    left = _PLACE.sub("", _OPTIONAL.sub(lambda part: part.group(1), text))
    return tuple(left[mark.start() : mark.start() + 24] for mark in _BRACES.finditer(left))


def unknown_names(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Placeholders that no value is ever known for."""
    names = frozenset(known)
    return tuple(n for n in places(text) if not n.startswith("?") and n not in names)
