"""A mail as it came leaves the house as a file: that it did is in the journal."""

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.conversations import access
from comptoir.conversations.events import OriginalMailCopied
from comptoir.conversations.models import Message
from comptoir.journal import publish
from comptoir.kit import files
from comptoir.kit.actor import Actor
from comptoir.kit.errors import NotFound


@transaction.atomic
def take_original(*, by: Actor, message: Message) -> bytes:
    """`message` was found through its reader's door. Raises NotFound when it is kept no more."""
    access.require(by, access.READ, message.conversation)
    envelope = message.envelope
    if envelope is None or not envelope.raw_key:
        raise NotFound(_("The original of this message is not kept any more."))
    raw = files.read(envelope.raw_key)
    copied = OriginalMailCopied(conversation_id=message.conversation_id, message_id=message.pk)
    publish(copied, by=by)
    return raw
