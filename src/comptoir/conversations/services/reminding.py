"""Reminders: personal, on a conversation, with a line of the member's own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.conversations import access
from comptoir.conversations.errors import NoSuchMoment
from comptoir.conversations.events import ReminderCame
from comptoir.conversations.models import Reminder
from comptoir.conversations.policies.moments import LONGEST
from comptoir.conversations.services import rows
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

_LINE = 200
_TOGETHER = 500


@transaction.atomic
def remind(*, by: Actor, conversation_id: int, at: datetime, text: str = "") -> Reminder:
    """Remind this member; the same line at the same time is one reminder. Raises NoSuchMoment."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.READ, conversation)
    if not now() < at <= now() + LONGEST:
        raise NoSuchMoment(_("Choose a time within the coming year."))
    reminder, _new = Reminder.objects.get_or_create(
        conversation=conversation,
        member_id=by.row_id,
        at=at,
        text=" ".join(clean(text).split())[:_LINE],
        came_at=None,
    )
    return reminder


@transaction.atomic
def forget_reminder(*, by: Actor, reminder_id: int) -> None:
    """Only the member's own; one that is gone changes nothing."""
    Reminder.objects.filter(pk=reminder_id, member_id=by.row_id, came_at=None).delete()


def remind_due(*, at: datetime | None = None) -> int:
    """Tell what is due, once; how many there were."""
    at, total = at or now(), 0
    while found := _remind_some(at):
        total += found
    return total


@transaction.atomic
def _remind_some(at: datetime) -> int:
    due = Reminder.objects.filter(came_at=None, at__lte=at).order_by("at", "pk")
    reminders = list(due.select_for_update(skip_locked=True)[:_TOGETHER])
    Reminder.objects.filter(pk__in=[each.pk for each in reminders]).update(came_at=at)
    for each in reminders:
        came = ReminderCame(
            conversation_id=each.conversation_id,
            member_id=each.member_id,
            reminder_id=each.pk,
        )
        publish(came, by=SYSTEM)
    return len(reminders)
