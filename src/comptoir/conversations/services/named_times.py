"""Setting aside until a time that is told by name: by a macro, or for many at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from comptoir.accounts.models import Member
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.timing import STEADY_TIMES, preset_moment
from comptoir.conversations.services.snoozing import snooze
from comptoir.conversations.shapes import Choice
from comptoir.kit.actor import Actor

DELIVERED, ANSWERED = "delivered", "answered"


def snooze_choices() -> tuple[Choice, ...]:
    return (
        *(Choice(key, str(name)) for key, name in STEADY_TIMES.items()),
        Choice(DELIVERED, _("Until the order is delivered")),
        Choice(ANSWERED, _("Until somebody writes")),
    )


def snooze_by_name(*, by: Actor, conversation_id: int, name: str) -> Conversation:
    """A time counts from now, on the clock of whoever asks."""
    return snooze(
        by=by,
        conversation_id=conversation_id,
        until=_moment(by, conversation_id, name),
        until_delivered=name == DELIVERED,
    )


def _moment(by: Actor, conversation_id: int, name: str) -> datetime | None:
    if name in (DELIVERED, ANSWERED):
        return None
    zone = Member.objects.values_list("time_zone", flat=True).get(pk=by.row_id)
    return preset_moment(conversation_id, name, ZoneInfo(zone))
