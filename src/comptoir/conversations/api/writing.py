"""Writing to the parties, and among colleagues."""

from collections.abc import Iterable
from uuid import UUID

from ninja import Status

from comptoir.accounts.parties import Party
from comptoir.conversations import services
from comptoir.conversations.access import NOTE, READ, REPLY
from comptoir.conversations.api.reading import seen
from comptoir.conversations.api.routes import router
from comptoir.conversations.api.telling import tell_message
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.listing import find_message
from comptoir.conversations.schemas import MessageOut, NoteIn, PartyName, ReadIn, ReplyIn, UnreadIn
from comptoir.rest.gate import ApiRequest, needs


@router.post(
    "/conversations/{uuid:conversation_id}/replies",
    response={201: MessageOut},
    summary="Send a reply",
)
@needs(REPLY)
def send_reply(request: ApiRequest, conversation_id: UUID, payload: ReplyIn) -> Status[MessageOut]:
    """One letter to each party of the audience. The operator's side always sees it."""
    conversation = seen(request, conversation_id)
    message = services.reply(
        by=request.actor,
        conversation_id=conversation.pk,
        text=payload.text,
        audience=audience_of(payload.audience),
        recipients=services.Recipients(to=tuple(payload.to), cc=tuple(payload.cc)),
        last_seen_id=number_of(request, payload.last_seen),
        then_resolve=payload.then_resolve,
        uploads=payload.files,
    )
    return tell_written(request, message, conversation)


def audience_of(names: Iterable[PartyName]) -> Party:
    audience = Party(0)
    for name in names:
        audience |= Party[name.name]
    return audience


def number_of(request: ApiRequest, message_id: UUID | None) -> int | None:
    return None if message_id is None else find_message(request.viewer, message_id).pk


def tell_written(
    request: ApiRequest, message: Message, conversation: Conversation
) -> Status[MessageOut]:
    stored = find_message(request.viewer, message.public_id)
    return Status(201, tell_message(stored, conversation))


@router.post(
    "/conversations/{uuid:conversation_id}/notes",
    response={201: MessageOut},
    summary="Write an internal note",
)
@needs(NOTE)
def write_note(request: ApiRequest, conversation_id: UUID, payload: NoteIn) -> Status[MessageOut]:
    conversation = seen(request, conversation_id)
    message = services.write_note(
        by=request.actor,
        conversation_id=conversation.pk,
        text=payload.text,
        mention_ids=payload.mentions,
        uploads=payload.files,
    )
    return tell_written(request, message, conversation)


@router.post(
    "/messages/{uuid:message_id}/withdraw", response={204: None}, summary="Take a reply back"
)
@needs(REPLY)
def withdraw_message(request: ApiRequest, message_id: UUID) -> Status[None]:
    """While it is held. Its words return to the owner's draft."""
    message = find_message(request.viewer, message_id)
    services.withdraw(by=request.actor, message_id=message.pk)
    return Status(204, None)


@router.post(
    "/messages/{uuid:message_id}/resend", response={204: None}, summary="Send a message again"
)
@needs(REPLY)
def resend_message(request: ApiRequest, message_id: UUID) -> Status[None]:
    """One whose sending failed, or that came back."""
    message = find_message(request.viewer, message_id)
    services.resend_message(by=request.actor, message_id=message.pk)
    return Status(204, None)


@router.post(
    "/conversations/{uuid:conversation_id}/read", response={204: None}, summary="Mark as read"
)
@needs(READ)
def mark_read(request: ApiRequest, conversation_id: UUID, payload: ReadIn) -> Status[None]:
    """For the token's owner alone."""
    conversation = seen(request, conversation_id)
    up_to = number_of(request, payload.up_to) or conversation.operator_last_id
    services.mark_read(by=request.actor, conversation_id=conversation.pk, up_to=up_to)
    return Status(204, None)


@router.post(
    "/conversations/{uuid:conversation_id}/unread", response={204: None}, summary="Mark as unread"
)
@needs(READ)
def mark_unread(request: ApiRequest, conversation_id: UUID, payload: UnreadIn) -> Status[None]:
    """For the token's owner alone."""
    conversation = seen(request, conversation_id)
    since = find_message(request.viewer, payload.since).pk
    services.mark_unread(by=request.actor, conversation_id=conversation.pk, from_id=since)
    return Status(204, None)
