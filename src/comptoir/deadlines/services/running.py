"""Clocks stop, run on, and run out."""

from datetime import datetime

from django.db import transaction

from comptoir.deadlines.models import Deadline
from comptoir.deadlines.policies.running import NextDue
from comptoir.deadlines.queries import current_book
from comptoir.deadlines.services.clocks import (
    due_soon,
    locked,
    miss,
    ours,
    shown,
    skip,
    together,
    turn,
    write,
)
from comptoir.deadlines.states import State, Subject
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now

SWEEP_BATCH = 500


@together
def pause(*, by: Actor, subject: Subject, at: datetime | None = None) -> NextDue | None:
    """Stop our clocks while somebody else has to act; the marketplace's runs on.

    A clock past its due time can't be stopped any more: it is missed.
    """
    at = at or now()
    clocks = locked(subject)
    for clock in ours(clocks):
        if clock.state == State.RUNNING and clock.due_at < at:
            miss(clock, by)
            write(clock, "state")
        elif clock.state == State.RUNNING:
            turn(clock, State.PAUSED)
            clock.paused_at = at
            write(clock, "state", "paused_at")
    return shown(clocks)


@together
def resume(*, by: Actor, subject: Subject, at: datetime | None = None) -> NextDue | None:
    """Let our paused clocks run on with the time they had left."""
    at = at or now()
    book = current_book()
    clocks = locked(subject)
    for clock in clocks:
        if clock.state == State.PAUSED and clock.paused_at is not None:
            turn(clock, State.RUNNING)
            skip(clock, clock.paused_at, at, book)
            clock.paused_at = None
            write(clock, "state", "paused_at", "pauses", "due_at")
    return shown(clocks)


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
        miss(clock, by)
    Deadline.objects.filter(pk__in=[c.pk for c in clocks]).update(state=State.MISSED)
    return len(clocks)


def warn_of_due(*, by: Actor = SYSTEM, at: datetime | None = None) -> int:
    """Tell of every promise that is due soon, once, in small transactions; how many there were."""
    at, total = at or now(), 0
    while True:
        found = _warn_of_some(by, at)
        total += found
        if found < SWEEP_BATCH:
            return total


@transaction.atomic
def _warn_of_some(by: Actor, at: datetime) -> int:
    """What is past its due time already is told as missed, and not before."""
    near = Deadline.objects.filter(state=State.RUNNING, is_warned=False, warn_at__lte=at)
    clocks = list(near.order_by("warn_at").select_for_update(skip_locked=True)[:SWEEP_BATCH])
    Deadline.objects.filter(pk__in=[c.pk for c in clocks]).update(is_warned=True)
    for clock in clocks:
        if clock.due_at > at:
            publish(due_soon(clock), by=by)
    return len(clocks)
