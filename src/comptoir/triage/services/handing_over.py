"""Handing over a shift: each open conversation stays or goes, with one line of text."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.conversations import services as conversations
from comptoir.conversations.queries import conversations_for
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean
from comptoir.triage.access import require_shift
from comptoir.triage.errors import NobodyToTakeOver
from comptoir.triage.events import ConversationHandedOver
from comptoir.triage.models import Handover
from comptoir.triage.queries.people import EVERYTHING

_LINE = 200


@dataclass(frozen=True, slots=True)
class Move:
    """One conversation, who takes it, and a line for him."""

    conversation_id: int
    taker_id: int
    line: str = ""


@transaction.atomic
def hand_over(*, by: Actor, moves: Collection[Move]) -> int:
    """Move these conversations of the member's own; how many moved.

    What is not his any more when the form arrives stays where it is: twice sent is once moved.
    """
    require_shift(by)
    if not moves:
        raise NobodyToTakeOver(_("Choose who takes over, or keep everything and stay."))
    return sum(_move(by, move) for move in sorted(moves, key=lambda m: m.conversation_id))


def _move(by: Actor, move: Move) -> bool:
    own = conversations_for(EVERYTHING).filter(pk=move.conversation_id, assignee=by.row_id)
    if own.select_for_update(of=("self",)).first() is None or move.taker_id == by.row_id:
        return False
    line = " ".join(clean(move.line).split())[:_LINE]
    conversations.assign(by=by, conversation_id=move.conversation_id, member_id=move.taker_id)
    if line:
        conversations.write_note(by=by, conversation_id=move.conversation_id, text=line)
    Handover.objects.create(
        conversation_id=move.conversation_id,
        giver_id=by.row_id,
        taker_id=move.taker_id,
        line=line,
        at=now(),
    )
    handed = ConversationHandedOver(
        conversation_id=move.conversation_id, member_id=move.taker_id, giver_id=by.row_id
    )
    publish(handed, by=by)
    return True


@transaction.atomic
def see_handed(*, by: Actor) -> None:
    """The member has looked at the list that was handed to him."""
    Handover.objects.filter(taker=by.row_id, seen_at=None).update(seen_at=now())
