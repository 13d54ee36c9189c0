"""What every verb needs: rows locked, turned, reckoned, ended and announced."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from comptoir.deadlines.events import (
    DeadlineCancelled,
    DeadlineMissed,
)
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.policies.clocks import Book, Target
from comptoir.deadlines.policies.running import NextDue, due_at, next_due_of
from comptoir.deadlines.queries import current_book, due_of, open_of
from comptoir.deadlines.states import (
    FLOW,
    CancelReason,
    Kind,
    Source,
    State,
    Subject,
)
from comptoir.journal import publish
from comptoir.kit.actor import Actor

# Joins the caller's transaction without a savepoint: two statements fewer a mail.
together = transaction.atomic(savepoint=False)

_COLUMNS = (
    "subject_kind, subject_id, kind, source, basis, state, started_at, due_at, target_minutes, "
    "calendar_id, policy_id, preset_id, why"
)
# A second message before the answer meets the clock of the first: it is not started again.
_START = """
WITH started AS (
  INSERT INTO deadlines_deadline ({columns}) VALUES {rows}
  ON CONFLICT (subject_id, subject_kind, kind, source) WHERE ended_at IS NULL DO NOTHING
  RETURNING *
)
SELECT * FROM started
UNION ALL
SELECT * FROM deadlines_deadline
WHERE subject_id = %s AND subject_kind = %s AND ended_at IS NULL"""


def locked(subject: Subject) -> list[Deadline]:
    return list(open_of(subject).select_for_update().order_by("id"))


def ours(clocks: Iterable[Deadline]) -> list[Deadline]:
    return [clock for clock in clocks if clock.source == Source.POLICY]


def shown(clocks: Iterable[Deadline]) -> NextDue | None:
    still_open = (clock for clock in clocks if clock.ended_at is None)
    return next_due_of(still_open, current_book().calendars)


def clock_for(subject: Subject, target: Target, started_at: datetime, book: Book) -> Deadline:
    return Deadline(
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


def insert(clocks: Sequence[Deadline], subject: Subject) -> list[Deadline]:
    """Insert what is not open yet; all that is open now."""
    names = _COLUMNS.split(", ")
    row = f"({', '.join(['%s'] * len(names))})"
    sql = _START.format(columns=_COLUMNS, rows=", ".join([row] * len(clocks)))
    values = [getattr(clock, name) for clock in clocks for name in names]
    return list(Deadline.objects.raw(sql, [*values, subject.id, str(subject.kind)]))


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
    clock.save(update_fields=["state", "ended_at", "paused_at", "pauses", "late_seconds", "why"])


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
