"""Whose turn it is: ours when somebody wrote, theirs when we answered."""

from datetime import datetime

from comptoir.accounts.parties import Party
from comptoir.conversations.events import ConversationWoke, StatusChanged
from comptoir.conversations.models import Conversation, Message, ThirdParty
from comptoir.conversations.services import rows
from comptoir.conversations.services.sleeping import end_snooze
from comptoir.conversations.states import WAITING_OUTSIDE, Category, ThirdPartyKind, Waking
from comptoir.deadlines import services as deadlines
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.db import planned

# What `our_turn` and `their_turn` write on the row.
TURN_FIELDS = (
    *("status", "category", "resolved_at", "waiting_since", "first_replied_at"),
    *rows.DUE_FIELDS,
)


def our_turn(by: Actor, conversation: Conversation, at: datetime) -> None:
    """Open, waiting on us, its promise running; a conversation that was over is open again."""
    before = Category(conversation.category)
    subject = rows.subject_of(conversation)
    if before is Category.RESOLVED:
        deadlines.reopen(by=by, subject=subject)
    elif conversation.next_due_paused_left is not None:
        deadlines.resume(by=by, subject=subject)
    rows.wait_for_us(conversation, at)
    rows.start_promise(by, conversation, at)
    if before in (Category.RESOLVED, Category.SNOOZED):
        publish(
            StatusChanged(conversation_id=conversation.pk, category=Category.OPEN, before=before),
            by=by,
        )
    if before is Category.SNOOZED:
        end_snooze(conversation)
        _tell_woken(by, conversation)


def _tell_woken(by: Actor, conversation: Conversation) -> None:
    woke = ConversationWoke(
        conversation_id=conversation.pk,
        why=Waking.MESSAGE,
        member_id=conversation.assignee_id,
    )
    publish(woke, by=by)


def their_turn(by: Actor, conversation: Conversation, reply: Message) -> None:
    """An answer keeps the promise; a question to the seller lets the buyer's own clock rest.

    Whoever wrote while the answer could still be taken back goes on waiting.
    """
    if conversation.third_party is not None:
        _outside_has_it(conversation, conversation.third_party, reply)
        return
    if _answers(conversation, Party(reply.audience)):
        _keep_promise(by, conversation, reply)
    else:
        due = deadlines.pause(by=by, subject=rows.subject_of(conversation))
        rows.show_due(conversation, due)
    if conversation.category in (Category.OPEN, Category.WAITING):
        _show_whose_turn(conversation, Party(reply.audience))


def _outside_has_it(conversation: Conversation, third: ThirdParty, letter: Message) -> None:
    """Nobody was promised anything: only whose turn it is."""
    conversation.first_replied_at = conversation.first_replied_at or letter.received_at
    conversation.waiting_since = _asked_meanwhile(letter)
    if conversation.category not in (Category.OPEN, Category.WAITING):
        return
    if conversation.waiting_since is not None:
        conversation.status_id, conversation.category = "open", Category.OPEN
        return
    conversation.status_id = WAITING_OUTSIDE[ThirdPartyKind(third.kind)]
    conversation.category = Category.WAITING


def answered_by_call(by: Actor, conversation: Conversation, call: Message, party: Party) -> None:
    """What was said on the phone keeps the promise as a letter would."""
    _keep_promise(by, conversation, call)
    if conversation.category in (Category.OPEN, Category.WAITING):
        _show_whose_turn(conversation, party)


def _answers(conversation: Conversation, audience: Party) -> bool:
    """The buyer is who waits; where there is none, the seller."""
    customer = Party.BUYER if conversation.identity_id is not None else Party.SELLER
    return bool(audience & customer)


def _keep_promise(by: Actor, conversation: Conversation, reply: Message) -> None:
    due = deadlines.meet(by=by, subject=rows.subject_of(conversation), at=reply.received_at)
    rows.show_due(conversation, due)
    conversation.waiting_since = None
    conversation.first_replied_at = conversation.first_replied_at or reply.received_at
    if (newer := _asked_meanwhile(reply)) is not None:
        conversation.waiting_since = newer
        rows.start_promise(by, conversation, newer)


_ASKED_MEANWHILE = """
SELECT received_at FROM conversations_message
WHERE conversation_id = %s AND id > %s AND author_kind IN ('buyer', 'seller', 'other')
  AND NOT facts ? 'auto'
ORDER BY id LIMIT 1"""


def _asked_meanwhile(reply: Message) -> datetime | None:
    """When the first message came in that this answer could not know."""
    found = planned(_ASKED_MEANWHILE, [reply.conversation_id, reply.pk])
    return found[0][0] if found else None


def _show_whose_turn(conversation: Conversation, audience: Party) -> None:
    """Waiting for them, unless somebody waits on us under a clock that can't rest."""
    if conversation.waiting_since is not None and conversation.next_due_at is not None:
        conversation.status_id, conversation.category = "open", Category.OPEN
        return
    to_buyer = bool(audience & Party.BUYER)
    conversation.status_id = "waiting_buyer" if to_buyer else "waiting_seller"
    conversation.category = Category.WAITING
