"""The clock to show, in words."""

from datetime import datetime
from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

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
    promise, whose = _in_words(kind, source, get_language())
    return Clock(
        started_at=started_at,
        due_at=due_at or started_at,
        promise=promise,
        by_whose_clock=whose,
        left_when_paused=(paused_left or 0) if stands_still else None,
    )


@lru_cache(256)
def _in_words(kind: str, source: str, _language: str | None) -> tuple[str, str]:
    """What is promised, and by whose clock: said of every row of a list."""
    promise = str(_PROMISES.get(Kind(kind), ""))
    is_theirs = source == Source.CHANNEL
    return promise, _("the marketplace's clock") if is_theirs else _("our own clock")


def clock_of(conversation: Conversation) -> Clock | None:
    return clock(
        conversation.next_due_at,
        conversation.next_due_started_at,
        conversation.next_due_kind,
        conversation.next_due_source,
        conversation.next_due_paused_left,
    )
