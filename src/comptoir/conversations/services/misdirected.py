"""A message of ours reached the wrong person: it is marked, noted, and the lead is told."""

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.channels.states import Sending
from comptoir.conversations import access
from comptoir.conversations.errors import NotMisdirected
from comptoir.conversations.events import WrongRecipientReported
from comptoir.conversations.models import Conversation, Message, MessageDelivery
from comptoir.conversations.services import rows
from comptoir.conversations.services.handling import tag
from comptoir.conversations.services.noting import write_note
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

TAG = "wrong recipient"


@transaction.atomic
def report_wrong_recipient(*, by: Actor, message_id: int, text: str = "") -> Message:
    """Told once: a second report of the same message changes nothing.

    Raises NotMisdirected for what never left the house, or can still be taken back.
    """
    conversation = rows.lock_around(message_id)
    if conversation is None:
        raise NotMisdirected(_("This message does not exist any more."))
    access.require(by, access.HANDLE, conversation)
    message = Message.objects.get(pk=message_id)
    if "misdirected" in message.facts:
        return message
    _check(message)
    message.facts["misdirected"] = now().isoformat()
    message.save(update_fields=["facts"])
    _note(by, conversation, message, clean(text).strip())
    tag(by=by, conversation_id=conversation.pk, name=TAG)
    author = message.author_id if message.author_kind == "agent" else None
    reported = WrongRecipientReported(
        conversation_id=conversation.pk, message_id=message.pk, member_id=author
    )
    publish(reported, by=by)
    return message


def _check(message: Message) -> None:
    letters = MessageDelivery.objects.filter(message=message)
    states = set(letters.values_list("delivery__state", flat=True))
    if message.author_kind not in ("agent", "system") or not states:
        raise NotMisdirected(_("Only a message that left the house can have gone wrong."))
    if Sending.HELD in states:
        raise NotMisdirected(_("It has not left yet: take it back instead."))


def _note(by: Actor, conversation: Conversation, message: Message, text: str) -> None:
    """The incident in words, for whoever looks into it."""
    letters = MessageDelivery.objects.filter(message=message).order_by("pk")
    to = ", ".join(
        a for each in letters.values_list("delivery__recipients", flat=True) for a in each
    )
    said = _("Incident: a message went to the wrong person. It went to %(to)s.") % {"to": to}
    write_note(by=by, conversation_id=conversation.pk, text=f"{said}\n\n{text}".strip())
