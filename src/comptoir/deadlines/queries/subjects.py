"""What is promised about one subject: for the verbs, and in words for people."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comptoir.deadlines.models import Deadline
from comptoir.deadlines.policies.durations import write_minutes
from comptoir.deadlines.policies.running import NextDue, next_due_of
from comptoir.deadlines.queries.book import current_book
from comptoir.deadlines.states import BASIS_NAMES, KIND_NAMES, Basis, Kind, Source, State, Subject


def of_subject(subject: Subject) -> QuerySet[Deadline]:
    return Deadline.objects.filter(subject_id=subject.id, subject_kind=subject.kind)


def open_of(subject: Subject) -> QuerySet[Deadline]:
    """The promises still to be kept, missed ones among them."""
    return of_subject(subject).filter(ended_at=None)


def next_due(subject: Subject) -> NextDue | None:
    """The clock to show: the earliest that runs, else the earliest that is paused."""
    return next_due_of(open_of(subject), current_book().calendars)


@dataclass(frozen=True, slots=True)
class ToldDeadline:
    """A promise in words: `promise` "First reply within 2 h", `clock` by whose clock it counts."""

    id: int
    promise: str
    clock: str
    state: State
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    late_seconds: int


def deadlines_of(subject: Subject) -> tuple[ToldDeadline, ...]:
    """Every promise ever made about it, the open ones first, then the newest."""
    found = sorted(of_subject(subject), key=lambda d: (d.ended_at is not None, -d.pk))
    return tuple(_told(deadline) for deadline in found)


def _told(deadline: Deadline) -> ToldDeadline:
    kind = KIND_NAMES[Kind(deadline.kind)]
    within = write_minutes(deadline.target_minutes)
    return ToldDeadline(
        id=deadline.pk,
        promise=_("%(promise)s within %(time)s") % {"promise": kind, "time": within},
        clock=clock_words(deadline.source, deadline.basis),
        state=State(deadline.state),
        started_at=deadline.started_at,
        due_at=deadline.due_at,
        ended_at=deadline.ended_at,
        late_seconds=deadline.late_seconds or 0,
    )


def promise_words(kind: str) -> str:
    """“First reply”; empty for no promise."""
    return str(KIND_NAMES[Kind(kind)]) if kind else ""


def clock_words(source: str, basis: str = "") -> str:
    """By whose clock, and which hours count: for the tooltip of a clock."""
    if source == Source.CHANNEL:
        return _("The marketplace’s clock, it never pauses")
    return (
        _("Our promise, %(hours)s") % {"hours": BASIS_NAMES[Basis(basis)]}
        if basis
        else _("Our promise")
    )
