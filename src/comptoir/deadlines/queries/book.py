"""The rules as they stand, and what they promise to somebody who writes now."""

import logging
import time
from datetime import date, datetime, timedelta

from comptoir.deadlines.errors import NeverOpen
from comptoir.deadlines.models import (
    BusinessCalendar,
    ClockPolicy,
    KeptOptions,
    PlatformPreset,
    TeamHours,
)
from comptoir.deadlines.options import USUAL, Options
from comptoir.deadlines.policies import hours
from comptoir.deadlines.policies.clocks import (
    Book,
    ClockFacts,
    PolicyRule,
    PresetRule,
    Target,
    our_target,
    targets_for,
)
from comptoir.deadlines.policies.durations import write_minutes
from comptoir.deadlines.policies.running import due_at
from comptoir.deadlines.states import Basis, Kind
from comptoir.kit.clock import now

# Another process sees a changed rule after at most this long; one mail costs no look-up.
BOOK_SECONDS = 10.0

log = logging.getLogger(__name__)

_book: tuple[float, Book] | None = None


def current_book() -> Book:
    """All rules in force, at most BOOK_SECONDS old."""
    global _book
    if _book is None or time.monotonic() - _book[0] > BOOK_SECONDS:
        _book = time.monotonic(), load_book()
    return _book[1]


def forget_book() -> None:
    """Read the rules anew at the next question."""
    global _book
    _book = None


def load_book() -> Book:
    """The rules as the database has them, in five queries."""
    calendars = list(BusinessCalendar.objects.all())
    return Book(
        policies=tuple(_policy_rule(p) for p in ClockPolicy.objects.filter(enabled=True)),
        presets=tuple(_preset_rule(p) for p in PlatformPreset.objects.filter(enabled=True)),
        calendars={c.pk: calendar_of(c) for c in calendars},
        team_calendars=dict(TeamHours.objects.values_list("team_id", "calendar_id")),
        default_calendar_id=next((c.pk for c in calendars if c.is_default), None),
        options=options(),
    )


def options() -> Options:
    """What the house decided, else what is usual."""
    kept = KeptOptions.objects.first()
    return Options(kept.due_soon_percent, kept.due_soon_minutes) if kept else USUAL


def calendar_of(row: BusinessCalendar) -> hours.Calendar:
    """The calendar to reckon with; raises HoursUnclear or ZoneUnknown."""
    return hours.Calendar(
        time_zone=row.time_zone,
        week=tuple(hours.read_hours(text) for text in row.week),
        country=row.country,
        subdivision=row.subdivision,
        closed=frozenset(row.closed_days),
        extra={date.fromisoformat(d): hours.read_hours(t) for d, t in row.open_days.items()},
    )


def _policy_rule(row: ClockPolicy) -> PolicyRule:
    return PolicyRule(
        id=row.pk,
        kind=Kind(row.kind),
        minutes=row.minutes,
        basis=Basis(row.basis),
        reasons=frozenset(row.reasons),
        labels=frozenset(row.labels),
        without_order=row.without_order,
        everything=row.everything,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _preset_rule(row: PlatformPreset) -> PresetRule:
    return PresetRule(
        id=row.pk,
        platform=row.platform,
        kind=Kind(row.kind),
        minutes=row.minutes,
        basis=Basis(row.basis),
        calendar_id=row.calendar_id,
        country=row.country,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def due_of(target: Target, started_at: datetime, book: Book) -> datetime:
    """When a target that starts now is due."""
    if target.due_at is not None:
        return target.due_at
    calendar = book.calendars[target.calendar_id] if target.calendar_id else None
    try:
        return due_at(started_at, target.span, calendar)
    except NeverOpen:
        # No mail is lost because somebody closed every day: count every hour instead.
        log.exception("Calendar %s is never open", target.calendar_id)
        return due_at(started_at, target.span, None)


def promised_time(
    at: datetime, facts: ClockFacts, kind: Kind = Kind.FIRST_REPLY
) -> datetime | None:
    """By when somebody who writes at `at` has an answer: the earlier of our and their clock.

    None where nothing is promised.
    """
    book = current_book()
    targets = targets_for(facts, (kind,), book, on=at)
    return min((due_of(target, at, book) for target in targets), default=None)


def is_open(at: datetime, *, team_id: int | None = None, calendar_id: int | None = None) -> bool:
    """Whether the team (else the mailbox, else the house) is open; always, without hours."""
    calendar = _hours_for(ClockFacts(team_id=team_id, calendar_id=calendar_id))
    return calendar is None or hours.is_open(at, calendar)


def open_time_between(
    a: datetime, b: datetime, *, team_id: int | None = None, calendar_id: int | None = None
) -> timedelta:
    """The opening hours of the team (else the mailbox, else the house); every hour without any."""
    calendar = _hours_for(ClockFacts(team_id=team_id, calendar_id=calendar_id))
    if calendar is None:
        return max(b - a, timedelta(0))
    return hours.business_time_between(a, b, calendar)


def next_opening(
    at: datetime, *, team_id: int | None = None, calendar_id: int | None = None
) -> datetime:
    """`at` while open, else when the doors open."""
    calendar = _hours_for(ClockFacts(team_id=team_id, calendar_id=calendar_id))
    return at if calendar is None else hours.next_opening(at, calendar)


def _hours_for(facts: ClockFacts) -> hours.Calendar | None:
    book = current_book()
    calendar_id = book.calendar_for(facts)
    return None if calendar_id is None else book.calendars.get(calendar_id)


def promise_for_reason(reason: str) -> str:
    """How soon everybody's first reply about it is promised; "" where nothing is."""
    target = our_target(
        ClockFacts(reason=reason, has_order=True), Kind.FIRST_REPLY, current_book(), now()
    )
    return write_minutes(target.minutes) if target else ""
