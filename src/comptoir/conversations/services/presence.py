"""Being there: a heartbeat moves one row, and others are told only when something changed."""

from collections.abc import Iterable

from django.db import transaction

from comptoir.conversations import access
from comptoir.conversations.models import Conversation
from comptoir.conversations.policies.presence import LONGEST, being_now
from comptoir.conversations.states import Being
from comptoir.journal.publishing import signal
from comptoir.kit import db
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now

TOPIC = "presence"

_BEAT = """
WITH before AS (
  SELECT conversation_id, being, at FROM conversations_presence
  WHERE member_id = %(member)s AND tab = %(tab)s
), beat AS (
  INSERT INTO conversations_presence (member_id, tab, conversation_id, being, at)
  VALUES (%(member)s, %(tab)s, %(number)s, %(being)s, %(at)s)
  ON CONFLICT (member_id, tab) DO UPDATE
    SET conversation_id = excluded.conversation_id, being = excluded.being, at = excluded.at
)
SELECT conversation_id, being, at FROM before"""
_GONE = """
DELETE FROM conversations_presence WHERE (member_id = %(member)s AND tab = %(tab)s) OR at < %(old)s
RETURNING conversation_id"""


@transaction.atomic
def be_here(*, by: Actor, conversation_id: int, tab: str, being: Being) -> None:
    """A tab shows this conversation, and no other one any more."""
    access.require(by, access.READ, Conversation.objects.get(pk=conversation_id))
    told = {"member": by.row_id, "tab": tab, "number": conversation_id, "being": being, "at": now()}
    before = db.planned(_BEAT, told)
    changed = {conversation_id}
    if before:
        ((number, was, at),) = before
        same = number == conversation_id and being_now(Being(was), at, now()) is being
        changed = set() if same else {conversation_id, number}
    _tell(changed)


@transaction.atomic
def leave(*, by: Actor, tab: str) -> None:
    """The tab shows no conversation any more. What others left behind goes with it."""
    told = {"member": by.row_id, "tab": tab, "old": now() - LONGEST}
    _tell(number for (number,) in db.rows(_GONE, told))


def _tell(numbers: Iterable[int]) -> None:
    for number in sorted(set(numbers)):
        signal(TOPIC, number, "conversations.Presence")
