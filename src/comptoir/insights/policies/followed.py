"""What the journal says that changes a figure."""

from comptoir.conversations.events import (
    ConversationAssigned,
    ConversationJoined,
    ConversationMerged,
    ConversationParted,
    ConversationUnmerged,
    MarkedAsSpam,
    MessageReceived,
    MessageSent,
    ReasonSet,
    ReplyDeclaredNeedless,
    StatusChanged,
    UnmarkedAsSpam,
)

EVENTS = [
    event.name()
    for event in (
        ConversationAssigned,
        ConversationJoined,
        ConversationMerged,
        ConversationParted,
        ConversationUnmerged,
        MarkedAsSpam,
        MessageReceived,
        MessageSent,
        ReasonSet,
        ReplyDeclaredNeedless,
        StatusChanged,
        UnmarkedAsSpam,
    )
]
