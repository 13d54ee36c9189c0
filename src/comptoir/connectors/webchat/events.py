"""What happens to chats beside the messages in them."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEnded(Event):
    """The visitor ended it; what was written stays."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorProved(Event):
    """The visitor showed by a code that an address is his."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    buyer_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSecretRenewed(Event):
    SUBJECT: ClassVar = ("channel", "channel_id")
    channel_id: int
