"""Splitting, third parties, phone calls, and what went to the wrong person."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from ninja import Status

from comptoir.accounts.parties import Party
from comptoir.commerce.errors import UnknownOrder
from comptoir.commerce.models import Order
from comptoir.commerce.queries import orders_for
from comptoir.conversations import services
from comptoir.conversations.access import FORWARD, HANDLE, NOTE
from comptoir.conversations.api.reading import seen, told_anew
from comptoir.conversations.api.routes import router
from comptoir.conversations.api.telling import tell_message
from comptoir.conversations.api.writing import number_of, tell_written
from comptoir.conversations.errors import NoSuchMessage
from comptoir.conversations.models import Attachment, Message
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.queries.listing import find_message
from comptoir.conversations.schemas import (
    AnswerOutsideIn,
    AskOutsideIn,
    CallIn,
    ConversationOut,
    MessageOut,
    MisdirectedIn,
    PartyName,
    SplitIn,
)
from comptoir.conversations.services import Addressee, Call
from comptoir.rest.gate import ApiRequest, needs


@router.post(
    "/conversations/{uuid:conversation_id}/split",
    response={201: ConversationOut},
    summary="Split messages off",
)
@needs(HANDLE)
def split_conversation(
    request: ApiRequest, conversation_id: UUID, payload: SplitIn
) -> Status[ConversationOut]:
    """Answers with the new conversation: who wrote and who may read stays as it was."""
    conversation = seen(request, conversation_id)
    made = services.split(
        by=request.actor,
        conversation_id=conversation.pk,
        message_ids=_numbers(request, payload.messages),
        subject=payload.subject,
        reason=payload.reason,
        order=_order(request, payload.order),
    )
    return Status(201, told_anew(request, made.public_id))


def _numbers(request: ApiRequest, wanted: Sequence[UUID]) -> list[int]:
    """Raises NoSuchMessage for one that is none, or not his to see."""
    found = list(_named(request, wanted).values_list("pk", flat=True))
    if len(found) < len(set(wanted)):
        raise NoSuchMessage
    return found


def _named(request: ApiRequest, wanted: Sequence[UUID]) -> "QuerySet[Message]":
    return messages_for(request.viewer).filter(public_id__in=wanted)


def _order(request: ApiRequest, wanted: UUID | None) -> Order | None:
    if wanted is None:
        return None
    order = orders_for(request.viewer).filter(public_id=wanted).first()
    if order is None:
        raise UnknownOrder
    return order


@router.delete(
    "/conversations/{uuid:conversation_id}/split",
    response=ConversationOut,
    summary="Put split messages back",
)
@needs(HANDLE)
def unsplit_conversation(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    """While nothing was written there. Answers with the conversation that they came from."""
    number = seen(request, conversation_id).pk
    source = services.unsplit(by=request.actor, conversation_id=number)
    return told_anew(request, source.public_id)


@router.post(
    "/conversations/{uuid:conversation_id}/side-conversations",
    response={201: MessageOut},
    summary="Write to a third party",
)
@needs(FORWARD)
def ask_outside(
    request: ApiRequest, conversation_id: UUID, payload: AskOutsideIn
) -> Status[MessageOut]:
    """A question, or with `messages` a forward, in a side conversation of the operator's own."""
    conversation = seen(request, conversation_id)
    numbers = _numbers(request, payload.messages)
    files = Attachment.objects.filter(public_id__in=payload.files, message__in=numbers)
    message = services.ask_outside(
        by=request.actor,
        conversation_id=conversation.pk,
        to=Addressee(payload.address, payload.name, payload.kind),
        text=payload.text,
        subject=payload.subject,
        message_ids=numbers,
        file_ids=list(files.values_list("pk", flat=True)),
        uploads=payload.uploads,
        waits=payload.waits,
        sure=payload.sure,
    )
    return _stored(request, message)


def _stored(request: ApiRequest, message: Message) -> Status[MessageOut]:
    stored = find_message(request.viewer, message.public_id)
    return Status(201, tell_message(stored, stored.conversation))


@router.post(
    "/conversations/{uuid:conversation_id}/side-letters",
    response={201: MessageOut},
    summary="Write on to a third party",
)
@needs(FORWARD)
def answer_outside(
    request: ApiRequest, conversation_id: UUID, payload: AnswerOutsideIn
) -> Status[MessageOut]:
    """In a side conversation. It goes to the address of the book, whoever wrote last."""
    conversation = seen(request, conversation_id)
    message = services.answer_outside(
        by=request.actor,
        conversation_id=conversation.pk,
        text=payload.text,
        last_seen_id=number_of(request, payload.last_seen),
        then_resolve=payload.then_resolve,
        uploads=payload.files,
    )
    return tell_written(request, message, conversation)


@router.post(
    "/conversations/{uuid:conversation_id}/calls",
    response={201: MessageOut},
    summary="Note a phone call",
)
@needs(NOTE)
def log_call(request: ApiRequest, conversation_id: UUID, payload: CallIn) -> Status[MessageOut]:
    """Seen by the operator's side alone. `call_back_at` reminds the token's owner."""
    conversation = seen(request, conversation_id)
    call = _call(payload)
    message = services.log_call(by=request.actor, conversation_id=conversation.pk, call=call)
    return tell_written(request, message, conversation)


@router.post("/orders/{uuid:order_id}/calls", response={201: MessageOut}, summary="Note a call")
@needs(NOTE)
def log_call_about(request: ApiRequest, order_id: UUID, payload: CallIn) -> Status[MessageOut]:
    """In a new conversation about the order."""
    order = _order(request, order_id)
    if order is None:
        raise UnknownOrder
    message = services.log_call_about(
        by=request.actor, viewer=request.viewer, order_id=order.pk, call=_call(payload)
    )
    return _stored(request, message)


def _call(told: CallIn) -> Call:
    parties = {PartyName.BUYER: Party.BUYER, PartyName.SELLER: Party.SELLER}
    return Call(
        direction=told.direction,
        party=parties.get(told.party, Party(0)) if told.party else Party(0),
        minutes=told.minutes,
        note=told.note,
        number=told.number,
        began_at=told.began_at,
        answers=told.answers,
        call_back_at=told.call_back_at,
    )


@router.post(
    "/messages/{uuid:message_id}/wrong-recipient",
    response=MessageOut,
    summary="Report that it went to the wrong person",
)
@needs(HANDLE)
def report_wrong_recipient(
    request: ApiRequest, message_id: UUID, payload: MisdirectedIn
) -> MessageOut:
    """It is marked, an internal note tells what happened, and the lead is told."""
    message = find_message(request.viewer, message_id)
    services.report_wrong_recipient(by=request.actor, message_id=message.pk, text=payload.text)
    stored = find_message(request.viewer, message_id)
    return tell_message(stored, stored.conversation)
