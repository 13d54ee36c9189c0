"""Promises start, pause, move, are kept, missed or called off.

The caller owns the subject: it has asked `access`, holds the lock on its row, and writes the
returned NextDue on it, all in one transaction. None means that nothing is due.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from comptoir.deadlines.events import (
    DeadlineCancelled,
    DeadlineMet,
    DeadlineMissed,
    DeadlineMoved,
    DeadlineReopened,
)
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.policies.clocks import Book, ClockFacts, Target, targets_for
from comptoir.deadlines.policies.running import NextDue, due_at, late_by, next_due_of
from comptoir.deadlines.queries import current_book, due_of, next_due, of_subject, open_of
from comptoir.deadlines.states import (
    FIRST_CONTACT,
    FLOW,
    REPLIES,
    Basis,
    CancelReason,
    Kind,
    MoveCause,
    Source,
    State,
    Subject,
)
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now

SWEEP_BATCH = 500

# Joins the caller's transaction without a savepoint: two statements fewer a mail.
_together = transaction.atomic(savepoint=False)

_COLUMNS = (
    "subject_kind, subject_id, kind, source, basis, state, started_at, due_at, target_minutes, "
    "calendar_id, policy_id, preset_id"
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


@_together
def start(
    *,
    by: Actor,
    subject: Subject,
    facts: ClockFacts,
    started_at: datetime,
    kinds: Collection[Kind] = FIRST_CONTACT,
) -> NextDue | None:
    """Start every promise of these kinds, ours and the marketplace's, in one statement.

    A kind that already runs keeps its clock: of a burst of messages the first counts.
    FIRST_CONTACT for the first message, NEXT_CONTACT for one that follows an answer.
    """
    book = current_book()
    targets = targets_for(facts, kinds, book, on=started_at)
    if not targets:
        return next_due(subject)
    return _next(_insert([_clock(subject, t, started_at, book) for t in targets], subject))


def _clock(subject: Subject, target: Target, started_at: datetime, book: Book) -> Deadline:
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


def _insert(clocks: Sequence[Deadline], subject: Subject) -> list[Deadline]:
    """Insert what is not open yet; all that is open now."""
    names = _COLUMNS.split(", ")
    row = f"({', '.join(['%s'] * len(names))})"
    sql = _START.format(columns=_COLUMNS, rows=", ".join([row] * len(clocks)))
    values = [getattr(clock, name) for clock in clocks for name in names]
    return list(Deadline.objects.raw(sql, [*values, subject.id, str(subject.kind)]))


@_together
def restart_for_reason(*, by: Actor, subject: Subject, facts: ClockFacts) -> NextDue | None:
    """The reason or the order changed: choose our promises anew, from their original start.

    A missed promise that now has time left runs again; one that no policy makes any more is
    called off. The marketplace's clock does not care.
    """
    return _choose_anew(by, subject, facts, MoveCause.REASON)


@_together
def hand_over(*, by: Actor, subject: Subject, facts: ClockFacts) -> NextDue | None:
    """Another team, with `facts.team_id`: the same promise in its hours, from the same start."""
    return _choose_anew(by, subject, facts, MoveCause.TEAM)


def _choose_anew(
    by: Actor, subject: Subject, facts: ClockFacts, cause: MoveCause
) -> NextDue | None:
    book = current_book()
    clocks = _locked(subject)
    for clock in _ours(clocks):
        targets = targets_for(facts, (Kind(clock.kind),), book, on=clock.started_at)
        target = next((t for t in targets if t.source == Source.POLICY), None)
        if target is None:
            _call_off(clock, by, CancelReason.NO_PROMISE, now())
        else:
            _aim(clock, target, book, by, cause)
    return _next(clocks)


def _aim(clock: Deadline, target: Target, book: Book, by: Actor, cause: MoveCause) -> None:
    clock.basis, clock.target_minutes = target.basis, target.minutes
    clock.calendar_id, clock.policy_id = target.calendar_id, target.policy_id
    _move(clock, _reckon(clock, book), by, cause)
    clock.save(update_fields=["basis", "target_minutes", "calendar", "policy", "due_at", "state"])


def _reckon(clock: Deadline, book: Book) -> datetime:
    calendar = book.calendars[clock.calendar_id] if clock.calendar_id else None
    span = timedelta(minutes=clock.target_minutes)
    return due_at(clock.started_at, span, calendar, clock.pause_list)


def _move(clock: Deadline, due: datetime, by: Actor, cause: MoveCause) -> None:
    old, clock.due_at = clock.due_at, due
    if clock.state == State.MISSED and due > now():
        _turn(clock, State.RUNNING)
    if old != due:
        publish(
            DeadlineMoved(
                subject_kind=clock.subject.kind,
                subject_id=clock.subject_id,
                deadline_id=clock.pk,
                kind=Kind(clock.kind),
                cause=cause,
                old_due_at=old,
                due_at=due,
            ),
            by=by,
        )


@_together
def follow_channel(
    *, by: Actor, subject: Subject, kind: Kind, due: datetime, started_at: datetime
) -> NextDue | None:
    """The marketplace stated or changed its own due date: it replaces the preset's."""
    clocks = _locked(subject)
    clock = next((c for c in clocks if c.kind == kind and c.source == Source.CHANNEL), None)
    minutes = max(int((due - started_at).total_seconds() // 60), 0)
    if clock is None:
        target = Target(kind, Source.CHANNEL, Basis.CALENDAR, minutes, due_at=due)
        return _next(_insert([_clock(subject, target, started_at, Book())], subject))
    clock.basis, clock.calendar_id, clock.preset_id = Basis.CALENDAR, None, None
    clock.target_minutes = minutes
    _move(clock, due, by, MoveCause.CHANNEL)
    clock.save(update_fields=["basis", "calendar", "preset", "target_minutes", "due_at", "state"])
    return _next(clocks)


@_together
def pause(*, by: Actor, subject: Subject, at: datetime | None = None) -> NextDue | None:
    """Stop our clocks while somebody else has to act; the marketplace's runs on.

    A clock past its due time can't be stopped any more: it is missed.
    """
    at = at or now()
    clocks = _locked(subject)
    for clock in _ours(clocks):
        if clock.state == State.RUNNING and clock.due_at < at:
            _miss(clock, by)
            clock.save(update_fields=["state"])
        elif clock.state == State.RUNNING:
            _turn(clock, State.PAUSED)
            clock.paused_at = at
            clock.save(update_fields=["state", "paused_at"])
    return _next(clocks)


@_together
def resume(*, by: Actor, subject: Subject, at: datetime | None = None) -> NextDue | None:
    """Let our paused clocks run on with the time they had left."""
    at = at or now()
    book = current_book()
    clocks = _locked(subject)
    for clock in clocks:
        if clock.state == State.PAUSED and clock.paused_at is not None:
            _turn(clock, State.RUNNING)
            _skip(clock, clock.paused_at, at, book)
            clock.paused_at = None
            clock.save(update_fields=["state", "paused_at", "pauses", "due_at"])
    return _next(clocks)


def _skip(clock: Deadline, begin: datetime, end: datetime, book: Book) -> None:
    """The time from `begin` to `end` does not count."""
    if end > begin:
        clock.pauses = [*(clock.pauses or []), begin, end]
        clock.due_at = _reckon(clock, book)


@_together
def meet(
    *, by: Actor, subject: Subject, kinds: Collection[Kind] = REPLIES, at: datetime | None = None
) -> NextDue | None:
    """The promise is kept. Late is measured in elapsed seconds, whatever the basis."""
    at = at or now()
    clocks = _locked(subject)
    kept = sorted((c for c in clocks if c.kind in kinds), key=lambda c: c.due_at)
    for clock in kept:
        _keep(clock, by, at)
    for clock in {c.kind: c for c in reversed(kept)}.values():
        publish(
            DeadlineMet(
                subject_kind=subject.kind,
                subject_id=subject.id,
                deadline_id=clock.pk,
                kind=Kind(clock.kind),
                source=Source(clock.source),
                late_seconds=clock.late_seconds or 0,
            ),
            by=by,
        )
    return _next(clocks)


def _keep(clock: Deadline, by: Actor, at: datetime) -> None:
    late = late_by(clock.due_at, at, clock.paused_at)
    if not late and clock.state != State.MISSED:
        _turn(clock, State.MET)
    elif clock.state == State.RUNNING:
        _miss(clock, by)
    clock.late_seconds = int(late.total_seconds())
    _end(clock, at)


def _end(clock: Deadline, at: datetime) -> None:
    clock.ended_at, clock.paused_at = at, None
    clock.save(update_fields=["state", "ended_at", "paused_at", "late_seconds"])


@_together
def cancel(
    *,
    by: Actor,
    subject: Subject,
    why: CancelReason,
    kinds: Collection[Kind] = tuple(Kind),
    at: datetime | None = None,
) -> NextDue | None:
    """Call promises off: no reply is needed, it is spam, or it was merged into another."""
    clocks = _locked(subject)
    for clock in clocks:
        if clock.kind in kinds:
            _call_off(clock, by, why, at or now())
    return _next(clocks)


def _call_off(clock: Deadline, by: Actor, why: CancelReason, at: datetime) -> None:
    _turn(clock, State.CANCELLED)
    _end(clock, at)
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


@_together
def reopen(
    *,
    by: Actor,
    subject: Subject,
    kinds: Collection[Kind] = (Kind.RESOLUTION,),
    at: datetime | None = None,
) -> NextDue | None:
    """The conversation is open again: its promises run on from their original start.

    The time it was closed does not count against our own clocks.
    """
    at = at or now()
    return _revive(by, subject, kinds, closed_until=at)


@_together
def take_back(*, by: Actor, subject: Subject, kinds: Collection[Kind] = REPLIES) -> NextDue | None:
    """What ended these promises was undone (a reply, "spam"): they run on as if it never was."""
    return _revive(by, subject, kinds, closed_until=None)


def _revive(
    by: Actor, subject: Subject, kinds: Collection[Kind], *, closed_until: datetime | None
) -> NextDue | None:
    book = current_book()
    clocks = _locked(subject)
    taken = {(c.kind, c.source) for c in clocks}
    for clock in _last_ended(subject, kinds):
        if (clock.kind, clock.source) not in taken:
            _run_again(clock, by, closed_until, book)
            clocks.append(clock)
    return _next(clocks)


def _last_ended(subject: Subject, kinds: Collection[Kind]) -> Iterable[Deadline]:
    """Of each kind and source the promise that ended last."""
    ended = of_subject(subject).filter(kind__in=kinds, ended_at__isnull=False)
    newest_last = ended.select_for_update().order_by("ended_at", "id")
    return {(c.kind, c.source): c for c in newest_last}.values()


def _run_again(clock: Deadline, by: Actor, closed_until: datetime | None, book: Book) -> None:
    ended_at, clock.ended_at, clock.late_seconds = clock.ended_at, None, None
    if ended_at and closed_until and clock.source == Source.POLICY:
        _skip(clock, ended_at, closed_until, book)
    if clock.state != State.MISSED or clock.due_at > now():
        _turn(clock, State.RUNNING)
    clock.save(update_fields=["state", "ended_at", "late_seconds", "pauses", "due_at"])
    publish(
        DeadlineReopened(
            subject_kind=clock.subject.kind,
            subject_id=clock.subject_id,
            deadline_id=clock.pk,
            kind=Kind(clock.kind),
            due_at=clock.due_at,
        ),
        by=by,
    )


def mark_missed(*, by: Actor = SYSTEM, at: datetime | None = None) -> int:
    """Mark every promise that ran out and tell it, in small transactions; how many there were.

    Rows that somebody is just answering are left for the next minute.
    """
    at, total = at or now(), 0
    while True:
        found = _mark_some_missed(by, at)
        total += found
        if found < SWEEP_BATCH:
            return total


@transaction.atomic
def _mark_some_missed(by: Actor, at: datetime) -> int:
    ran_out = Deadline.objects.filter(state=State.RUNNING, due_at__lt=at).order_by("due_at")
    clocks = list(ran_out.select_for_update(skip_locked=True)[:SWEEP_BATCH])
    for clock in clocks:
        _miss(clock, by)
    Deadline.objects.filter(pk__in=[c.pk for c in clocks]).update(state=State.MISSED)
    return len(clocks)


def _miss(clock: Deadline, by: Actor) -> None:
    _turn(clock, State.MISSED)
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


def _turn(clock: Deadline, state: State) -> None:
    FLOW.check(State(clock.state), state)
    clock.state = state


def _locked(subject: Subject) -> list[Deadline]:
    return list(open_of(subject).select_for_update().order_by("id"))


def _ours(clocks: Iterable[Deadline]) -> list[Deadline]:
    return [clock for clock in clocks if clock.source == Source.POLICY]


def _next(clocks: Iterable[Deadline]) -> NextDue | None:
    still_open = (clock for clock in clocks if clock.ended_at is None)
    return next_due_of(still_open, current_book().calendars)
