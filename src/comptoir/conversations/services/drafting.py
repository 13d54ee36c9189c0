"""Drafts: kept on the server, one for each member, conversation and mode."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from comptoir.accounts.parties import Party
from comptoir.conversations import access
from comptoir.conversations.models import Conversation, Draft, Message
from comptoir.conversations.services import rows
from comptoir.conversations.services.masking import masked
from comptoir.journal.publishing import signal
from comptoir.kit import db
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.text import clean

TOPIC = "draft"
_MOST_ADDRESSES = 100
_LONGEST_ADDRESS = 320


@transaction.atomic
def save_draft(
    *,
    by: Actor,
    conversation_id: int,
    mode: str,
    text: str,
    audience: Party | None = None,
    to: Sequence[str] = (),
    cc: Sequence[str] = (),
) -> Draft:
    """Keep what a member has written so far."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.NOTE, conversation)
    draft = write_draft(
        by=by, conversation=conversation, mode=mode, text=text, audience=audience, to=to, cc=cc
    )
    if mode == "reply":
        tell_of_drafts(conversation)
    return draft


def tell_of_drafts(conversation: Conversation) -> None:
    """Who has the conversation open looks at its drafts anew: they are asked for, never sent."""
    signal(TOPIC, conversation.pk, "conversations.Draft")


def write_draft(
    *,
    by: Actor,
    conversation: Conversation,
    mode: str,
    text: str,
    audience: Party | None = None,
    to: Sequence[str] = (),
    cc: Sequence[str] = (),
) -> Draft:
    """The draft's row, for callers who hold the lock."""
    words = {
        "text": masked(text),
        "audience": audience,
        "to": _kept(to),
        "cc": _kept(cc),
        "saved_at": now(),
    }
    draft, _ = Draft.objects.update_or_create(
        conversation=conversation,
        member_id=by.row_id,
        mode=mode,
        defaults={**words, "version": F("version") + 1},
        create_defaults=words,
    )
    return draft


def _kept(addresses: Sequence[str]) -> list[str]:
    """As typed so far: a half-written address is kept too."""
    return [clean(address)[:_LONGEST_ADDRESS] for address in addresses[:_MOST_ADDRESSES]]


def take_draft_files(
    *, by: Actor, conversation: Conversation, message: Message, mode: str = "reply"
) -> int:
    """Move the draft's files to the message that is sent, and forget the draft.

    Only members have drafts. A program that writes for a member leaves alone what he has open in
    his browser.
    """
    if by.kind is not ActorKind.AGENT or by.only is not None:
        return 0
    return len(emptied(by=by, conversation=conversation, message=message, mode=mode))


def emptied(*, by: Actor, conversation: Conversation, message: Message, mode: str) -> list[int]:
    """Give the message what a draft holds, and forget the draft; the sizes of its files."""
    told = {"message": message.pk, "number": conversation.pk, "member": by.row_id, "mode": mode}
    return [size for (size,) in db.planned(_TAKEN, told)]


_TAKEN = """
WITH gone AS (
  DELETE FROM conversations_draft
  WHERE conversation_id = %(number)s AND member_id = %(member)s AND mode = %(mode)s
  RETURNING id
)
UPDATE conversations_attachment SET message_id = %(message)s, draft_id = NULL
WHERE draft_id IN (SELECT id FROM gone) AND message_id IS NULL
RETURNING size"""
