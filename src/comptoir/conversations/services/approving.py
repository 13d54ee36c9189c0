"""Replies of those who may write and not send: asked for, approved, sent back, taken back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.conversations import access
from comptoir.conversations.errors import EmptyMessage, NothingToApprove
from comptoir.conversations.events import ApprovalAsked, ReplyApproved, ReplySentBack
from comptoir.conversations.models import Approval, Attachment, Conversation, Draft, Message
from comptoir.conversations.services import rows
from comptoir.conversations.services.drafting import take_draft_files
from comptoir.conversations.services.masking import masked
from comptoir.conversations.services.noting import write_note
from comptoir.conversations.services.replying import (
    Recipients,
    check_reply,
    send_waiting,
    sent_before,
    what_follows,
    write_message,
)
from comptoir.conversations.services.withdrawing import back_to_draft, forget
from comptoir.journal import publish
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.errors import NotAllowed
from comptoir.kit.rows import update
from comptoir.kit.text import clean

_TO_ITSELF = Recipients()


@transaction.atomic
def ask_approval(
    *,
    by: Actor,
    conversation_id: int,
    text: str,
    audience: Party,
    recipients: Recipients = _TO_ITSELF,
    last_seen_id: int | None = None,
    then_resolve: bool = False,
    then_snooze: datetime | None = None,
    token: str = "",
) -> Message:
    """The reply stands in the conversation and waits; the promise runs on.

    Refused now for all that a reply is refused for now.
    """
    conversation = rows.lock(conversation_id)
    access.require(by, access.NOTE, conversation)
    if (same := sent_before(conversation, by, token)) is not None:
        return same
    check_reply(by, conversation, text, audience, last_seen_id)
    message = write_message(
        by,
        conversation,
        clean(text).strip(),
        audience | Party.OPERATOR,
        token=token,
        facts=what_follows(then_resolve=then_resolve, then_snooze=then_snooze),
        recipients=recipients,
    )
    message.files = take_draft_files(by=by, conversation=conversation, message=message)
    update(message, ["files"])
    Approval.objects.create(message=message, member_id=by.row_id, asked_at=message.received_at)
    rows.show_message(conversation, message, Party.OPERATOR)
    conversation.last_message_at = message.received_at
    update(conversation, [*rows.FACE_FIELDS, "last_message_at"])
    publish(ApprovalAsked(conversation_id=conversation.pk, message_id=message.pk), by=by)
    return message


@transaction.atomic
def approve(
    *, by: Actor, message_id: int, text: str = "", last_seen_id: int | None = None
) -> Message:
    """Send it in its author's name, with other words where `text` has some.

    The time to undo begins now, and it counts from now. Raises NothingToApprove, and whatever
    refuses a reply.
    """
    conversation, approval = _open(by, message_id)
    access.require(by, access.APPROVE, conversation)
    message = approval.message
    words = masked(text).strip() or message.text
    is_edited = words != message.text
    send_waiting(by, conversation, message, words, last_seen_id)
    approval.approver_id, approval.approved_at = by.row_id, now()
    approval.save(update_fields=["approver", "approved_at"])
    approved = ReplyApproved(
        conversation_id=conversation.pk,
        message_id=message.pk,
        member_id=message.author_id or 0,
        is_edited=is_edited,
    )
    publish(approved, by=by)
    return message


@transaction.atomic
def send_back(*, by: Actor, message_id: int, note: str) -> Draft:
    """It is its author's draft again; the note says why, and names him."""
    conversation, approval = _open(by, message_id)
    access.require(by, access.APPROVE, conversation)
    if not note.strip():
        raise EmptyMessage(_("Write what should be changed, then send it back."))
    author_id = approval.message.author_id or 0
    draft = _return(by, conversation, approval.message)
    write_note(by=by, conversation_id=conversation.pk, text=note, mention_ids=(author_id,))
    return draft


@transaction.atomic
def take_back(*, by: Actor, message_id: int) -> Draft:
    """Its author goes on writing."""
    conversation, approval = _open(by, message_id)
    access.require(by, access.NOTE, conversation)
    if approval.message.author_id != by.id:
        raise NotAllowed(_("Only its author takes it back. You may send it back to him."))
    return _return(by, conversation, approval.message)


def _open(by: Actor, message_id: int) -> tuple[Conversation, Approval]:
    """Both locked: of two who decide at once, the second is told that it was decided."""
    conversation = rows.lock_around(message_id)
    waiting = Approval.objects.filter(message=message_id, approved_at=None)
    approval = waiting.select_related("message").first()
    if conversation is None or approval is None:
        raise NothingToApprove(_("This reply does not wait any more: it was decided already."))
    return conversation, approval


def _return(by: Actor, conversation: Conversation, message: Message) -> Draft:
    author = Actor(ActorKind.AGENT, message.author_id, message.author_name)
    draft = back_to_draft(author, conversation, message)
    Attachment.objects.filter(message=message).update(message=None, draft=draft)
    forget(conversation, message)
    returned = ReplySentBack(conversation_id=conversation.pk, member_id=author.row_id)
    publish(returned, by=by)
    return draft
