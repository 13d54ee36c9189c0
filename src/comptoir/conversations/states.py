"""Status categories, priorities and intents: the words of a conversation."""

import re
from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.kit.flows import Flow


class Category(StrEnum):
    """What logic asks; the label a person reads is a row of `Status`."""

    OPEN = "open"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


CATEGORY_NAMES = {
    Category.OPEN: _("Open"),
    Category.WAITING: _("Waiting for somebody else"),
    Category.SNOOZED: _("Snoozed"),
    Category.RESOLVED: pgettext_lazy("conversations", "Resolved"),
}

FLOW = Flow(
    {
        Category.OPEN: {Category.WAITING, Category.SNOOZED, Category.RESOLVED, Category.OPEN},
        Category.WAITING: {Category.OPEN, Category.SNOOZED, Category.RESOLVED, Category.WAITING},
        Category.SNOOZED: {Category.OPEN, Category.WAITING, Category.RESOLVED, Category.SNOOZED},
        Category.RESOLVED: {Category.OPEN, Category.WAITING, Category.RESOLVED},
    }
)


class Priority(IntEnum):
    LOW = -1
    NORMAL = 0
    HIGH = 1
    URGENT = 2


PRIORITY_NAMES = {
    Priority.LOW: _("Low"),
    Priority.NORMAL: _("Normal"),
    Priority.HIGH: _("High"),
    Priority.URGENT: _("Urgent"),
}


class Outcome(StrEnum):
    """What the customer got in the end, as whoever resolved it noted."""

    REFUND = "refund"
    PARTIAL_REFUND = "partial_refund"
    REPLACEMENT = "replacement"
    CREDIT = "credit"
    VOUCHER = "voucher"
    INFORMATION = "information"
    NONE = "none"


OUTCOME_NAMES = {
    Outcome.REFUND: _("Refund"),
    Outcome.PARTIAL_REFUND: _("Partial refund"),
    Outcome.REPLACEMENT: _("Replacement"),
    Outcome.CREDIT: _("Store credit"),
    Outcome.VOUCHER: _("Voucher"),
    Outcome.INFORMATION: _("Information"),
    Outcome.NONE: pgettext_lazy("outcome", "Nothing"),
}
# What costs an amount; the others have none to note.
WITH_AMOUNT = frozenset(
    {Outcome.REFUND, Outcome.PARTIAL_REFUND, Outcome.CREDIT, Outcome.VOUCHER, Outcome.REPLACEMENT}
)


class MessageKind(StrEnum):
    """What a message is, where that is no letter to the parties and no note."""

    ORDINARY = ""
    CALL = "call"
    OUTSIDE = "outside"


class ThirdPartyKind(StrEnum):
    """Who is asked beside a conversation."""

    CARRIER = "carrier"
    SUPPLIER = "supplier"
    OTHER = "other"


THIRD_PARTY_NAMES = {
    ThirdPartyKind.CARRIER: _("Carrier"),
    ThirdPartyKind.SUPPLIER: _("Supplier"),
    ThirdPartyKind.OTHER: _("Somebody else"),
}


# The status while somebody outside is asked, by who it is.
WAITING_OUTSIDE = {
    ThirdPartyKind.CARRIER: "waiting_carrier",
    ThirdPartyKind.SUPPLIER: "waiting_outside",
    ThirdPartyKind.OTHER: "waiting_outside",
}


class Sides(StrEnum):
    """What becomes of open side conversations when what they stand beside is resolved."""

    ASK = "ask"
    LEAVE = "leave"
    RESOLVE = "resolve"


class Calling(StrEnum):
    """Who called whom."""

    OUT = "out"
    IN = "in"


CALLING_NAMES = {
    Calling.OUT: _("We called"),
    Calling.IN: _("We were called"),
}


class ReasonSource(StrEnum):
    """Who chose the contact reason: a person's choice is never overwritten."""

    NONE = ""
    PROPOSED = "proposed"
    PERSON = "person"


class Waking(StrEnum):
    """Why a conversation that was set aside is back."""

    TIME = "time"
    MESSAGE = "message"
    DELIVERED = "delivered"
    TROUBLE = "trouble"
    PROMISE = "promise"
    PERSON = "person"


class Being(StrEnum):
    """What a member does with a conversation that he has open."""

    COMPOSING = "composing"
    VIEWING = "viewing"
    AWAY = "away"


# The draft that no composer opens: files that a program has sent ahead.
UPLOADS = "files"


class Returning(StrEnum):
    """Why a reply did not leave at its time."""

    STALE = "stale"
    REFUSED = "refused"


_OWN_INTENT = re.compile(r"own_[1-9]\d{0,9}")


