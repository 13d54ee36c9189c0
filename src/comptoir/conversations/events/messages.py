"""What is written, sent, approved, scheduled, called; drafts that change hands."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.channels.states import Sending
from comptoir.conversations.states import Returning
from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(Event):
    """A buyer, a seller or somebody else wrote. `opened`: the conversation began with it."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Message received")
    conversation_id: int
    message_id: int
    opened: bool = False
    audience: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """A message of ours left the house, or an internal note was written."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Message sent or note written")
    conversation_id: int
    message_id: int
    audience: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWithdrawn(Event):
    """An agent took a message back before it left the house."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Reply taken back")
    conversation_id: int
    delivery_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoted(Event):
    """A message of ours was delivered to the next server, failed or came back."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Delivery of a message noted")
    conversation_id: int
    message_id: int
    state: Sending


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewsPrepared(Event):
    """The files of a message can be looked at, or it is known why not."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Previews of files prepared")
    conversation_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked(Event):
    """A reply waits until somebody who may says that it leaves."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Approval of a reply asked for")
    conversation_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyApproved(Event):
    """The reply of `member_id` leaves; `is_edited`: in other words than his."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Reply approved")
    conversation_id: int
    message_id: int
    member_id: int
    is_edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySentBack(Event):
    """The reply of `member_id` is his draft again; he may have taken it back himself."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Reply sent back to its author")
    conversation_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyScheduled(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Reply scheduled")
    conversation_id: int
    member_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleCancelled(Event):
    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Scheduled reply cancelled")
    conversation_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledReplyReturned(Event):
    """The reply did not leave when it should: it is a draft again, and its author has to look."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Scheduled reply did not leave")
    conversation_id: int
    member_id: int
    why: Returning


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLogged(Event):
    """A phone call was noted; `answers`: it was what somebody waited for."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Phone call noted")
    conversation_id: int
    message_id: int
    answers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRecipientReported(Event):
    """A message of ours reached the wrong person; `member_id` wrote it, if a member did."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Wrong recipient reported")
    conversation_id: int
    message_id: int
    member_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMentioned(Event):
    """A colleague was named in an internal note."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Member mentioned in a note")
    conversation_id: int
    message_id: int
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAcknowledged(Event):
    """The buyer was told that his message has come in."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Acknowledgement sent")
    conversation_id: int
    delivery_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDeclaredNeedless(Event):
    """An agent said that no reply is needed."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("No reply needed")
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTakenOver(Event):
    """Somebody goes on with the draft of a colleague, `member_id`."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Draft taken over")
    conversation_id: int
    member_id: int
    taker_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationPrinted(Event):
    """A member or his program made a document of what one party may read."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Conversation printed as PDF")
    conversation_id: int
    audience: int
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalMailCopied(Event):
    """A member took a mail as it came, with all that its sender put into it."""

    SUBJECT: ClassVar = ("conversation", "conversation_id")
    SAID: ClassVar = _("Original mail copied")
    conversation_id: int
    message_id: int
