"""A clock that runs: when it is due, with its pauses, and which of several is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from comptoir.deadlines.options import Options
from comptoir.deadlines.policies.hours import (
    Calendar,
    add_business_time,
    business_time_between,
)
from comptoir.deadlines.states import Basis, Kind, Source, State

type Pause = tuple[datetime, datetime]


def due_at(
    started_at: datetime,
    target: timedelta,
    calendar: Calendar | None,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """When `target` will have run since the start, not counting the pauses.

    Without a calendar every hour counts. Pauses are in order and do not overlap.
    """
    begin, left = started_at, target
    for paused_at, resumed_at in pauses:
        ran = _between(begin, paused_at, calendar)
        if ran >= left:
            break
        begin, left = resumed_at, left - ran
    return _after(begin, left, calendar)


def warn_at(
    started_at: datetime,
    due: datetime,
    target: timedelta,
    calendar: Calendar | None,
    pauses: Iterable[Pause],
    *,
    options: Options,
) -> datetime | None:
    """When little of the time will be left: a share of the target, at least some minutes.

    None where that would be the whole of it: such a short promise is warned of by its own start.
    """
    share = target * options.due_soon_percent / 100
    lead = max(share, timedelta(minutes=options.due_soon_minutes))
    if lead >= target:
        return None
    if calendar is None:
        return due - lead
    return due_at(started_at, target - lead, calendar, pauses)


def _between(a: datetime, b: datetime, calendar: Calendar | None) -> timedelta:
    if calendar is not None:
        return business_time_between(a, b, calendar)
    return max(b - a, timedelta(0))


def _after(start: datetime, span: timedelta, calendar: Calendar | None) -> datetime:
    if calendar is not None:
        return add_business_time(start, span, calendar)
    return start.astimezone(UTC) + span


def late_by(due: datetime, at: datetime, paused_at: datetime | None) -> timedelta:
    """By how much elapsed time a promise was late; a paused one is as late as when it stopped."""
    stopped = at if paused_at is None else min(at, paused_at)
    return max(stopped - due, timedelta(0))


@dataclass(frozen=True, slots=True)
class NextDue:
    """The one clock to show: what a list sorts by and a chip draws.

    `left_when_paused` counts in the clock's own basis: an hour of business is an hour.
    """

    deadline_id: int
    kind: Kind
    source: Source
    basis: Basis
    state: State
    started_at: datetime
    due_at: datetime
    left_when_paused: timedelta | None = None

    @property
    def paused(self) -> bool:
        return self.state == State.PAUSED

    @property
    def running_due_at(self) -> datetime | None:
        """The due time a list sorts by; None while paused, for a paused clock is never late."""
        return None if self.paused else self.due_at


class Clock(Protocol):
    """What `next_due_of` reads of a deadline."""

    id: int
    kind: str
    source: str
    basis: str
    state: str
    started_at: datetime
    due_at: datetime
    paused_at: datetime | None
    calendar_id: int | None


def next_due_of(open_clocks: Iterable[Clock], calendars: Mapping[int, Calendar]) -> NextDue | None:
    """The earliest that runs; where all are paused, the earliest of these."""
    ordered = sorted(open_clocks, key=lambda c: (c.state == State.PAUSED, c.due_at, c.id))
    return _shown(ordered[0], calendars) if ordered else None


def _shown(clock: Clock, calendars: Mapping[int, Calendar]) -> NextDue:
    left = None
    if clock.paused_at is not None:
        calendar = None if clock.calendar_id is None else calendars.get(clock.calendar_id)
        left = _between(clock.paused_at, clock.due_at, calendar)
    return NextDue(
        deadline_id=clock.id,
        kind=Kind(clock.kind),
        source=Source(clock.source),
        basis=Basis(clock.basis),
        state=State(clock.state),
        started_at=clock.started_at,
        due_at=clock.due_at,
        left_when_paused=left,
    )
