"""What a team wants to know before something is resolved."""

from comptoir.conversations.errors import OutcomeMissing
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.habits import asks_outcome
from comptoir.kit.actor import Actor, ActorKind


def require_outcome(by: Actor, conversation: Conversation) -> None:
    """Raise OutcomeMissing where a person resolves what his team wants an outcome of."""
    is_person = by.kind == ActorKind.AGENT
    if is_person and not conversation.outcome and asks_outcome(conversation.team_id):
        raise OutcomeMissing
