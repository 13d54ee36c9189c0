"""Nothing is overwritten silently: a choice says what its page showed, or it is refused.

Each thing stands for itself: who takes a conversation does not mind that its reason was changed.
"""

from dataclasses import dataclass

from comptoir.conversations.errors import ChangedMeanwhile
from comptoir.conversations.events import (
    ConversationAssigned,
    PrioritySet,
    ReasonSet,
    StatusChanged,
)
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.timeline import last_entry
from comptoir.conversations.states import ReasonSource
from comptoir.kit.actor import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Seen[T]:
    """What the page showed when the choice was made."""

    value: T


# A member and a team, None where there was none.
type SeenAssignee = Seen[tuple[int | None, int | None]]


def check_assignee(
    seen: SeenAssignee | None, conversation: Conversation, *, with_team: bool
) -> None:
    """Raises ChangedMeanwhile. Who chooses only a person does not mind the team."""
    if seen is None:
        return
    member_id, team_id = seen.value
    team_moved = with_team and team_id != conversation.team_id
    if member_id != conversation.assignee_id or team_moved:
        raise ChangedMeanwhile(ConversationAssigned.name())


def check_reason(seen: Seen[str] | None, conversation: Conversation) -> None:
    """Raises ChangedMeanwhile for another person's choice; a new proposal gives way."""
    if seen is None or seen.value == conversation.reason:
        return
    if conversation.reason_source == ReasonSource.PERSON:
        raise ChangedMeanwhile(ReasonSet.name())


def check_priority(seen: Seen[int] | None, conversation: Conversation) -> None:
    """Raises ChangedMeanwhile."""
    if seen is not None and seen.value != conversation.priority:
        raise ChangedMeanwhile(PrioritySet.name())


def check_status(seen: Seen[str] | None, conversation: Conversation, by: Actor) -> None:
    """Raises ChangedMeanwhile for a colleague's choice: a reply that leaves moves it by itself."""
    if seen is None or seen.value == conversation.status_id:
        return
    last = last_entry(conversation.pk, StatusChanged.name())
    if last is None or last.data["category"] != conversation.category:
        return
    if last.actor_kind == ActorKind.AGENT and last.actor_id != by.id:
        raise ChangedMeanwhile(StatusChanged.name())
