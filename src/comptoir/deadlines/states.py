"""The words of a promise: what is promised, by whose clock, and how it stands."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.kit.flows import Flow


class SubjectKind(StrEnum):
    """What can carry a deadline. The value is the subject's kind in the journal."""

    CONVERSATION = "conversation"
    RETURN = "return"
    DISPUTE = "dispute"
    REVIEW = "review"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing a promise is about: its kind and its row's id."""

    kind: SubjectKind
    id: int


class Kind(StrEnum):
    """What is promised."""

    FIRST_REPLY = "first_reply"
    NEXT_REPLY = "next_reply"
    RESOLUTION = "resolution"
    RETURN_DECISION = "return_decision"
    REFUND = "refund"
    CASE_ANSWER = "case_answer"
    DISPUTE_ANSWER = "dispute_answer"
    INFORMATION = "information"
    APPEAL = "appeal"
    AUTO_CLOSE = "auto_close"


REPLIES = (Kind.FIRST_REPLY, Kind.NEXT_REPLY)
FIRST_CONTACT = (Kind.FIRST_REPLY, Kind.RESOLUTION)
NEXT_CONTACT = (Kind.NEXT_REPLY,)
PROMISED_BY_US = (*REPLIES, Kind.RESOLUTION)


KIND_NAMES: dict[Kind, "str | Promise"] = {
    Kind.FIRST_REPLY: _("First reply"),
    Kind.NEXT_REPLY: _("Next reply"),
    Kind.RESOLUTION: _("Solved"),
    Kind.RETURN_DECISION: _("Return decision"),
    Kind.REFUND: _("Refund"),
    Kind.CASE_ANSWER: _("Answer to a case"),
    Kind.DISPUTE_ANSWER: _("Answer to a payment dispute"),
    Kind.INFORMATION: _("Information asked for"),
    Kind.APPEAL: _("Appeal"),
    Kind.AUTO_CLOSE: _("Closes by itself"),
}


class Source(StrEnum):
    """Whose clock it is: the marketplace's, or our own policy's."""

    CHANNEL = "channel"
    POLICY = "policy"


class Basis(StrEnum):
    """Every hour counts, or only the hours a calendar is open."""

    CALENDAR = "calendar"
    BUSINESS = "business"


BASIS_NAMES: dict[Basis, "str | Promise"] = {
    Basis.CALENDAR: _("every hour counts"),
    Basis.BUSINESS: _("business hours"),
}


class Group(StrEnum):
    """The groups of contact reasons that share a promise."""

    PRE_SALE = "pre_sale"
    DELIVERY = "delivery"
    RETURN = "return"
    OTHER = "other"


class State(StrEnum):
    """MISSED stays until the promise is kept late; `ended_at` then says when."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why a promise was called off."""

    NO_REPLY_NEEDED = "no_reply_needed"
    SPAM = "spam"
    MERGED = "merged"
    SPLIT = "split"
    NO_PROMISE = "no_promise"


class MoveCause(StrEnum):
    """Why a due time changed."""

    REASON = "reason"
    TEAM = "team"
    CHANNEL = "channel"


# A missed promise runs again only where a new reason or team gives it more time; one that was
# kept or called off runs again when its conversation is reopened or the answer is undone.
FLOW = Flow(
    {
        State.RUNNING: {State.PAUSED, State.MET, State.MISSED, State.CANCELLED},
        State.PAUSED: {State.RUNNING, State.MET, State.MISSED, State.CANCELLED},
        State.MISSED: {State.RUNNING, State.CANCELLED},
        State.MET: {State.RUNNING},
        State.CANCELLED: {State.RUNNING},
    }
)
