"""By which name a buyer may be written to about an order, when nobody wrote to us."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Name:
    """`kind` as in commerce: email, relay, marketplace, phone."""

    id: int
    kind: str


def name_for(ordered_by: Name | None, others: list[Name], *, own_shop: bool) -> Name | None:
    """What the order itself names; in the own shop any mail address of the same buyer.

    On a marketplace an address from elsewhere is not used: it would lead the buyer away from it.
    """
    if ordered_by is not None and ordered_by.kind in ("email", "relay"):
        return ordered_by
    if not own_shop:
        return None
    return next((name for name in others if name.kind == "email"), None)


def is_too_late(delivered_at: datetime | None, at: datetime, *, within_days: int) -> bool:
    """Whether the marketplace's days after the delivery are over; 0 is no limit.

    What has not been delivered is not completed: about it one may write at any time.
    """
    if not within_days or delivered_at is None:
        return False
    return at - delivered_at > timedelta(days=within_days)
