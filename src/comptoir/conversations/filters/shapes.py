"""What a filter is made of, and what one of its fields is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.conversations.shapes import Choice
from comptoir.kit.slots import Slot


class Match(StrEnum):
    """Whether a conversation meets every condition, or one of them."""

    ALL = "all"
    ANY = "any"


class Sort(StrEnum):
    """The only orders there are: nothing a browser sends reaches a column by name (F3)."""

    DUE = "due"
    DUE_LAST = "due-last"
    NEWEST = "newest"
    OLDEST = "oldest"
    WAITING = "waiting"
    WAITING_LAST = "waiting-last"
    NUMBER = "number"
    NUMBER_LAST = "number-last"


SORT_NAMES = {
    Sort.DUE: _("Due next first"),
    Sort.DUE_LAST: _("Due last first"),
    Sort.NEWEST: _("Newest first"),
    Sort.OLDEST: _("Oldest first"),
    Sort.WAITING: _("Waiting longest first"),
    Sort.WAITING_LAST: _("Waiting shortest first"),
    Sort.NUMBER_LAST: _("Highest number first"),
    Sort.NUMBER: _("Lowest number first"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` is a key of FILTER_FIELDS, `value` as the field keeps it."""

    field: str
    value: str
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """`words` are looked for in messages, as typed: with quotations and minus signs."""

    conditions: tuple[Condition, ...] = ()
    words: str = ""
    match: Match = Match.ALL
    sort: Sort = Sort.DUE

    def __bool__(self) -> bool:
        return bool(self.conditions or self.words)

    def names(self, key: str, *values: str) -> bool:
        return any(c.field == key and (not values or c.value in values) for c in self.conditions)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks and when, and what the house calls things: all that words may refer to."""

    member_id: int
    now: datetime
    statuses: tuple[Choice, ...] = ()
    teams: tuple[Choice, ...] = ()
    labels: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()


@dataclass(slots=True)
class Values:
    """The values of a condition, kept apart from its SQL under names of their own."""

    params: dict[str, Any] = field(default_factory=dict)

    def __call__(self, value: object) -> str:
        name = f"f{len(self.params)}"
        self.params[name] = value
        return f"%({name})s"


type ReadValue = Callable[[str, Reader], str | None]
type Where = Callable[[str, Reader, Values], str]
type Choices = Callable[[Reader], Sequence[Choice]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something a conversation can be narrowed by.

    `word` is how it is typed in the reader's language; the key itself always works. `read` turns
    what was typed into the value that is kept, None for what makes no sense. `expects` says what
    may be typed. `personal` values mean something else for each member.
    """

    word: str | Promise
    label: str | Promise
    expects: str | Promise
    read: ReadValue
    where: Where
    choices: Choices = lambda _reader: ()
    personal: frozenset[str] = frozenset()


FILTER_FIELDS: Slot[Field] = Slot("filter fields")


def as_data(kept: Filter) -> dict[str, Any]:
    """As a saved view keeps it."""
    return {
        "conditions": [[c.field, c.value, c.is_not] for c in kept.conditions],
        "words": kept.words,
        "match": kept.match.value,
        "sort": kept.sort.value,
    }


def from_data(data: Mapping[str, Any]) -> Filter:
    """The filter that was kept. A field whose package is gone is left out."""
    told = (Condition(name, value, is_not) for name, value, is_not in data.get("conditions", ()))
    return Filter(
        tuple(condition for condition in told if condition.field in FILTER_FIELDS),
        data.get("words", ""),
        Match(data.get("match", Match.ALL)),
        Sort(data.get("sort", Sort.DUE)),
    )
