"""Promises are kept, called off, and opened again."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from comptoir.deadlines.events import DeadlineMet, DeadlineReopened
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.policies.clocks import Book
from comptoir.deadlines.policies.running import NextDue, late_by
from comptoir.deadlines.queries import current_book, of_subject
from comptoir.deadlines.services.clocks import (
    call_off,
    end,
    locked,
    miss,
    shown,
    skip,
    together,
    turn,
    write,
)
from comptoir.deadlines.states import REPLIES, CancelReason, Kind, Source, State, Subject
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now

_CLOSED_IN_GOOD_ORDER = ("", CancelReason.NO_REPLY_NEEDED)


@together
def meet(
    *, by: Actor, subject: Subject, kinds: Collection[Kind] = REPLIES, at: datetime | None = None
) -> NextDue | None:
    """The promise is kept. Late is measured in elapsed seconds, whatever the basis."""
    at = at or now()
    clocks = locked(subject)
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
    return shown(clocks)


def _keep(clock: Deadline, by: Actor, at: datetime) -> None:
    late = late_by(clock.due_at, at, clock.paused_at)
    if late and clock.state != State.MISSED:
        miss(clock, by)
    elif clock.state != State.MISSED:
        turn(clock, State.MET)
    clock.late_seconds = int(late.total_seconds())
    end(clock, at)


@together
def cancel(
    *,
    by: Actor,
    subject: Subject,
    why: CancelReason,
    kinds: Collection[Kind] = tuple(Kind),
    sources: Collection[Source] = tuple(Source),
    at: datetime | None = None,
) -> NextDue | None:
    """Call promises off: no reply is needed, it is spam, merged into another or split off."""
    at = at or now()
    clocks = locked(subject)
    for clock in clocks:
        if clock.kind in kinds and clock.source in sources:
            call_off(clock, by, why, at)
    return shown(clocks)


@together
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
    kept = of_subject(subject).filter(kind__in=kinds, why__in=_CLOSED_IN_GOOD_ORDER)
    return _revive(by, subject, kept, closed_until=at)


@together
def take_back(
    *, by: Actor, subject: Subject, why: CancelReason = CancelReason.SPAM
) -> NextDue | None:
    """The calling off was a mistake: what it ended runs on as if it never was."""
    return _revive(by, subject, of_subject(subject).filter(why=why), closed_until=None)


def _revive(
    by: Actor, subject: Subject, candidates: QuerySet[Deadline], *, closed_until: datetime | None
) -> NextDue | None:
    book = current_book()
    clocks = locked(subject)
    taken = {(c.kind, c.source) for c in clocks}
    for clock in _ended_last(candidates):
        if (clock.kind, clock.source) not in taken:
            _run_again(clock, by, closed_until, book)
            clocks.append(clock)
    return shown(clocks)


def _ended_last(candidates: QuerySet[Deadline]) -> list[Deadline]:
    """Those that ended together in the last act."""
    ended = candidates.filter(ended_at__isnull=False).select_for_update()
    newest_first = list(ended.order_by("-ended_at", "id"))
    return [clock for clock in newest_first if clock.ended_at == newest_first[0].ended_at]


def _run_again(clock: Deadline, by: Actor, closed_until: datetime | None, book: Book) -> None:
    ended_at = clock.ended_at
    clock.ended_at, clock.late_seconds, clock.why = None, None, ""
    if ended_at is not None and clock.source == Source.POLICY:
        skip(clock, ended_at, closed_until or ended_at, book)
    if clock.state != State.MISSED or clock.due_at > now():
        turn(clock, State.RUNNING)
    write(clock, "state", "ended_at", "late_seconds", "why", "pauses", "due_at")
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
