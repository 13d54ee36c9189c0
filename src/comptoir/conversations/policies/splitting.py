"""Whether messages may go into a conversation of their own, and who waits where afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comptoir.accounts.parties import Party


class Hindrance(StrEnum):
    """Why not."""

    NOTHING = "nothing"
    ALL = "all"
    GONE = "gone"
    NOT_LEFT = "not_left"
    SPAM = "spam"
    MERGED = "merged"
    SIDE = "side"
    OTHER_BUYER = "other_buyer"
    OTHER_SELLER = "other_seller"


@dataclass(frozen=True, slots=True)
class Said:
    """One message: who reads it, whether somebody outside asks with it, and whether it counts."""

    id: int
    audience: Party
    at: datetime
    asks: bool
    has_left: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """An order: whose it is."""

    buyer_id: int | None
    seller_id: int


@dataclass(frozen=True, slots=True)
class SplitFacts:
    """`order` is the one that the new conversation is to be about, if another than before."""

    said: Sequence[Said]
    chosen: Collection[int]
    buyer_id: int | None
    seller_id: int | None
    order: About | None = None
    is_spam: bool = False
    is_merged: bool = False
    is_side: bool = False


def hindrance(facts: SplitFacts) -> Hindrance | None:
    """None where nothing is in the way. Persons stay: only an order of theirs may be named."""
    stands = (
        (facts.is_spam, Hindrance.SPAM),
        (facts.is_merged, Hindrance.MERGED),
        (facts.is_side, Hindrance.SIDE),
    )
    for is_so, why in stands:
        if is_so:
            return why
    return _of_messages(facts) or _of_order(facts)


def _of_messages(facts: SplitFacts) -> Hindrance | None:
    chosen = [each for each in facts.said if each.id in facts.chosen]
    if not facts.chosen:
        return Hindrance.NOTHING
    if len(chosen) < len(set(facts.chosen)):
        return Hindrance.GONE
    if len(chosen) == len(facts.said):
        return Hindrance.ALL
    return None if all(each.has_left for each in chosen) else Hindrance.NOT_LEFT


def _of_order(facts: SplitFacts) -> Hindrance | None:
    if facts.order is None:
        return None
    if facts.buyer_id is not None and facts.order.buyer_id not in (None, facts.buyer_id):
        return Hindrance.OTHER_BUYER
    told = _told(facts.said, facts.chosen)
    differs = facts.seller_id not in (None, facts.order.seller_id)
    seller_alone = facts.buyer_id is None
    return Hindrance.OTHER_SELLER if differs and (seller_alone or told & Party.SELLER) else None


def _told(said: Sequence[Said], chosen: Collection[int]) -> Party:
    told = Party(0)
    for each in said:
        if each.id in chosen:
            told |= each.audience
    return told


@dataclass(frozen=True, slots=True)
class Waits:
    """Since when somebody waits on us: in the conversation that was, and in the new one."""

    here: datetime | None
    there: datetime | None


def waits(
    said: Sequence[Said], chosen: Collection[int], *, waiting_since: datetime | None, now: datetime
) -> Waits:
    """Who was not answered goes on waiting since he wrote, wherever his message went.

    What was answered already and is a matter of its own again is promised an answer from now on.
    """
    asked = [each for each in said if each.asks]
    open_ones = [each for each in asked if waiting_since is not None and each.at >= waiting_since]
    here = [each.at for each in open_ones if each.id not in chosen]
    there = [each.at for each in open_ones if each.id in chosen]
    if not there and any(each.id in chosen for each in asked):
        there = [now]
    kept = waiting_since if not open_ones else min(here, default=None)
    return Waits(kept, min(there, default=None))
