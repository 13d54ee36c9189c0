"""Following a conversation."""

from uuid import UUID

from comptoir.conversations import services
from comptoir.conversations.access import READ
from comptoir.conversations.api.reading import seen, told_anew
from comptoir.conversations.api.routes import router
from comptoir.conversations.schemas import ConversationOut
from comptoir.rest.gate import ApiRequest, needs


@router.put(
    "/conversations/{uuid:conversation_id}/follow",
    response=ConversationOut,
    summary="Follow a conversation",
)
@needs(READ)
def follow_conversation(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    """You are notified of every new message in it."""
    services.follow(by=request.actor, conversation_id=seen(request, conversation_id).pk)
    return told_anew(request, conversation_id)


@router.delete(
    "/conversations/{uuid:conversation_id}/follow",
    response=ConversationOut,
    summary="Stop following a conversation",
)
@needs(READ)
def unfollow_conversation(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    services.unfollow(by=request.actor, conversation_id=seen(request, conversation_id).pk)
    return told_anew(request, conversation_id)
