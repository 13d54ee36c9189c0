"""The page “Service today”, put together from seven statements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.queries.known_reasons import reason_name
from comptoir.deadlines.states import REPLIES, Kind
from comptoir.insights.policies.lens import NOBODY, Lens
from comptoir.insights.policies.spans import Span, span_of
from comptoir.insights.queries.counted import Counted, Measured, counts, times
from comptoir.insights.queries.outcomes import outcomes
from comptoir.insights.queries.people import Directory, colleagues
from comptoir.insights.queries.standing import standings, urgent
from comptoir.insights.shapes import (
    Breakdown,
    Colleague,
    Compared,
    Count,
    Line,
    Names,
    OutcomeLine,
    Part,
    Standing,
    Times,
    Urgent,
)
from comptoir.kit.clock import now


@dataclass(frozen=True, slots=True)
class Today:
    """The whole page."""

    lens: Lens
    span: Span
    received: Count
    answered: Count
    still_open: int
    closed: int
    standing: Standing
    replies: tuple[Compared, ...]
    breakdowns: tuple[Breakdown, ...]
    outcomes: tuple[OutcomeLine, ...]
    parts: tuple[Part, ...]
    colleagues: tuple[Colleague, ...]
    urgent: tuple[Urgent, ...]
    names: Names

    @property
    def on(self) -> int:
        return sum(each.is_on for each in self.colleagues)

    @property
    def begun(self) -> list[Part]:
        """The hours or days that have begun."""
        return [part for part in self.parts if part.begin < self.span.end]

    @property
    def is_empty(self) -> bool:
        """Nothing asked, nothing answered, nothing waiting, now or before."""
        counts = (self.received, self.answered)
        says_nothing = not any(c.now or c.before for c in counts)
        return says_nothing and not self.standing.open and not self.outcomes


type Standings = Mapping[tuple[str, str], Standing]


class Found(NamedTuple):
    """What the statements told, before it is put together."""

    counted: Counted
    measured: Measured
    stand: Standings
    names: Names

    def keys_of(self, by: str) -> set[str]:
        told = (self.counted.received, self.counted.answered, self.stand)
        return {key for one in told for kind, key in one if kind == by}


def current_span(lens: Lens) -> Span:
    """In the time zone of the installation, so that all readers see the same figures."""
    return span_of(lens.span, now=now(), zone=timezone.get_default_timezone())


def service_today(eyes: Viewer, lens: Lens) -> Today:
    """Everything that the page shows to these eyes."""
    span = current_span(lens)
    counted, measured = counts(eyes, lens, span), times(eyes, lens, span)
    stand, overdue = standings(eyes, lens, span.end)
    directory = Directory()
    found = Found(counted, measured, stand, directory.names)
    return Today(
        lens=lens,
        span=span,
        received=counted.received.get(("", ""), Count()),
        answered=counted.answered.get(("", ""), Count()),
        still_open=counted.ends.open,
        closed=counted.ends.closed,
        standing=stand.get(("", ""), Standing()),
        replies=tuple(_compared(kind, measured, overdue) for kind in REPLIES),
        breakdowns=tuple(_breakdowns(found)),
        outcomes=outcomes(eyes, lens, span),
        parts=tuple(_parts(span, counted)),
        colleagues=colleagues(eyes, directory, stand),
        urgent=urgent(eyes, lens, span.end),
        names=directory.names,
    )


def _compared(kind: Kind, measured: Measured, overdue: Mapping[str, int]) -> Compared:
    now_, before = measured.times("", "", kind), measured.before.get(kind, Times())
    return Compared(kind, now_, before, overdue.get(kind, 0))


def _parts(span: Span, counted: Counted) -> Iterator[Part]:
    nothing = Count()
    for number in range(span.parts):
        key = ("part", str(number))
        received = counted.received.get(key, nothing).now
        answered = counted.answered.get(key, nothing).now
        yield Part(number, *span.part(number), received, answered)


def _breakdowns(found: Found) -> Iterator[Breakdown]:
    titles = {
        "reason": _("By contact reason"),
        "channel": _("By channel"),
        "team": _("By team"),
        "agent": _("By agent"),
    }
    for by, title in titles.items():
        lines = filter(_says_something, (_line(by, key, found) for key in found.keys_of(by)))
        yield Breakdown(by, title, tuple(sorted(lines, key=_busiest)))


def _says_something(line: Line) -> bool:
    is_counted = line.answered.now or line.standing.waiting
    return bool(is_counted or (line.received.now and line.by != "agent"))


def _busiest(line: Line) -> tuple[int, int, str]:
    return -line.received.now, -line.answered.now, line.name


def _line(by: str, key: str, found: Found) -> Line:
    return Line(
        by=by,
        key=key if by == "reason" else int(key),
        name=name_of(by, key, found.names),
        received=found.counted.received.get((by, key), Count()),
        answered=found.counted.answered.get((by, key), Count()),
        first=found.measured.times(by, key, Kind.FIRST_REPLY),
        next=found.measured.times(by, key, Kind.NEXT_REPLY),
        standing=found.stand.get((by, key), Standing()),
    )


def name_of(by: str, key: str, names: Names) -> str:
    """As a person reads it."""
    if by == "reason":
        return reason_name(key) if key else _("No reason yet")
    if int(key) == NOBODY:
        return {"team": _("No team"), "agent": _("Nobody yet")}.get(by, "")
    return str(getattr(names, by).get(int(key), f"#{key}"))
