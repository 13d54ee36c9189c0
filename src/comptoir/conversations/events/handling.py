"""Whose it is, how it stands, what it is about, who follows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.conversations.states import Category, Intent, Outcome, Priority, ReasonSource, Waking
from comptoir.journal import Event
from comptoir.kit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAssigned(Event):
    """Somebody took or gave a conversation."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation assigned")
    conversation_id: int
    member_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Status of a conversation changed")
    conversation_id: int
    category: Category
    before: Category
    status_number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSnoozed(Event):
    """Set aside until a time or until a delivery; without either until somebody writes."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation snoozed")
    conversation_id: int
    until: datetime | None = None
    until_delivered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationWoke(Event):
    """It came back by itself; `member_id` has it, or had set it aside."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation woke up")
    conversation_id: int
    why: Waking
    member_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SleptThroughThanks(Event):
    """The buyer only said thank you: it stays set aside."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Stayed snoozed after a thank-you")
    conversation_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderCame(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Reminder came")
    conversation_id: int
    member_id: int
    reminder_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeNoted(Event):
    """Somebody said what came of it: what the customer got, and what it cost."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Outcome noted")
    conversation_id: int
    outcome: Outcome
    reason: Intent | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonSet(Event):
    """The contact reason was proposed or chosen."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Contact reason set")
    conversation_id: int
    reason: Intent
    source: ReasonSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritySet(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Priority set")
    conversation_id: int
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class TagAdded(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Tag added")
    conversation_id: int
    tag_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRemoved(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Tag removed")
    conversation_id: int
    tag_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAsSpam(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Marked as spam")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmarkedAsSpam(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Marked as no spam")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPaused(Event):
    """An agent stopped the company's own clock."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Clock paused")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Clock resumed")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLinked(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Order linked")
    conversation_id: int
    order_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFollowed(Event):
    """A member hears from now on of what is new in it."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation followed")
    conversation_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationUnfollowed(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation no longer followed")
    conversation_id: int
    member_id: int
