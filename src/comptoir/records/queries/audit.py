"""The audit log: what members did, the newest first, in steps that cost the same everywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from comptoir.accounts.models import ApiToken, Member
from comptoir.journal.events import EVENTS
from comptoir.journal.models import AUDITED, Detail, Entry

PAGE = 50
# More is no help in a spreadsheet; the page says so.
MOST = 50_000
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log is narrowed to. `before` is the place where the page before ended."""

    member_id: int | None = None
    event: str = ""
    kind: str = ""
    subject_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """`before` and `after` stand where a change was noted so; the rest of the detail in `more`."""

    id: int
    at: datetime
    who: str
    event: str
    kind: str
    subject_id: int
    before: str
    after: str
    more: tuple[tuple[str, str], ...]
    address: str
    way: str
    data: dict[str, Any] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Log:
    lines: tuple[Line, ...]
    older: str


def log(asked: Asked) -> Log:
    """One page: four queries, whatever the size of the journal."""
    found = list(entries(asked)[: PAGE + 1])
    shown = found[:PAGE]
    older = cursor_of(shown[-1]) if len(found) > PAGE else ""
    return Log(tuple(lines(shown)), older)


def cursor_of(entry: Entry) -> str:
    return f"{entry.at.isoformat()}_{entry.pk}"


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """None for what is no cursor: the first page."""
    at, _, number = text.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(number)) if moment.tzinfo and len(number) < 19 else None
    except ValueError:
        return None


def all_lines(asked: Asked) -> Iterator[Line]:
    """For a copy: at most MOST, read in batches."""
    left, at = MOST, asked
    while left > 0:
        found = list(entries(at)[: min(_BATCH, left)])
        yield from lines(found)
        left -= len(found)
        if len(found) < _BATCH:
            return
        at = _behind(at, found[-1])


def _behind(asked: Asked, last: Entry) -> Asked:
    return Asked(
        asked.member_id,
        asked.event,
        asked.kind,
        asked.subject_id,
        asked.since,
        asked.until,
        (last.at, last.pk),
    )


def entries(asked: Asked) -> QuerySet[Entry]:
    """The condition of the indexes, word for word, and what was asked for."""
    found = Entry.objects.filter(AUDITED)
    if asked.member_id is not None:
        found = found.filter(actor_id=asked.member_id)
    if asked.event:
        found = found.filter(event=asked.event)
    if asked.kind:
        found = found.filter(subject_kind=asked.kind)
    if asked.subject_id is not None:
        found = found.filter(subject_id=asked.subject_id)
    if asked.since is not None:
        found = found.filter(at__gte=asked.since)
    if asked.until is not None:
        found = found.filter(at__lt=asked.until)
    if asked.before is not None:
        at, number = asked.before
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=number), at__lte=at)
    return found.order_by("-at", "-pk")


def lines(found: Sequence[Entry]) -> Iterator[Line]:
    """Each with its detail and the names of who did it: three queries, whatever the number."""
    details = {row.entry_id: row for row in _details(found)}
    members = _names(Member, {row.actor_id for row in found if row.actor_id})
    tokens = _names(ApiToken, {(row.origin or {}).get("token") for row in details.values()})
    for entry in found:
        yield _line(entry, details.get(entry.pk), members, tokens)


def _details(found: Sequence[Entry]) -> QuerySet[Detail]:
    return Detail.objects.filter(entry_id__in=[entry.pk for entry in found])


def _names(model: type[Member | ApiToken], ids: set[Any]) -> dict[int, str]:
    wanted = ids - {None}
    return dict(model.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _line(
    entry: Entry, detail: Detail | None, members: dict[int, str], tokens: dict[int, str]
) -> Line:
    told = dict(detail.data) if detail and isinstance(detail.data, dict) else {}
    origin = (detail.origin or {}) if detail else {}
    before, after = told.pop("before", None), told.pop("after", None)
    return Line(
        id=entry.pk,
        at=entry.at,
        who=members.get(entry.actor_id or 0, ""),
        event=entry.event,
        kind=entry.subject_kind,
        subject_id=entry.subject_id,
        before=_said(before),
        after=_said(after),
        more=tuple((name, _said(value)) for name, value in told.items()),
        address=str(origin.get("address", "")),
        way=_way(origin, tokens),
        data=entry.data,
        detail=dict(detail.data) if detail and isinstance(detail.data, dict) else {},
    )


def _way(origin: dict[str, Any], tokens: dict[int, str]) -> str:
    if token := origin.get("token"):
        return f"{tokens.get(token, '')} ({token})".strip()
    return str(origin.get("session", ""))


def _said(value: Any) -> str:
    """As one line: no line break may begin a line of its own in a copy (F5)."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return " · ".join(f"{name}: {_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return " ".join(str(value).split())


def audited_events() -> tuple[str, ...]:
    """Names that can be chosen: all there are, by package."""
    return tuple(sorted(EVENTS))
