"""The internal note: seen by the operator's side alone."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.conversations import access
from comptoir.conversations.errors import EmptyMessage
from comptoir.conversations.events import MemberMentioned, MessageSent
from comptoir.conversations.models import Mention, Message
from comptoir.conversations.policies.mentions import mentioned
from comptoir.conversations.services import rows
from comptoir.conversations.services.replying import sent_before, write_message
from comptoir.conversations.services.uploading import take_files
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.text import clean


@transaction.atomic
def write_note(
    *,
    by: Actor,
    conversation_id: int,
    text: str,
    mention_ids: Sequence[int] = (),
    token: str = "",
    uploads: Sequence[UUID] = (),
) -> Message:
    """An internal note: only the operator's side may ever see it; who is named is told.

    `uploads` are files that a program has sent ahead.
    """
    conversation = rows.lock(conversation_id)
    access.require(by, access.NOTE, conversation)
    if (same := sent_before(conversation, by, token)) is not None:
        return same
    text = clean(text).strip()
    if not text:
        raise EmptyMessage(_("Write something before you save the note."))
    message = write_message(by, conversation, text, Party.OPERATOR, token=token)
    message.released_at = message.received_at
    message.files = take_files(
        by=by, conversation=conversation, message=message, mode="note", uploads=uploads
    )
    message.save(update_fields=["released_at", "files"])
    rows.show_message(conversation, message, Party.OPERATOR)
    conversation.last_message_at = message.received_at
    conversation.save(update_fields=[*rows.FACE_FIELDS, "last_message_at"])
    publish(
        MessageSent(
            conversation_id=conversation.pk, message_id=message.pk, audience=message.audience
        ),
        by=by,
    )
    _mention(by, message, mention_ids)
    return message


def _mention(by: Actor, message: Message, mention_ids: Sequence[int]) -> None:
    active = dict(Member.objects.filter(is_active=True).values_list("pk", "name"))
    named = {*mentioned(message.text, active), *(i for i in mention_ids if i in active)}
    for member_id in sorted(named - {by.id}):
        Mention.objects.create(
            message=message, conversation_id=message.conversation_id, member_id=member_id
        )
        publish(
            MemberMentioned(
                conversation_id=message.conversation_id,
                message_id=message.pk,
                member_id=member_id,
            ),
            by=by,
        )
