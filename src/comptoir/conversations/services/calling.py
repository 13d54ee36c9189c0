"""A phone call, kept as a message of the conversation that it was about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.commerce.errors import UnknownOrder
from comptoir.conversations import access
from comptoir.conversations.errors import BadCall
from comptoir.conversations.events import CallLogged, MessageSent
from comptoir.conversations.models import Conversation, Message, PhoneCall
from comptoir.conversations.policies.calling import CallFacts, Fault, fault
from comptoir.conversations.queries.writing_first import (
    buyer_name_of,
    channel_of,
    no_channel,
    order_to_write_about,
)
from comptoir.conversations.services import rows
from comptoir.conversations.services.reminding import remind
from comptoir.conversations.services.replying import sent_before, write_message
from comptoir.conversations.services.turns import TURN_FIELDS, answered_by_call
from comptoir.conversations.states import Calling, MessageKind
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Call:
    """`party` is whom it was with: buyer, seller, or nobody of both. `answers`: what was asked is
    answered by it."""

    direction: Calling
    party: Party
    minutes: int = 0
    note: str = ""
    number: str = ""
    began_at: datetime | None = None
    answers: bool = False
    call_back_at: datetime | None = None


@transaction.atomic
def log_call(*, by: Actor, conversation_id: int, call: Call, token: str = "") -> Message:
    """Seen by the operator's side alone. A call back becomes the member's reminder.

    Raises BadCall, NoSuchMoment.
    """
    conversation = rows.lock(conversation_id)
    access.require(by, access.REPLY if call.answers else access.NOTE, conversation)
    if (same := sent_before(conversation, by, token)) is not None:
        return same
    began = call.began_at or now() - timedelta(minutes=call.minutes)
    _check(conversation, call, began)
    note = clean(call.note).strip()
    message = write_message(
        by, conversation, note, Party.OPERATOR, kind=MessageKind.CALL, token=token
    )
    message.released_at = message.received_at
    if call.answers:
        message.facts["answers"] = int(call.party)
    message.save(update_fields=["released_at", "facts"])
    PhoneCall.objects.create(
        message=message,
        direction=call.direction,
        party=call.party,
        number=clean(call.number).strip()[:_NUMBER],
        began_at=began,
        minutes=call.minutes,
        answers=call.answers,
        call_back_at=call.call_back_at,
    )
    _follow_up(by, conversation, message, call)
    return message


def _check(conversation: Conversation, call: Call, began: datetime) -> None:
    facts = CallFacts(
        party=call.party,
        minutes=call.minutes,
        began_at=began,
        now=now(),
        answers=call.answers,
        has_buyer=conversation.identity_id is not None,
        has_seller=conversation.seller_id is not None,
        is_spam=conversation.is_spam,
        is_merged=conversation.merged_into_id is not None,
    )
    words = {
        Fault.NOBODY: _("This conversation has no such party. Choose who was on the phone."),
        Fault.LATER: _("A call that is still to come is a reminder. Write when it was."),
        Fault.LENGTH: _("Write how many minutes it took, at most a day."),
        Fault.NOT_AN_ANSWER: _("Only a call with whoever waits can be the answer."),
        Fault.SPAM: _("This conversation lies in spam. Take it out first."),
        Fault.MERGED: _("It was merged already. Log the call where its matter goes on."),
    }
    if (found := fault(facts)) is not None:
        raise BadCall(words[found])


def _follow_up(by: Actor, conversation: Conversation, message: Message, call: Call) -> None:
    rows.show_message(conversation, message, Party.OPERATOR)
    conversation.last_message_at = message.received_at
    if call.answers:
        answered_by_call(by, conversation, message, call.party)
    conversation.save(update_fields=[*rows.FACE_FIELDS, *TURN_FIELDS, "last_message_at"])
    number = conversation.pk
    if call.call_back_at is not None:
        line = call.number or _("Call back")
        remind(by=by, conversation_id=number, at=call.call_back_at, text=line)
    sent = MessageSent(conversation_id=number, message_id=message.pk, audience=message.audience)
    publish(sent, by=by)
    logged = CallLogged(conversation_id=number, message_id=message.pk, answers=call.answers)
    publish(logged, by=by)


@transaction.atomic
def log_call_about(
    *, by: Actor, viewer: Viewer, order_id: int, call: Call, token: str = ""
) -> Message:
    """In a new conversation about an order that this member may see (CVE-2026-40591).

    Raises UnknownOrder, BadCall.
    """
    order = order_to_write_about(viewer, order_id)
    if order is None:
        raise UnknownOrder
    channel = channel_of(order)
    if channel is None:
        raise BadCall(no_channel(order))
    identity = buyer_name_of(order) or order.identity
    conversation = Conversation(
        channel=channel,
        subject=_("Order %(number)s") % {"number": order.external_id},
        identity=identity if call.party is not Party.SELLER else None,
        seller=order.seller,
        order=order,
        team_id=channel.team_id,
        assignee_id=by.row_id,
        language=(order.buyer.language if order.buyer else "")[:3] or channel.language[:2],
        status_id="open",
        opened_at=now(),
        last_message_at=now(),
    )
    access.require(by, access.NOTE, conversation)
    conversation.save(force_insert=True)
    return log_call(by=by, conversation_id=conversation.pk, call=call, token=token)
