"""What happens to chats beside the messages in them."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEnded(Event):
    """The visitor ended it; what was written stays."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Chat ended by the visitor")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorProved(Event):
    """The visitor showed by a code that an address is his."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Visitor of a chat proved his address")
    conversation_id: int
    buyer_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSecretRenewed(Event):
    SUBJECT: ClassVar = ("channel", "channel_id")
    SAID: ClassVar = _("Secret of a chat renewed")
    channel_id: int
