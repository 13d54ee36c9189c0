"""Side conversations, and what the conversation they stand beside hears of them."""

from django.db import transaction

from comptoir.channels.slots import Incoming
from comptoir.conversations.events import ConversationWoke, SideAnswered
from comptoir.conversations.models import Conversation, Message, Status, ThirdParty
from comptoir.conversations.policies.outside import joins
from comptoir.conversations.queries.outside import is_buyer_address, is_seller_address
from comptoir.conversations.services import rows
from comptoir.conversations.services.authors import Author
from comptoir.conversations.services.handling import move_locked
from comptoir.conversations.states import WAITING_OUTSIDE, Category, Waking
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.text import fold


def belongs_outside(incoming: Incoming, candidate: Conversation) -> bool:
    """Whether the mail is the third party's answer in this side conversation."""
    if candidate.third_party_id is None:
        return False
    sender = incoming.mail.sender.address
    inside = bool(sender) and (
        is_seller_address(sender) or is_buyer_address(sender, candidate.side_of)
    )
    suspicion = "" if candidate.is_spam else incoming.suspicion
    return joins(suspicion=suspicion, is_buyer_or_seller=inside)


def outsider(incoming: Incoming) -> Author:
    sender = incoming.mail.sender
    return Author("other", sender.name[:120], sender.address, None)


def is_another(incoming: Incoming, side: Conversation) -> bool:
    """Carriers answer from other addresses than they are asked at: it is said beside the words."""
    asked = side.third_party.address if side.third_party else ""
    return fold(incoming.mail.sender.address) != fold(asked)


def announce(by: Actor, side: Conversation, message: Message) -> None:
    """The conversation it stands beside is told, in words for operators only."""
    if side.side_of_id is not None and side.third_party_id is not None:
        ThirdParty.objects.filter(pk=side.third_party_id).update(wrote_at=message.received_at)
        answered = SideAnswered(
            conversation_id=side.side_of_id,
            other_id=side.pk,
            third_party_id=side.third_party_id,
            message_id=message.pk,
        )
        publish(answered, by=by)


@transaction.atomic
def attend_to_answer(*, conversation_id: int) -> None:
    """Whoever waited for somebody outside, or was set aside, is open again; safe to run twice.

    In a transaction of its own: the side conversation was locked first when the answer came in.
    """
    parent = rows.lock(conversation_id)
    before = Category(parent.category)
    waited = before is Category.WAITING and parent.status_id in WAITING_OUTSIDE.values()
    if before is not Category.SNOOZED and not waited:
        return
    move_locked(SYSTEM, parent, Status.objects.get(pk="open"))
    if before is Category.SNOOZED:
        woke = ConversationWoke(
            conversation_id=parent.pk, why=Waking.MESSAGE, member_id=parent.assignee_id
        )
        publish(woke, by=SYSTEM)
