"""From what is typed to a filter, and back: `status:open -tag:vip "broken vase"`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comptoir.conversations.filters.fields import FILTER_FIELDS
from comptoir.conversations.filters.shapes import Condition, Field, Filter, Reader
from comptoir.kit.text import clean, fold

LONGEST = 400
MOST = 30
_QUOTED = r'"[^"]*"?|“[^”]*”?|«[^»]*»?|„[^“”]*[“”]?'
_PART = re.compile(rf"(-?)(?:([^\W\d_][\w-]*):(?!//))?({_QUOTED}|\S+)?")
_MARKS = '"“”«»„ '
# What people write with a colon and never mean as a field.
_NO_FIELDS = frozenset({"re", "fw", "fwd", "aw", "wg", "tr", "http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Understood:
    """A filter, and sentences about what of the text was not understood."""

    filter: Filter
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    sign: str
    name: str
    value: str


def _parts(text: str) -> Iterator[_Part]:
    for found in _PART.finditer(text):
        if found[0].strip():
            yield _Part(found[0], found[1], found[2] or "", found[3] or "")


def understand(typed: str, reader: Reader) -> Understood:
    """Never fails: what is no condition is looked for as words, and said so."""
    words: list[str] = []
    conditions: list[Condition] = []
    troubles: list[str] = []
    for part in _parts(clean(typed)[:LONGEST]):
        if not part.name or fold(part.name) in _NO_FIELDS:
            words.append(part.text)
        elif (key := field_named(part.name)) is None:
            troubles.append(_unknown(part.name))
            words.append(part.text.replace(":", " ", 1))
        elif (value := _value(key, part, reader)) is None:
            troubles.append(_no_such_value(key, part))
        else:
            conditions.append(Condition(key, value, is_not=part.sign == "-"))
    kept = tuple(dict.fromkeys(conditions))[:MOST]
    return Understood(Filter(kept, " ".join(words).strip()), tuple(troubles))


def field_named(name: str) -> str | None:
    """The key of the field that is called so, in English or in the reader's language."""
    typed = fold(name)
    if typed in FILTER_FIELDS:
        return typed
    return next((key for key, f in FILTER_FIELDS.items() if fold(str(f.word)) == typed), None)


def _value(key: str, part: _Part, reader: Reader) -> str | None:
    return FILTER_FIELDS.get(key).read(part.value.strip(_MARKS), reader)


def _unknown(name: str) -> str:
    return _("There is no field “%(name)s:”. It was looked for as a word.") % {"name": name}


def _no_such_value(key: str, part: _Part) -> str:
    field = FILTER_FIELDS.get(key)
    told = {"typed": part.value.strip(_MARKS), "field": field.word, "expects": field.expects}
    if not told["typed"]:
        return _("Write something behind “%(field)s:”. %(expects)s") % told
    return _("“%(typed)s” means nothing behind “%(field)s:”. %(expects)s") % told


def written(kept: Filter, reader: Reader) -> str:
    """The text from which `understand` reads the same conditions, in the reader's language."""
    told = [_written(condition, reader) for condition in kept.conditions]
    return " ".join(filter(None, [*told, kept.words]))


def _written(condition: Condition, reader: Reader) -> str:
    field = FILTER_FIELDS.get(condition.field)
    sign = "-" if condition.is_not else ""
    return f"{sign}{field.word}:{quoted(said(field, condition.value, reader))}"


def said(field: Field, value: str, reader: Reader) -> str:
    """A value in words: the label of a choice, else what was typed."""
    labels = (str(choice.label) for choice in field.choices(reader) if choice.key == value)
    return next(labels, value)


def quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
