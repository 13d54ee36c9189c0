"""What every verb needs: rows locked, turned, reckoned, ended and announced."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, transaction

from comptoir.deadlines.errors import NeverOpen
from comptoir.deadlines.events import DeadlineCancelled, DeadlineDueSoon, DeadlineMissed
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.policies.clocks import Book, Target
from comptoir.deadlines.policies.running import NextDue, due_at, next_due_of, warn_at
from comptoir.deadlines.queries import current_book, due_of
from comptoir.deadlines.states import FLOW, CancelReason, Kind, Source, State, Subject
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.db import planned, planned_cursor

# Joins the caller's transaction without a savepoint: two statements fewer a mail.
together = transaction.atomic(savepoint=False)

_FIELDS = [field.attname for field in Deadline._meta.concrete_fields]
_GIVEN = [
    *("subject_kind", "subject_id", "kind", "source", "basis", "state", "started_at", "due_at"),
    *("target_minutes", "calendar_id", "policy_id", "preset_id", "why", "warn_at"),
]
# A second message before the answer meets the clock of the first: it is not started again.
_START = """
WITH started AS (
  INSERT INTO deadlines_deadline ({given}) VALUES {rows}
  ON CONFLICT (subject_id, subject_kind, kind, source) WHERE ended_at IS NULL DO NOTHING
  RETURNING *
)
SELECT {fields} FROM started
UNION ALL
SELECT {fields} FROM deadlines_deadline
WHERE subject_id = %s AND subject_kind = %s AND ended_at IS NULL"""
_LOCK = """
SELECT {fields} FROM deadlines_deadline
WHERE subject_id = %s AND subject_kind = %s AND ended_at IS NULL ORDER BY id FOR UPDATE"""
_WRITE = "UPDATE deadlines_deadline SET {assignments} WHERE id = %s"


def _read(sql: str, values: Sequence[object], **parts: str) -> list[Deadline]:
    """Rows by a statement written here: composing it costs Django a millisecond a mail."""
    statement = sql.format(fields=", ".join(_FIELDS), **parts)
    return [Deadline.from_db(DEFAULT_DB_ALIAS, _FIELDS, row) for row in planned(statement, values)]


def insert(clocks: Sequence[Deadline], subject: Subject) -> list[Deadline]:
    """Insert what is not open yet; all that is open now."""
    row = f"({', '.join(['%s'] * len(_GIVEN))})"
    values = [getattr(clock, name) for clock in clocks for name in _GIVEN]
    return _read(
        _START,
        [*values, subject.id, subject.kind],
        given=", ".join(_GIVEN),
        rows=", ".join([row] * len(clocks)),
    )


def locked(subject: Subject) -> list[Deadline]:
    """What is open of it, for this transaction alone."""
    return _read(_LOCK, [subject.id, subject.kind])


def write(clock: Deadline, *names: str) -> None:
    """Store these fields of a locked row; with another due time also when to warn of it."""
    if "due_at" in names:
        clock.warn_at = _warning(clock, current_book())
        names = (*names, "warn_at")
    assignments = ", ".join(f"{name} = %s" for name in names)
    values = [getattr(clock, name) for name in names]
    with planned_cursor() as cursor:
        cursor.execute(_WRITE.format(assignments=assignments), [*values, clock.pk])


def ours(clocks: Iterable[Deadline]) -> list[Deadline]:
    return [clock for clock in clocks if clock.source == Source.POLICY]


def shown(clocks: Iterable[Deadline]) -> NextDue | None:
    still_open = (clock for clock in clocks if clock.ended_at is None)
    return next_due_of(still_open, current_book().calendars)


def clock_for(subject: Subject, target: Target, started_at: datetime, book: Book) -> Deadline:
    clock = Deadline(
        subject_kind=subject.kind,
        subject_id=subject.id,
        kind=target.kind,
        source=target.source,
        basis=target.basis,
        state=State.RUNNING,
        started_at=started_at,
        due_at=due_of(target, started_at, book),
        target_minutes=target.minutes,
        calendar_id=target.calendar_id,
        policy_id=target.policy_id,
        preset_id=target.preset_id,
    )
    clock.warn_at = _warning(clock, book)
    return clock


def _warning(clock: Deadline, book: Book) -> datetime | None:
    """By the same hours as its due time."""
    calendar = book.calendars.get(clock.calendar_id) if clock.calendar_id else None
    span = timedelta(minutes=clock.target_minutes)
    begun, due = clock.started_at, clock.due_at
    try:
        return warn_at(begun, due, span, calendar, clock.pause_list, options=book.options)
    except NeverOpen:
        return warn_at(begun, due, span, None, clock.pause_list, options=book.options)


def turn(clock: Deadline, state: State) -> None:
    FLOW.check(State(clock.state), state)
    clock.state = state


def reckon(clock: Deadline, book: Book) -> datetime:
    calendar = book.calendars[clock.calendar_id] if clock.calendar_id else None
    span = timedelta(minutes=clock.target_minutes)
    return due_at(clock.started_at, span, calendar, clock.pause_list)


def skip(clock: Deadline, begin: datetime, until: datetime, book: Book) -> None:
    """The time from `begin` to `until` does not count."""
    if until > begin:
        clock.pauses = [*(clock.pauses or []), begin, until]
    clock.due_at = reckon(clock, book)


def end(clock: Deadline, at: datetime) -> None:
    if clock.paused_at is not None and at > clock.paused_at:
        clock.pauses = [*(clock.pauses or []), clock.paused_at, at]
    clock.ended_at, clock.paused_at = at, None
    write(clock, "state", "ended_at", "paused_at", "pauses", "late_seconds", "why")


def due_soon(clock: Deadline) -> DeadlineDueSoon:
    return DeadlineDueSoon(
        subject_kind=clock.subject.kind,
        subject_id=clock.subject_id,
        deadline_id=clock.pk,
        kind=Kind(clock.kind),
        source=Source(clock.source),
        due_at=clock.due_at,
    )


def miss(clock: Deadline, by: Actor) -> None:
    turn(clock, State.MISSED)
    publish(
        DeadlineMissed(
            subject_kind=clock.subject.kind,
            subject_id=clock.subject_id,
            deadline_id=clock.pk,
            kind=Kind(clock.kind),
            source=Source(clock.source),
            due_at=clock.due_at,
        ),
        by=by,
    )


def call_off(clock: Deadline, by: Actor, why: CancelReason, at: datetime) -> None:
    """A broken promise stays broken where the call-off is only that nobody waits any more."""
    if clock.state != State.MISSED or why != CancelReason.NO_REPLY_NEEDED:
        turn(clock, State.CANCELLED)
    clock.why = why
    end(clock, at)
    publish(
        DeadlineCancelled(
            subject_kind=clock.subject.kind,
            subject_id=clock.subject_id,
            deadline_id=clock.pk,
            kind=Kind(clock.kind),
            why=why,
        ),
        by=by,
    )
