"""Spam: marked, taken back, its sender blocked."""

from django.db import transaction

from comptoir.channels.services import judge_sender
from comptoir.channels.states import Verdict
from comptoir.conversations import access
from comptoir.conversations.events import MarkedAsSpam, UnmarkedAsSpam
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.services import rows
from comptoir.deadlines import services as deadlines
from comptoir.deadlines.states import CancelReason
from comptoir.journal import publish
from comptoir.kit.actor import Actor


@transaction.atomic
def mark_as_spam(*, by: Actor, conversation_id: int) -> Conversation:
    """Out of every list but Spam; no promise runs; the sender is remembered."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.SPAM, conversation)
    if conversation.is_spam:
        return conversation
    _judge(by, conversation, Verdict.SPAM)
    due = deadlines.cancel(by=by, subject=rows.subject_of(conversation), why=CancelReason.SPAM)
    rows.show_due(conversation, due)
    conversation.is_spam, conversation.spam_reason = True, "person"
    conversation.save(update_fields=["is_spam", "spam_reason", *rows.DUE_FIELDS])
    publish(MarkedAsSpam(conversation_id=conversation.pk), by=by)
    return conversation


@transaction.atomic
def unmark_as_spam(*, by: Actor, conversation_id: int) -> Conversation:
    """Back to where it was: what was promised runs on from its original start."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.SPAM, conversation)
    if not conversation.is_spam:
        return conversation
    _judge(by, conversation, Verdict.WANTED)
    conversation.is_spam, conversation.spam_reason = False, ""
    subject = rows.subject_of(conversation)
    due = deadlines.take_back(by=by, subject=subject, why=CancelReason.SPAM)
    rows.show_due(conversation, due)
    if due is None and _was_never_answered(conversation):
        conversation.waiting_since = conversation.waiting_since or conversation.opened_at
        rows.start_promise(by, conversation, conversation.waiting_since)
    conversation.save(update_fields=["is_spam", "spam_reason", "waiting_since", *rows.DUE_FIELDS])
    publish(UnmarkedAsSpam(conversation_id=conversation.pk), by=by)
    return conversation


def _was_never_answered(conversation: Conversation) -> bool:
    """It came in as suspected spam, so nothing was promised yet."""
    return conversation.category == "open" and conversation.first_replied_at is None


@transaction.atomic
def block_sender(*, by: Actor, conversation_id: int) -> Conversation:
    """Spam, and nothing from this address reaches a list again."""
    conversation = mark_as_spam(by=by, conversation_id=conversation_id)
    _judge(by, conversation, Verdict.BLOCKED)
    return conversation


def _judge(by: Actor, conversation: Conversation, verdict: Verdict) -> None:
    first = Message.objects.filter(conversation=conversation).exclude(address="")
    address = first.order_by("pk").values_list("address", flat=True).first()
    if address:
        judge_sender(by=by, address=address, verdict=verdict)
