"""Ways to say a value: one of some words, a name, a moment, yes or no."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from comptoir.conversations.queries.filtering import reader_with
from comptoir.conversations.slots import FILTER_FIELDS
from comptoir.kit.money import Money
from comptoir.records.slots import Naming, Term
from comptoir.ui.times import exact, span

type Words = Mapping[Any, str | Promise]


def plain(value: Any, _named: Naming | None = None) -> str:
    """As one line: no line break may begin a line of its own in a copy (F5)."""
    if value is None or value in ("", [], {}):
        return pgettext("value", "nothing")
    match value:
        case bool():
            return _("yes") if value else _("no")
        case dict():
            return " · ".join(f"{name}: {plain(each)}" for name, each in value.items())
        case list() | tuple():
            return ", ".join(map(plain, value))
    return " ".join(str(value).split())


def one_of(name: str | Promise, words: Words) -> Term:
    """A word for each value; a word that came later, or went, is said as it was written."""
    return Term(name, lambda value, _named: _word(words, value))


def _word(words: Words, value: Any) -> str:
    known = words.get(value) if isinstance(value, (str, int)) else None
    return plain(value) if known is None else str(known)


def named(name: str | Promise, kind: str) -> Term:
    """An id, said by the name of what it belongs to."""

    def say(value: Any, names: Naming) -> str:
        return names(kind, value) if isinstance(value, int) else plain(value)

    def refers(value: Any) -> list[tuple[str, int]]:
        return [(kind, value)] if isinstance(value, int) else []

    return Term(name, say, refers)


def worked(name: str | Promise, work: Callable[[Any], str]) -> Term:
    """`work` makes words of the value; what it cannot read is said as it was written."""

    def say(value: Any, _named: Naming) -> str:
        try:
            return work(value) if value is not None else plain(None)
        except (TypeError, ValueError):
            return plain(value)

    return Term(name, say)


def moment(value: str) -> str:
    return exact(datetime.fromisoformat(value))


def minutes(value: int) -> str:
    return span(value * 60)


def seconds(value: int) -> str:
    return span(value)


def money(value: list[Any]) -> str:
    return Money(*value).format(get_language() or "en")


def filtered(kept: dict[str, Any]) -> str:
    """What a saved view holds: “Status: Open · Carrier: DHL”."""
    told = [_condition(*condition) for condition in kept.get("conditions", ())]
    return " · ".join(filter(None, [*told, plain(kept.get("words")) if kept.get("words") else ""]))


def _condition(name: str, value: str, is_not: bool) -> str:
    if name not in FILTER_FIELDS:
        return f"{name}: {value}"
    field = FILTER_FIELDS.get(name)
    labels = {choice.key: str(choice.label) for choice in field.choices(reader_with(0))}
    said = labels.get(value, value)
    return (
        _("%(field)s: not %(value)s") % {"field": field.label, "value": said}
        if is_not
        else (f"{field.label}: {said}")
    )
