"""The clock to show, in words."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.conversations.models import Conversation
from comptoir.conversations.shapes import Clock
from comptoir.deadlines.models import Deadline
from comptoir.deadlines.queries import open_of
from comptoir.deadlines.states import Kind, Source, State, Subject, SubjectKind
from comptoir.kit.clock import now

_PROMISES = {
    Kind.FIRST_REPLY: gettext_lazy("First reply"),
    Kind.NEXT_REPLY: gettext_lazy("Next reply"),
    Kind.RESOLUTION: gettext_lazy("Resolution"),
}


def clock(
    due_at: datetime | None,
    started_at: datetime | None,
    kind: str,
    source: str,
    paused_left: int | None,
) -> Clock | None:
    """The clock that a row repeats; None where nothing is due."""
    if not kind or started_at is None:
        return None
    stands_still = due_at is None
    return Clock(
        started_at=started_at,
        due_at=due_at or started_at,
        promise=_promise(kind),
        by_whose_clock=_whose(source),
        left_when_paused=(paused_left or 0) if stands_still else None,
    )


def _promise(kind: str) -> str:
    return str(_PROMISES.get(Kind(kind), ""))


def _whose(source: str) -> str:
    return _("the marketplace's clock") if source == Source.CHANNEL else _("our own clock")


def clock_of(conversation: Conversation) -> Clock | None:
    return clock(
        conversation.next_due_at,
        conversation.next_due_started_at,
        conversation.next_due_kind,
        conversation.next_due_source,
        conversation.next_due_paused_left,
    )


def clocks_of(conversation: Conversation) -> tuple[Clock, ...]:
    """Every open promise of a conversation: one query."""
    found: Iterable[Deadline] = open_of(Subject(SubjectKind.CONVERSATION, conversation.pk))
    return tuple(
        Clock(
            started_at=each.started_at,
            due_at=each.due_at,
            promise=_promise(each.kind),
            by_whose_clock=_whose(each.source),
            left_when_paused=_left(each) if each.state == State.PAUSED else None,
        )
        for each in sorted(found, key=lambda each: each.due_at)
    )


def _left(deadline: Deadline) -> int:
    return int((deadline.due_at - (deadline.paused_at or now())).total_seconds())
