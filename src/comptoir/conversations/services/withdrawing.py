"""Taking a reply back while it is held."""

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.channels.errors import TooLateToUndo
from comptoir.channels.services import cancel_delivery
from comptoir.conversations import access
from comptoir.conversations.events import ReplyWithdrawn
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    Draft,
    Message,
    MessageDelivery,
)
from comptoir.conversations.services import rows
from comptoir.conversations.services.drafting import write_draft
from comptoir.conversations.slots import BEFORE_SEND
from comptoir.journal import publish
from comptoir.kit.actor import Actor


@transaction.atomic
def withdraw(*, by: Actor, message_id: int) -> Draft:
    """Take a reply back while it is held; its words return to the draft.

    Raises TooLateToUndo once a letter of it has left.
    """
    conversation, message, number = _called_back(by, message_id)
    draft = back_to_draft(by, conversation, message)
    Attachment.objects.filter(message=message).update(message=None, draft=draft)
    forget(conversation, message)
    publish(ReplyWithdrawn(conversation_id=conversation.pk, delivery_id=number), by=by)
    return draft


@transaction.atomic
def drop_held(*, by: Actor, message_id: int) -> None:
    """Take a reply back as `withdraw` does, and keep none of its words: it was one of many."""
    conversation, message, number = _called_back(by, message_id)
    forget(conversation, message)
    publish(ReplyWithdrawn(conversation_id=conversation.pk, delivery_id=number), by=by)


def _called_back(by: Actor, message_id: int) -> tuple[Conversation, Message, int]:
    """Its letters are stopped, what it took is given back; with the number of the first letter."""
    conversation = _lock_around(by, message_id)
    message = Message.objects.filter(pk=message_id).first()
    links = MessageDelivery.objects.filter(message=message_id).order_by("delivery_id")
    numbers = list(links.values_list("delivery_id", flat=True))
    if message is None or message.released_at is not None or not numbers:
        raise TooLateToUndo(_("This message has already been sent."))
    for number in numbers:
        cancel_delivery(by=by, delivery_id=number)
    for step in BEFORE_SEND.all():
        step.withdrawn(by=by, message=message)
    return conversation, message, numbers[0]


def _lock_around(by: Actor, message_id: int) -> Conversation:
    """The message's conversation, locked before anything of it is read."""
    conversation = rows.lock_around(message_id)
    if conversation is None:
        raise TooLateToUndo(_("This message has already been taken back."))
    access.require(by, access.REPLY, conversation)
    return conversation


def back_to_draft(by: Actor, conversation: Conversation, message: Message) -> Draft:
    """The words as they were written, before those that were begun since."""
    begun = Draft.objects.filter(conversation=conversation, member_id=by.row_id, mode="reply")
    since = begun.values_list("text", flat=True).first() or ""
    named = message.recipients or {}
    written = message.facts.get("written", message.text)
    return write_draft(
        by=by,
        conversation=conversation,
        mode="reply",
        text="\n\n".join(filter(None, (written, since.strip()))),
        audience=Party(message.audience),
        to=named.get("to", ()),
        cc=named.get("cc", ()),
    )


def forget(conversation: Conversation, message: Message) -> None:
    """A message that never left is gone; the row shows the one before it again."""
    message.delete()
    before = Message.objects.filter(conversation=conversation).order_by("-pk").first()
    conversation.operator_count -= 1
    conversation.operator_last_id = before.pk if before else 0
    conversation.operator_excerpt = rows.gist_of(before) if before else ""
    if before:
        conversation.last_message_at = before.received_at
    conversation.save(update_fields=[*rows.FACE_FIELDS, "last_message_at"])