class Intent(StrEnum):
    """What a message is about: the contact reasons of buyers and of sellers.

    Those that ship are listed. The house's own are `own_NUMBER`: the journal holds no words.
    """

    ORDER_STATUS = "order_status"
    DELIVERY_DELAY = "delivery_delay"
    NOT_RECEIVED = "not_received"
    DAMAGED_ITEM = "damaged_item"
    DEFECTIVE_ITEM = "defective_item"
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"
    NOT_AS_DESCRIBED = "not_as_described"
    COUNTERFEIT = "counterfeit"
    RETURN_REQUEST = "return_request"
    EXCHANGE_REQUEST = "exchange_request"
    REFUND_REQUEST = "refund_request"
    REFUND_STATUS = "refund_status"
    CANCEL_ORDER = "cancel_order"
    CHANGE_ORDER = "change_order"
    INVOICE_REQUEST = "invoice_request"
    PAYMENT_PROBLEM = "payment_problem"
    DISCOUNT_PROMO = "discount_promo"
    PRODUCT_QUESTION = "product_question"
    STOCK_AVAILABILITY = "stock_availability"
    WARRANTY_REPAIR = "warranty_repair"
    ACCOUNT_ACCESS = "account_access"
    DATA_PRIVACY = "data_privacy"
    REVIEW_THREAT = "review_threat"
    COMPLAINT = "complaint"
    PRAISE_THANKS = "praise_thanks"
    HUMAN_AGENT = "human_agent"
    LOYALTY_PROGRAM = "loyalty_program"
    OTHER = "other"
    SELLER_ONBOARDING = "seller_onboarding"
    SELLER_LISTING_HELP = "seller_listing_help"
    SELLER_INVENTORY_HELP = "seller_inventory_help"
    SELLER_PAYOUT = "seller_payout"
    SELLER_FEES = "seller_fees"
    SELLER_VERIFICATION = "seller_verification"
    SELLER_APPEAL = "seller_appeal"
    SELLER_RETURN_DISPUTE = "seller_return_dispute"
    SELLER_TECHNICAL = "seller_technical"
    SELLER_PERFORMANCE = "seller_performance"
    SELLER_REVIEW_REMOVAL = "seller_review_removal"
    SELLER_TRAINING = "seller_training"

    @classmethod
    def _missing_(cls, value: object) -> "Intent | None":
        if not (isinstance(value, str) and _OWN_INTENT.fullmatch(value)):
            return None
        own = str.__new__(cls, value)
        own._name_ = own._value_ = value
        return own


INTENT_NAMES = {
    Intent.ORDER_STATUS: _("Where is my order"),
    Intent.DELIVERY_DELAY: _("Late delivery"),
    Intent.NOT_RECEIVED: _("Not received"),
    Intent.DAMAGED_ITEM: _("Damaged item"),
    Intent.DEFECTIVE_ITEM: _("Defective item"),
    Intent.WRONG_ITEM: _("Wrong item"),
    Intent.MISSING_ITEM: _("Missing item"),
    Intent.NOT_AS_DESCRIBED: _("Not as described"),
    Intent.COUNTERFEIT: _("Counterfeit"),
    Intent.RETURN_REQUEST: _("Return"),
    Intent.EXCHANGE_REQUEST: _("Exchange"),
    Intent.REFUND_REQUEST: _("Refund"),
    Intent.REFUND_STATUS: _("Where is my refund"),
    Intent.CANCEL_ORDER: _("Cancel the order"),
    Intent.CHANGE_ORDER: _("Change the order"),
    Intent.INVOICE_REQUEST: _("Invoice"),
    Intent.PAYMENT_PROBLEM: _("Payment problem"),
    Intent.DISCOUNT_PROMO: _("Price or discount"),
    Intent.PRODUCT_QUESTION: _("Product question"),
    Intent.STOCK_AVAILABILITY: _("Availability"),
    Intent.WARRANTY_REPAIR: _("Warranty or repair"),
    Intent.ACCOUNT_ACCESS: _("Account access"),
    Intent.DATA_PRIVACY: _("Personal data"),
    Intent.REVIEW_THREAT: _("Threat of a bad review"),
    Intent.COMPLAINT: _("Complaint"),
    Intent.PRAISE_THANKS: _("Thanks"),
    Intent.HUMAN_AGENT: _("Wants a person"),
    Intent.LOYALTY_PROGRAM: _("Loyalty programme"),
    Intent.OTHER: _("Something else"),
    Intent.SELLER_ONBOARDING: _("Getting started"),
    Intent.SELLER_LISTING_HELP: _("Listings"),
    Intent.SELLER_INVENTORY_HELP: _("Stock"),
    Intent.SELLER_PAYOUT: _("Payout"),
    Intent.SELLER_FEES: _("Fees"),
    Intent.SELLER_VERIFICATION: _("Verification"),
    Intent.SELLER_APPEAL: _("Appeal"),
    Intent.SELLER_RETURN_DISPUTE: _("Disputed return"),
    Intent.SELLER_TECHNICAL: _("Technical problem"),
    Intent.SELLER_PERFORMANCE: _("Performance"),
    Intent.SELLER_REVIEW_REMOVAL: _("Removal of a review"),
    Intent.SELLER_TRAINING: _("Training"),
}


def is_intent(key: str) -> bool:
    """Whether it may be a reason: one that ships, or one of some house's own."""
    return key in INTENT_NAMES or _OWN_INTENT.fullmatch(key) is not None


def is_seller_intent(intent: Intent) -> bool:
    return intent.value.startswith("seller_")


# A label for each status that ships; other rows of `Status` carry their own words.
STATUS_LABELS = {
    "open": _("Open"),
    "waiting_buyer": _("Waiting for the buyer"),
    "waiting_seller": _("Waiting for the seller"),
    "waiting_carrier": _("Waiting for the carrier"),
    "waiting_outside": _("Waiting for somebody outside"),
    "snoozed": _("Snoozed"),
    "resolved": _("Resolved"),
}

# What the buyer reads of it: whose turn it is, never how the house is organised.
BUYER_LABELS = {
    Category.OPEN: _("We are looking into it"),
    Category.WAITING: _("We have asked somebody else"),
    Category.SNOOZED: _("We will come back to you"),
    Category.RESOLVED: _("Settled"),
}
BUYER_STATUS_LABELS = {
    "waiting_buyer": _("We wait for your answer"),
    "waiting_seller": _("We have asked the seller"),
    "waiting_carrier": _("We have asked the carrier"),
}
