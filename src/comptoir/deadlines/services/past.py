"""Promises of a past that another desk kept or broke: many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from comptoir.deadlines.models import Deadline
from comptoir.deadlines.policies.clocks import Book, ClockFacts, targets_for
from comptoir.deadlines.policies.running import late_by
from comptoir.deadlines.queries import current_book
from comptoir.deadlines.services.clocks import clock_for
from comptoir.deadlines.states import FIRST_CONTACT, NEXT_CONTACT, State, Subject
from comptoir.kit.rows import insert_many


@dataclass(frozen=True, slots=True)
class KeptPromise:
    """A question and when it was answered; `is_first` for a subject's first question."""

    subject: Subject
    facts: ClockFacts
    started_at: datetime
    answered_at: datetime
    is_first: bool


def record_kept(promises: Sequence[KeptPromise]) -> int:
    """Store how each promise was kept, by the rules of today; returns how many clocks."""
    book = current_book()
    clocks = [clock for promise in promises for clock in _clocks(promise, book)]
    insert_many(clocks)
    return len(clocks)


def _clocks(promise: KeptPromise, book: Book) -> list[Deadline]:
    kinds = FIRST_CONTACT if promise.is_first else NEXT_CONTACT
    targets = targets_for(promise.facts, kinds, book, on=promise.started_at)
    return [
        _ended(clock_for(promise.subject, target, promise.started_at, book), promise.answered_at)
        for target in targets
    ]


def _ended(clock: Deadline, at: datetime) -> Deadline:
    late = late_by(clock.due_at, at, None)
    clock.state = State.MISSED if late else State.MET
    clock.ended_at, clock.late_seconds = at, int(late.total_seconds())
    return clock
