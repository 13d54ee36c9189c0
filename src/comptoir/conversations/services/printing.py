"""A conversation leaves the house on paper: that it did is in the journal."""

from django.db import transaction

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.conversations import access
from comptoir.conversations.events import ConversationPrinted
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.paper import Paper, paper_of
from comptoir.journal import publish
from comptoir.kit.actor import Actor


@transaction.atomic
def print_conversation(
    *, by: Actor, viewer: Viewer, conversation: Conversation, audience: Party
) -> Paper:
    """What the party may read of it. Raises NoSuchConversation where that is nothing."""
    access.require(by, access.READ, conversation)
    told = paper_of(viewer, conversation, audience)
    publish(
        ConversationPrinted(
            conversation_id=conversation.pk, audience=int(audience), messages=len(told.letters)
        ),
        by=by,
    )
    return told
