"""What agents do with a conversation besides writing."""

from uuid import UUID

from comptoir.commerce.errors import UnknownOrder
from comptoir.commerce.queries import orders_for
from comptoir.conversations import services
from comptoir.conversations.access import HANDLE, SPAM
from comptoir.conversations.api.reading import seen, told_anew
from comptoir.conversations.api.routes import router
from comptoir.conversations.models import Conversation
from comptoir.conversations.schemas import (
    ConversationChange,
    ConversationOut,
    MergeIn,
    OutcomeIn,
    SpamIn,
)
from comptoir.conversations.states import Priority
from comptoir.rest.gate import ApiRequest, needs


@router.patch(
    "/conversations/{uuid:conversation_id}",
    response=ConversationOut,
    summary="Change a conversation",
)
@needs(HANDLE)
def change_conversation(
    request: ApiRequest, conversation_id: UUID, payload: ConversationChange
) -> ConversationOut:
    """Who, what about, how urgent, whose turn: all of it or nothing."""
    conversation = seen(request, conversation_id)
    _assign(request, conversation, payload)
    _change(request, conversation, payload)
    for name in payload.add_tags:
        services.tag(by=request.actor, conversation_id=conversation.pk, name=name)
    for name in payload.remove_tags:
        services.untag(by=request.actor, conversation_id=conversation.pk, name=name)
    return told_anew(request, conversation_id)


def _assign(request: ApiRequest, conversation: Conversation, payload: ConversationChange) -> None:
    named = payload.model_fields_set
    if named & {"assignee", "team"}:
        services.assign(
            by=request.actor,
            conversation_id=conversation.pk,
            member_id=payload.assignee,
            team_id=payload.team,
            keep_team="team" not in named,
            keep_member="assignee" not in named,
        )


def _change(request: ApiRequest, conversation: Conversation, payload: ConversationChange) -> None:
    by, number = request.actor, conversation.pk
    if payload.order is not None:
        order = orders_for(request.viewer).filter(public_id=payload.order).first()
        if order is None:
            raise UnknownOrder
        services.link_order(by=by, conversation_id=number, order=order)
    if payload.reason is not None:
        services.set_reason(by=by, conversation_id=number, reason=payload.reason)
    if payload.priority is not None:
        priority = Priority[payload.priority.name]
        services.set_priority(by=by, conversation_id=number, priority=priority)
    if payload.status:
        services.set_status(by=by, conversation_id=number, status=payload.status)


@router.post(
    "/conversations/{uuid:conversation_id}/resolve",
    response=ConversationOut,
    summary="Resolve with an outcome",
)
@needs(HANDLE)
def resolve_conversation(
    request: ApiRequest, conversation_id: UUID, payload: OutcomeIn
) -> ConversationOut:
    """On one that is resolved already the outcome is only corrected."""
    services.resolve(
        by=request.actor,
        conversation_id=seen(request, conversation_id).pk,
        outcome=payload.outcome,
        amount=payload.amount.money() if payload.amount else None,
        reason=payload.reason,
    )
    return told_anew(request, conversation_id)


@router.post(
    "/conversations/{uuid:conversation_id}/merge",
    response=ConversationOut,
    summary="Merge into another conversation",
)
@needs(HANDLE)
def merge_conversation(
    request: ApiRequest, conversation_id: UUID, payload: MergeIn
) -> ConversationOut:
    """Answers with the conversation in which it goes on."""
    number, into = seen(request, conversation_id).pk, seen(request, payload.into).pk
    services.merge(by=request.actor, conversation_id=number, into_id=into)
    return told_anew(request, payload.into)


@router.delete(
    "/conversations/{uuid:conversation_id}/merge",
    response=ConversationOut,
    summary="Take it out of the other conversation again",
)
@needs(HANDLE)
def unmerge_conversation(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    number = seen(request, conversation_id).pk
    services.unmerge(by=request.actor, conversation_id=number)
    return told_anew(request, conversation_id)


@router.post(
    "/conversations/{uuid:conversation_id}/spam", response=ConversationOut, summary="Mark as spam"
)
@needs(SPAM)
def mark_as_spam(request: ApiRequest, conversation_id: UUID, payload: SpamIn) -> ConversationOut:
    number = seen(request, conversation_id).pk
    if payload.block_sender:
        services.block_sender(by=request.actor, conversation_id=number)
    else:
        services.mark_as_spam(by=request.actor, conversation_id=number)
    return told_anew(request, conversation_id)


@router.delete(
    "/conversations/{uuid:conversation_id}/spam",
    response=ConversationOut,
    summary="Take out of spam",
)
@needs(SPAM)
def unmark_as_spam(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    number = seen(request, conversation_id).pk
    services.unmark_as_spam(by=request.actor, conversation_id=number)
    return told_anew(request, conversation_id)


@router.post(
    "/conversations/{uuid:conversation_id}/no-reply-needed",
    response=ConversationOut,
    summary="Say that no reply is needed",
)
@needs(HANDLE)
def declare_reply_needless(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    number = seen(request, conversation_id).pk
    services.declare_reply_needless(by=request.actor, conversation_id=number)
    return told_anew(request, conversation_id)


@router.post(
    "/conversations/{uuid:conversation_id}/clock/pause",
    response=ConversationOut,
    summary="Pause our own clock",
)
@needs(HANDLE)
def pause_clock(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    number = seen(request, conversation_id).pk
    services.pause_clock(by=request.actor, conversation_id=number)
    return told_anew(request, conversation_id)


@router.post(
    "/conversations/{uuid:conversation_id}/clock/resume",
    response=ConversationOut,
    summary="Let our own clock run on",
)
@needs(HANDLE)
def resume_clock(request: ApiRequest, conversation_id: UUID) -> ConversationOut:
    number = seen(request, conversation_id).pk
    services.resume_clock(by=request.actor, conversation_id=number)
    return told_anew(request, conversation_id)
