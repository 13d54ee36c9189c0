"""Figures follow whatever changes them: each counts its own conversation anew."""

from comptoir.conversations.events import (
    ConversationAssigned,
    MarkedAsSpam,
    MessageReceived,
    MessageSent,
    ReasonSet,
    ReplyDeclaredNeedless,
    StatusChanged,
    UnmarkedAsSpam,
)
from comptoir.insights import services
from comptoir.journal import on


@on(MessageReceived)
def count_question(event: MessageReceived) -> None:
    services.restate(conversation_ids=[event.conversation_id])


@on(MessageSent)
def count_reply(event: MessageSent) -> None:
    services.restate(conversation_ids=[event.conversation_id])


@on(ReplyDeclaredNeedless)
def count_needless(event: ReplyDeclaredNeedless) -> None:
    services.restate(conversation_ids=[event.conversation_id])


@on(StatusChanged)
def count_resolved(event: StatusChanged) -> None:
    services.restate(conversation_ids=[event.conversation_id])


@on(ReasonSet)
def count_under_reason(event: ReasonSet) -> None:
    services.restate(conversation_ids=[event.conversation_id])


@on(ConversationAssigned)
def count_for_team(event: ConversationAssigned) -> None:
    if event.team_id is not None:
        services.restate(conversation_ids=[event.conversation_id])


@on(MarkedAsSpam)
def forget_spam(event: MarkedAsSpam) -> None:
    services.restate(conversation_ids=[event.conversation_id])


@on(UnmarkedAsSpam)
def count_after_all(event: UnmarkedAsSpam) -> None:
    services.restate(conversation_ids=[event.conversation_id])
