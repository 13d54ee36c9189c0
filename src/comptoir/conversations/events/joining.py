"""Conversations that begin beside others, come together and part."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationBegun(Event):
    """A member wrote first, about an order."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation begun from an order")
    conversation_id: int
    order_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationMerged(Event):
    """Its matter goes on in another conversation."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation merged into another")
    conversation_id: int
    into_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationJoined(Event):
    """Another conversation was merged into this one."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Another conversation merged into this one")
    conversation_id: int
    from_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationUnmerged(Event):
    """It stands for itself again."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation stands for itself again")
    conversation_id: int
    from_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationParted(Event):
    """What had been merged into this one stands for itself again."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Merged conversation taken out again")
    conversation_id: int
    other_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSplit(Event):
    """Messages of it went into a conversation of their own."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Messages split off")
    conversation_id: int
    into_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSplitOff(Event):
    """It began with messages of another one."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation begun with messages split off")
    conversation_id: int
    from_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SideConversationOpened(Event):
    """A third party was written to beside it; `is_forward`: messages of it went along."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Third party asked")
    conversation_id: int
    other_id: int
    third_party_id: int
    is_forward: bool
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAnswered(Event):
    """A third party that was asked beside it has written: of no buyer's or seller's concern."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Third party answered")
    conversation_id: int
    other_id: int
    third_party_id: int
    message_id: int
