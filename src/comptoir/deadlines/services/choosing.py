"""Promises start, and are chosen anew when the reason, the team or the marketplace changes."""

from collections.abc import Collection
from datetime import datetime

from comptoir.deadlines.events import DeadlineMoved
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.policies.clocks import Book, ClockFacts, Target, targets_for
from comptoir.deadlines.policies.running import NextDue
from comptoir.deadlines.queries import current_book, next_due
from comptoir.deadlines.services.clocks import (
    call_off,
    clock_for,
    insert,
    locked,
    ours,
    reckon,
    shown,
    together,
    turn,
    write,
)
from comptoir.deadlines.states import (
    FIRST_CONTACT,
    Basis,
    CancelReason,
    Kind,
    MoveCause,
    Source,
    State,
    Subject,
)
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now


@together
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
    return shown(insert([clock_for(subject, t, started_at, book) for t in targets], subject))


@together
def restart_for_reason(*, by: Actor, subject: Subject, facts: ClockFacts) -> NextDue | None:
    """The reason or the order changed: choose our promises anew, from their original start.

    A missed promise that now has time left runs again; one that no policy makes any more is
    called off. The marketplace's clock does not care.
    """
    return _choose_anew(by, subject, facts, MoveCause.REASON)


@together
def hand_over(*, by: Actor, subject: Subject, facts: ClockFacts) -> NextDue | None:
    """Another team, with `facts.team_id`: the same promise in its hours, from the same start."""
    return _choose_anew(by, subject, facts, MoveCause.TEAM)


def _choose_anew(
    by: Actor, subject: Subject, facts: ClockFacts, cause: MoveCause
) -> NextDue | None:
    book = current_book()
    clocks = locked(subject)
    for clock in ours(clocks):
        targets = targets_for(facts, (Kind(clock.kind),), book, on=clock.started_at)
        target = next((t for t in targets if t.source == Source.POLICY), None)
        if target is None:
            call_off(clock, by, CancelReason.NO_PROMISE, now())
        else:
            _aim(clock, target, book, by, cause)
    return shown(clocks)


def _aim(clock: Deadline, target: Target, book: Book, by: Actor, cause: MoveCause) -> None:
    clock.basis, clock.target_minutes = target.basis, target.minutes
    clock.calendar_id, clock.policy_id = target.calendar_id, target.policy_id
    _move(clock, reckon(clock, book), by, cause)
    write(clock, "basis", "target_minutes", "calendar_id", "policy_id", "due_at", "state")


def _move(clock: Deadline, due: datetime, by: Actor, cause: MoveCause) -> None:
    old, clock.due_at = clock.due_at, due
    if clock.state == State.MISSED and due > now():
        turn(clock, State.RUNNING)
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


@together
def follow_channel(
    *, by: Actor, subject: Subject, kind: Kind, due: datetime, started_at: datetime
) -> NextDue | None:
    """The marketplace stated or changed its own due date: it replaces the preset's."""
    clocks = locked(subject)
    clock = next((c for c in clocks if c.kind == kind and c.source == Source.CHANNEL), None)
    minutes = max(int((due - started_at).total_seconds() // 60), 0)
    if clock is None:
        target = Target(kind, Source.CHANNEL, Basis.CALENDAR, minutes, due_at=due)
        return shown(insert([clock_for(subject, target, started_at, Book())], subject))
    clock.basis, clock.calendar_id, clock.preset_id = Basis.CALENDAR, None, None
    clock.target_minutes = minutes
    _move(clock, due, by, MoveCause.CHANNEL)
    write(clock, "basis", "calendar_id", "preset_id", "target_minutes", "due_at", "state")
    return shown(clocks)
