"""What conversations announce. The events of one conversation run in their order."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from comptoir.channels.states import Sending
from comptoir.conversations.states import (
    Category,
    Intent,
    Outcome,
    Priority,
    ReasonSource,
    Returning,
    Waking,
)
from comptoir.journal import Event
from comptoir.kit.money import Money


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
class ConversationSnoozed(Event):
    """Set aside until a time or until a delivery; without either until somebody writes."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    until: datetime | None = None
    until_delivered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationWoke(Event):
    """It came back by itself; `member_id` has it, or had set it aside."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    why: Waking
    member_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SleptThroughThanks(Event):
    """The buyer only said thank you: it stays set aside."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked(Event):
    """A reply waits until somebody who may says that it leaves."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyApproved(Event):
    """The reply of `member_id` leaves; `is_edited`: in other words than his."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int
    member_id: int
    is_edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySentBack(Event):
    """The reply of `member_id` is his draft again; he may have taken it back himself."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyScheduled(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    member_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleCancelled(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledReplyReturned(Event):
    """The reply did not leave when it should: it is a draft again, and its author has to look."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    member_id: int
    why: Returning


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderCame(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    member_id: int
    reminder_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeNoted(Event):
    """Somebody said what came of it: what the customer got, and what it cost."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    outcome: Outcome
    reason: Intent | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeAsked(Event):
    """A team notes an outcome whenever it resolves something, or does so no more."""

    SUBJECT: ClassVar = ("team", "team_id")
    team_id: int
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationMerged(Event):
    """Its matter goes on in another conversation."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    into_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationJoined(Event):
    """Another conversation was merged into this one."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    from_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationUnmerged(Event):
    """It stands for itself again."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    from_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationParted(Event):
    """What had been merged into this one stands for itself again."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    other_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSplit(Event):
    """Messages of it went into a conversation of their own."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    into_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSplitOff(Event):
    """It began with messages of another one."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    from_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SideConversationOpened(Event):
    """A third party was written to beside it; `is_forward`: messages of it went along."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    other_id: int
    third_party_id: int
    is_forward: bool
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAnswered(Event):
    """A third party that was asked beside it has written: of no buyer's or seller's concern."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    other_id: int
    third_party_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdPartyChanged(Event):
    """A third party is called otherwise, or is offered no more."""

    SUBJECT: ClassVar = ("third_party", "third_party_id")
    third_party_id: int
    is_offered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLogged(Event):
    """A phone call was noted; `answers`: it was what somebody waited for."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int
    answers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRecipientReported(Event):
    """A message of ours reached the wrong person; `member_id` wrote it, if a member did."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    message_id: int
    member_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationBegun(Event):
    """A member wrote first, about an order."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    order_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkStarted(Event):
    """A member does one thing to many conversations; each tells what became of it itself."""

    SUBJECT: ClassVar = ("bulk", "run_id")
    run_id: int
    conversations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkUndone(Event):
    """He took it back, as far as nobody changed it since."""

    SUBJECT: ClassVar = ("bulk", "run_id")
    run_id: int


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
class ViewSaved(Event):
    """A view was made or changed; `is_shared`: others see it too."""

    SUBJECT: ClassVar = ("view", "view_id")
    view_id: int
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRemoved(Event):
    SUBJECT: ClassVar = ("view", "view_id")
    view_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRemoved(Event):
    """A status that no conversation had is gone."""

    SUBJECT: ClassVar = ("status", "status_number")
    status_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationPrinted(Event):
    """A member or his program made a document of what one party may read."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    audience: int
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerOptedOut(Event):
    """A buyer wants answers only, or no more."""

    SUBJECT: ClassVar = ("buyer", "buyer_id")
    buyer_id: int
    is_so: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFollowed(Event):
    """A member hears from now on of what is new in it."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationUnfollowed(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTakenOver(Event):
    """Somebody goes on with the draft of a colleague, `member_id`."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    conversation_id: int
    member_id: int
    taker_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftsShared(Event):
    """Colleagues read the drafts of a team's conversations, or do so no more."""

    SUBJECT: ClassVar = ("team", "team_id")
    team_id: int
    is_shared: bool
