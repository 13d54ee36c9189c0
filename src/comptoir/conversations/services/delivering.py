"""What happens to a reply on its way: released, sent, failed, come back."""

from datetime import datetime

from django.db import transaction

from comptoir.accounts.parties import Party
from comptoir.channels import services as channels
from comptoir.channels.mail.shapes import Bounce
from comptoir.channels.models import Delivery
from comptoir.channels.states import Sending
from comptoir.conversations import access
from comptoir.conversations.events import DeliveryNoted, MessageSent
from comptoir.conversations.models import Conversation, Message, MessageDelivery
from comptoir.conversations.services import rows
from comptoir.conversations.services.handling import resolve_locked
from comptoir.conversations.services.snoozing import lay_down
from comptoir.conversations.services.turns import TURN_FIELDS, our_turn, their_turn
from comptoir.conversations.states import Category
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.rows import update

# What somebody here has to look at, and may send again.
TROUBLED = (Sending.FAILED, Sending.BOUNCED, Sending.UNSURE)


def hold_still(*, delivery_id: int) -> None:
    """Lock the conversation of a delivery: everybody locks it before its deliveries."""
    link = MessageDelivery.objects.filter(delivery=delivery_id)
    number = link.values_list("message_id", flat=True).first()
    if number is not None:
        rows.lock_around(number)


def release(*, by: Actor, delivery: Delivery) -> None:
    """The time to undo is over: the message counts, the promise is kept, it is their turn.

    The reply counts from when it was written, not from when it left.
    """
    link = MessageDelivery.objects.select_related("message").get(delivery=delivery)
    message = link.message
    if message.released_at is not None:
        return
    count_now(rows.lock(message.conversation_id), message)


def count_now(conversation: Conversation, message: Message) -> None:
    """For who holds the lock: from here on the message is with its readers."""
    message.released_at = message.received_at
    message.facts.pop("written", None)
    update(message, ["released_at", "facts"])
    _count_reply(_author_of(message), conversation, message)


def _author_of(message: Message) -> Actor:
    if message.author_kind == "agent":
        return Actor(ActorKind.AGENT, message.author_id, message.author_name)
    return SYSTEM


def _count_reply(author: Actor, conversation: Conversation, message: Message) -> None:
    """Show a sent message to its parties, keep the promise, and wait for the answer."""
    rows.show_message(conversation, message, Party(message.audience) & ~Party.OPERATOR)
    conversation.parties |= message.audience
    their_turn(author, conversation, message)
    update(conversation, ["parties", "last_message_at", *rows.FACE_FIELDS, *TURN_FIELDS])
    publish(
        MessageSent(
            conversation_id=conversation.pk, message_id=message.pk, audience=message.audience
        ),
        by=author,
    )
    is_over = conversation.waiting_since is None
    if message.facts.get("then") == "resolve" and is_over:
        resolve_locked(by=author, conversation=conversation)
    elif (until := message.facts.get("snooze")) and is_over:
        lay_down(author, conversation, until=datetime.fromisoformat(until))


def note_delivery(*, by: Actor, delivery: Delivery) -> None:
    """Tell the conversation that a delivery was sent or failed; what failed for good is ours."""
    link = _link_of(delivery)
    if link is None or (delivery.state == Sending.RETRYING and delivery.attempts > 1):
        return
    publish(
        DeliveryNoted(
            conversation_id=link.message.conversation_id,
            message_id=link.message_id,
            state=Sending(delivery.state),
        ),
        by=by,
    )
    if delivery.state in TROUBLED:
        _come_back_to_us(by, link.message)


def came_back(*, by: Actor, delivery: Delivery, bounce: Bounce) -> None:
    """A letter came back: the conversation is ours again, the reason stands on the delivery."""
    note_delivery(by=by, delivery=delivery)


def _link_of(delivery: Delivery) -> MessageDelivery | None:
    return MessageDelivery.objects.select_related("message").filter(delivery=delivery).first()


def _come_back_to_us(by: Actor, message: Message) -> None:
    """Nobody can answer what he did not get: somebody here has to look at it."""
    conversation = rows.lock(message.conversation_id)
    is_theirs = conversation.category in (Category.WAITING, Category.RESOLVED)
    if is_theirs and message.author_kind == "agent" and not conversation.is_spam:
        our_turn(by, conversation, now())
        conversation.save(update_fields=TURN_FIELDS)


@transaction.atomic
def resend_message(*, by: Actor, message_id: int) -> Message:
    """Send again what failed, came back or is unsure; nothing else of it is sent twice."""
    message = Message.objects.select_related("conversation").get(pk=message_id)
    access.require(by, access.REPLY, rows.lock(message.conversation_id))
    troubled = MessageDelivery.objects.filter(message=message, delivery__state__in=TROUBLED)
    for link in troubled.order_by("delivery_id"):
        channels.resend(by=by, delivery_id=link.delivery_id)
    return message
