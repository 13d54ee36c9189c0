"""Setting a conversation aside, and what brings it back: its time, a delivery, a promise."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.conversations import access
from comptoir.conversations.errors import NoSuchMoment, NothingToWaitFor
from comptoir.conversations.events import ConversationSnoozed, ConversationWoke
from comptoir.conversations.models import Conversation, Snooze, Status
from comptoir.conversations.policies.moments import LONGEST
from comptoir.conversations.services import rows
from comptoir.conversations.services.handling import move_locked
from comptoir.conversations.services.sleeping import end_snooze, open_snooze
from comptoir.conversations.states import Category, Waking
from comptoir.journal import publish
from comptoir.kit import db
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean
from comptoir.shipping.models import Parcel
from comptoir.shipping.states import ParcelState

_TYPED = 80


@transaction.atomic
def snooze(
    *,
    by: Actor,
    conversation_id: int,
    until: datetime | None = None,
    until_delivered: bool = False,
    sleeps_through_thanks: bool = True,
    typed: str = "",
) -> Conversation:
    """Set it aside until a time, until its order is delivered, or with neither until somebody
    writes. Whatever was chosen, a message wakes it, but for a plain thank-you.

    Our own clock rests meanwhile; a marketplace's runs on and brings it back while a quarter of its
    time is left. Raises NoSuchMoment, NothingToWaitFor without an order.
    """
    conversation = rows.lock(conversation_id)
    access.require(by, access.HANDLE, conversation)
    _check(conversation, until, until_delivered=until_delivered)
    lay_down(
        by,
        conversation,
        until=until,
        until_delivered=until_delivered,
        sleeps_through_thanks=sleeps_through_thanks,
        typed=typed,
    )
    return conversation


def _check(conversation: Conversation, until: datetime | None, *, until_delivered: bool) -> None:
    if until is not None and not now() < until <= now() + LONGEST:
        raise NoSuchMoment(_("Choose a time within the coming year."))
    if until_delivered and conversation.order_id is None:
        raise NothingToWaitFor(_("Link an order first: without one nothing will be delivered."))


def lay_down(
    by: Actor,
    conversation: Conversation,
    *,
    until: datetime | None,
    until_delivered: bool = False,
    sleeps_through_thanks: bool = True,
    typed: str = "",
) -> None:
    """Set a locked conversation aside; one that was already is so anew."""
    if conversation.category != Category.SNOOZED:
        move_locked(by, conversation, Status.objects.get(pk="snoozed"))
    end_snooze(conversation)
    Snooze.objects.create(
        conversation=conversation,
        member_id=by.id if by.kind == "agent" else None,
        until=until,
        until_delivered=until_delivered,
        sleeps_through_thanks=sleeps_through_thanks,
        typed=clean(typed).strip()[:_TYPED],
        set_at=now(),
    )
    set_aside = ConversationSnoozed(
        conversation_id=conversation.pk, until=until, until_delivered=until_delivered
    )
    publish(set_aside, by=by)


@transaction.atomic
def wake(*, by: Actor, conversation_id: int) -> Conversation:
    """Take it back now."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.HANDLE, conversation)
    if conversation.category == Category.SNOOZED:
        _get_up(by, conversation, Waking.PERSON)
    return conversation


# A marketplace's clock never rests: it wakes while a quarter of its time is left.
_DUE = """
SELECT s.id FROM conversations_snooze s
JOIN conversations_conversation c ON c.id = s.conversation_id
WHERE s.ended_at IS NULL AND (s.until <= %(at)s OR (
  c.category = 'snoozed' AND c.next_due_source = 'channel'
  AND c.next_due_at - (c.next_due_at - c.next_due_started_at) / 4 <= %(at)s))
ORDER BY s.id LIMIT 500"""


def wake_due(*, at: datetime | None = None) -> int:
    """Bring back what slept long enough, each in a transaction of its own; how many there were."""
    at = at or now()
    due = [number for (number,) in db.rows(_DUE, {"at": at})]
    return sum(_wake_one(number, at) for number in due)


@transaction.atomic
def _wake_one(snooze_id: int, at: datetime) -> bool:
    """Once: whoever locks the conversation second finds its snooze ended."""
    found = Snooze.objects.filter(pk=snooze_id).values_list("conversation_id", flat=True).first()
    if found is None:
        return False
    conversation = rows.lock(found)
    slept = open_snooze(conversation)
    if slept is None or slept.pk != snooze_id:
        return False
    if conversation.category != Category.SNOOZED:
        end_snooze(conversation)
        return False
    its_time = slept.until is not None and slept.until <= at
    _get_up(SYSTEM, conversation, Waking.TIME if its_time else Waking.PROMISE)
    return True


# What ends a parcel's way, well or not.
_ARRIVED = ParcelState.DELIVERED
_WENT_WRONG = (ParcelState.EXCEPTION, ParcelState.RETURNED, ParcelState.LOST)


@transaction.atomic
def wake_for_parcel(*, order_id: int, state: ParcelState | None) -> None:
    """The order of sleeping conversations was delivered, all of it, or something went wrong."""
    if state in _WENT_WRONG:
        why = Waking.TROUBLE
    elif state == _ARRIVED and not _is_under_way(order_id):
        why = Waking.DELIVERED
    else:
        return
    waiting = Snooze.objects.filter(
        conversation__order_id=order_id, until_delivered=True, ended_at=None
    )
    for number in waiting.order_by("conversation_id").values_list("conversation_id", flat=True):
        conversation = rows.lock(number)
        slept = open_snooze(conversation)
        if (
            slept is not None
            and slept.until_delivered
            and conversation.category == Category.SNOOZED
        ):
            _get_up(SYSTEM, conversation, why)


def _is_under_way(order_id: int) -> bool:
    ended: list[Any] = [_ARRIVED, *_WENT_WRONG]
    return Parcel.objects.filter(order_id=order_id).exclude(state__in=ended).exists()


def _get_up(by: Actor, conversation: Conversation, why: Waking) -> None:
    """Open, our clock runs on; without one it stands above what is due later."""
    slept = open_snooze(conversation)
    move_locked(by, conversation, Status.objects.get(pk="open"))
    if not conversation.next_due_kind:
        conversation.next_due_at = now()
        conversation.save(update_fields=["next_due_at"])
    member_id = conversation.assignee_id or (slept.member_id if slept else None)
    woke = ConversationWoke(conversation_id=conversation.pk, why=why, member_id=member_id)
    publish(woke, by=by)
