"""What conversations announce. The events of one conversation run in their order."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.channels.states import Sending
from comptoir.conversations.states import Category, Intent, Priority, ReasonSource
from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(Event):
    """A buyer, a seller or somebody else wrote. `opened`: the conversation began with it."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int
    opened: bool = False
    audience: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """A message of ours left the house, or an internal note was written."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int
    audience: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWithdrawn(Event):
    """An agent took a message back before it left the house."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    delivery_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoted(Event):
    """A message of ours was delivered to the next server, failed or came back."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int
    state: Sending


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewsPrepared(Event):
    """The files of a message can be looked at, or it is known why not."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAssigned(Event):
    """Somebody took or gave a conversation."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    member_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    category: Category
    before: Category
    status_number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonSet(Event):
    """The contact reason was proposed or chosen."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    reason: Intent
    source: ReasonSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritySet(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class TagAdded(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    tag_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRemoved(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    tag_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAsSpam(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmarkedAsSpam(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPaused(Event):
    """An agent stopped the company's own clock."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDeclaredNeedless(Event):
    """An agent said that no reply is needed."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMentioned(Event):
    """A colleague was named in an internal note."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLinked(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    order_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAcknowledged(Event):
    """The buyer was told that his message has come in."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    delivery_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusAdded(Event):
    """The house has a status of its own more."""

    SUBJECT: ClassVar = ("status", "status_number")
    status_number: int
    category: Category


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusDefined(Event):
    """A status has other words, or, while nobody used it, another category."""

    SUBJECT: ClassVar = ("status", "status_number")
    status_number: int
    category: Category


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMoved(Event):
    """A status stands at another place of the menus; 0 is the first."""

    SUBJECT: ClassVar = ("status", "status_number")
    status_number: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRemoved(Event):
    """A status that no conversation had is gone."""

    SUBJECT: ClassVar = ("status", "status_number")
    status_number: int
