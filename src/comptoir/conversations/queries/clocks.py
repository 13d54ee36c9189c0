"""The clock to show, in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.conversations.models import Conversation
from comptoir.conversations.shapes import Clock
from comptoir.deadlines.states import Kind, Source

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
