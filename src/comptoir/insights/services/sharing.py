"""Giving chosen conversations to somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.conversations import services as conversations
from comptoir.insights import access
from comptoir.kit.actor import Actor
from comptoir.kit.errors import ComptoirError

MOST = 100


@dataclass(frozen=True, slots=True)
class Given:
    """Which conversations changed hands, and why the others did not."""

    numbers: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


def reassign(*, by: Actor, conversation_ids: Sequence[int], member_id: int | None) -> Given:
    """Give each of the chosen conversations to a member, or to nobody; one refusal stops no other.

    Each is asked for and told by itself: who may not handle one is refused that one.
    """
    access.require(by)
    given, refused = [], []
    for number in sorted(set(conversation_ids))[:MOST]:
        try:
            conversations.assign(by=by, conversation_id=number, member_id=member_id)
        except ComptoirError as refusal:
            refused.append((number, str(refusal)))
        else:
            given.append(number)
    return Given(tuple(given), tuple(refused))
