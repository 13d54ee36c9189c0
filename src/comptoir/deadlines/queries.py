"""Reading promises: the rules as they stand, what a subject is due, what to tell people."""

import logging
import time
from datetime import datetime

from django.db.models import QuerySet

from comptoir.deadlines.errors import NeverOpen
from comptoir.deadlines.models import (
    BusinessCalendar,
    ClockPolicy,
    Deadline,
    PlatformPreset,
    TeamHours,
)
from comptoir.deadlines.policies import hours
from comptoir.deadlines.policies.clocks import Book, ClockFacts, Target, targets_for
from comptoir.deadlines.policies.running import NextDue, due_at, next_due_of
from comptoir.deadlines.states import Kind, Subject

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
    """The rules as the database has them, in four queries."""
    calendars = list(BusinessCalendar.objects.all())
    return Book(
        policies=tuple(p.as_rule() for p in ClockPolicy.objects.filter(enabled=True)),
        presets=tuple(p.as_rule() for p in PlatformPreset.objects.filter(enabled=True)),
        calendars={c.pk: c.as_calendar() for c in calendars},
        team_calendars=dict(TeamHours.objects.values_list("team_id", "calendar_id")),
        default_calendar_id=next((c.pk for c in calendars if c.is_default), None),
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


def promised_time(at: datetime, facts: ClockFacts) -> datetime | None:
    """By when somebody who writes at `at` has an answer: the earlier of our and their clock.

    None where nothing is promised.
    """
    book = current_book()
    targets = targets_for(facts, (Kind.FIRST_REPLY,), book, on=at)
    return min((due_of(target, at, book) for target in targets), default=None)


def is_open(at: datetime, *, team_id: int | None = None, calendar_id: int | None = None) -> bool:
    """Whether the team (else the mailbox, else the house) is open; always, without hours."""
    calendar = _hours_for(ClockFacts(team_id=team_id, calendar_id=calendar_id))
    return calendar is None or hours.is_open(at, calendar)


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


def of_subject(subject: Subject) -> QuerySet[Deadline]:
    return Deadline.objects.filter(subject_id=subject.id, subject_kind=subject.kind)


def open_of(subject: Subject) -> QuerySet[Deadline]:
    """The promises still to be kept, missed ones among them."""
    return of_subject(subject).filter(ended_at=None)


def next_due(subject: Subject) -> NextDue | None:
    """The clock to show: the earliest that runs, else the earliest that is paused."""
    return next_due_of(open_of(subject), current_book().calendars)
