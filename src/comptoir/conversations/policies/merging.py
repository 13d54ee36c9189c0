"""Whether two conversations may become one."""

from dataclasses import dataclass
from enum import StrEnum

from comptoir.accounts.parties import Party


class Obstacle(StrEnum):
    """Why not."""

    ITSELF = "itself"
    SPAM = "spam"
    MERGED = "merged"
    SIDE = "side"
    OTHER_BUYER = "other_buyer"
    OTHER_SELLER = "other_seller"


@dataclass(frozen=True, slots=True)
class MergeSide:
    """`told` are the parties that could read something in it: their persons are fixed."""

    number: int
    buyer_id: int | None
    seller_id: int | None
    told: Party
    is_spam: bool = False
    is_merged: bool = False
    is_side: bool = False


def obstacle(source: MergeSide, target: MergeSide) -> Obstacle | None:
    """None where nothing is in the way. Nobody ever reads what another buyer or seller was told."""
    if source.number == target.number:
        return Obstacle.ITSELF
    if source.is_spam or target.is_spam:
        return Obstacle.SPAM
    if source.is_merged or target.is_merged:
        return Obstacle.MERGED
    if source.is_side or target.is_side:
        return Obstacle.SIDE
    told = source.told | target.told
    if told & Party.BUYER and _differ(source.buyer_id, target.buyer_id):
        return Obstacle.OTHER_BUYER
    if told & Party.SELLER and _differ(source.seller_id, target.seller_id):
        return Obstacle.OTHER_SELLER
    return None


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other
