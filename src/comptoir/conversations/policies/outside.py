"""Who may be asked beside a conversation, and whose answers belong there."""

from dataclasses import dataclass
from enum import StrEnum

from comptoir.conversations.policies.placing import NEVER_JOINS

# Letters that one member begins to addresses outside, and how many of them nobody had written to.
MOST_AN_HOUR = 60
MOST_NEW_AN_HOUR = 20


class Bar(StrEnum):
    """Why a letter to somebody outside does not leave. STRANGER: not before a person is sure."""

    SPAM = "spam"
    MERGED = "merged"
    SIDE = "side"
    NO_ADDRESS = "no_address"
    OURS = "ours"
    BUYER = "buyer"
    SELLER = "seller"
    TOO_MANY = "too_many"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class AskFacts:
    """`is_known`: somebody of the house wrote to this address before, as to a third party."""

    is_address: bool = True
    is_ours: bool = False
    is_buyer: bool = False
    is_seller: bool = False
    is_known: bool = False
    is_sure: bool = False
    begun_lately: int = 0
    new_lately: int = 0
    is_spam: bool = False
    is_merged: bool = False
    is_side: bool = False


def bar(facts: AskFacts) -> Bar | None:
    """None where nothing is in the way. No buyer and no seller is ever a third party."""
    too_many = facts.begun_lately >= MOST_AN_HOUR
    too_many_new = not facts.is_known and facts.new_lately >= MOST_NEW_AN_HOUR
    stands = (
        (facts.is_spam, Bar.SPAM),
        (facts.is_merged, Bar.MERGED),
        (facts.is_side, Bar.SIDE),
        (not facts.is_address, Bar.NO_ADDRESS),
        (facts.is_ours, Bar.OURS),
        (facts.is_buyer, Bar.BUYER),
        (facts.is_seller, Bar.SELLER),
        (too_many or too_many_new, Bar.TOO_MANY),
        (not facts.is_known and not facts.is_sure, Bar.STRANGER),
    )
    return next((why for is_so, why in stands if is_so), None)


def joins(*, suspicion: str, is_buyer_or_seller: bool) -> bool:
    """Whether a mail that knows an id or a reply address of a side conversation belongs to it.

    The thread alone proves it, never the From (A1, A2): carriers answer from other addresses than
    they are asked at. A forged or blocked sender is nobody's; a buyer or seller is never in one.
    """
    return suspicion not in NEVER_JOINS and not is_buyer_or_seller
