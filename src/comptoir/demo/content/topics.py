"""What people write about, how often, and at which moment of an order's story."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from comptoir.conversations.states import Intent
from comptoir.demo.content.shapes import Order, Story

Window = tuple[datetime, datetime]

_H = timedelta(hours=1)
_D = timedelta(days=1)
_ARRIVED = frozenset({Story.DELIVERED, Story.RETURNED, Story.LATE_THEN_DELIVERED})
_LATE = frozenset({Story.LATE, Story.LATE_THEN_DELIVERED, Story.LOST})
_ON_THE_WAY = frozenset(Story) - {Story.CANCELLED, Story.DELIVERED_NOT_RECEIVED}


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """Compared by identity. `share` is per 1000 conversations. `window` says when one would write about this order, or
    None if never; a topic without orders has no window. `kinds` limits the product."""

    intent: Intent
    share: float
    window: Callable[[Order], Window | None] | None = None
    kinds: frozenset[str] | None = None
    own_shop_only: bool = False

    @property
    def key(self) -> str:
        return self.intent.value


def _after_delivery(
    first: timedelta, last: timedelta, stories: frozenset[Story] = _ARRIVED
) -> Callable[[Order], Window | None]:
    def window(order: Order) -> Window | None:
        if order.story not in stories or not order.parcels[0].delivered_at:
            return None
        return order.parcels[0].delivered_at + first, order.parcels[0].delivered_at + last

    return window


def _on_the_way(order: Order) -> Window | None:
    if order.story not in _ON_THE_WAY:
        return None
    parcel = order.parcels[0]
    promised = _noon(order) + 8 * _H
    last = min(promised, parcel.delivered_at - _H) if parcel.delivered_at else promised
    return order.placed_at + 9 * _H, last


def _when_late(order: Order) -> Window | None:
    if order.story not in _LATE:
        return None
    first = _noon(order) + 10 * _H
    delivered = order.parcels[0].delivered_at
    return first, min(first + 6 * _D, delivered - _H if delivered else first + 6 * _D)


def _before_shipping(order: Order) -> Window | None:
    if order.story == Story.CANCELLED:
        return None
    shipped = order.parcels[0].shipped_at
    return order.placed_at + _H / 2, (shipped or order.placed_at + _D) - _H


def _soon_after_placing(order: Order) -> Window | None:
    return order.placed_at + _H / 4, order.placed_at + 20 * _H


def _cancelled(order: Order) -> Window | None:
    if order.story != Story.CANCELLED:
        return None
    return order.placed_at + _H / 6, order.placed_at + 9 * _H


def _two(order: Order) -> Window | None:
    usual = _after_delivery(_H, 3 * _D)(order)
    return usual if order.lines[0].quantity > 1 else None


def _noon(order: Order) -> datetime:
    """Noon of the day the parcel was promised for."""
    promised = order.parcels[0].expected_on
    return order.placed_at.replace(
        year=promised.year, month=promised.month, day=promised.day, hour=11, minute=0, second=0
    )


_FRAGILE = frozenset(["vase", "mug", "lamp", "teapot", "planter", "bottle"])
# What stands about at home, so that its colour or size may not go with the rest.
DECOR = frozenset(
    [
        "vase",
        "lamp",
        "chair",
        "clock",
        "planter",
        "print",
        "basket",
        "cushion",
        "rug",
        "linen",
        "candle",
    ]
)
_SWITCHED = frozenset(["lamp", "clock", "headphones", "watch"])
_WORN = frozenset(["jacket", "shoes"])
_LASTING = frozenset(["chair", "clock", "headphones", "watch", "lamp", "backpack", "jacket"])

# Shares follow the issue: order status 30 %, delivery 20, returns 20, before the purchase 15, rest 15.
TOPICS: tuple[Topic, ...] = (
    Topic(Intent.ORDER_STATUS, 300, _on_the_way),
    Topic(Intent.DELIVERY_DELAY, 85, _when_late),
    Topic(
        Intent.NOT_RECEIVED, 32,
        _after_delivery(2 * _H, 3 * _D, frozenset({Story.DELIVERED_NOT_RECEIVED})),
    ),
    Topic(Intent.DAMAGED_ITEM, 38, _after_delivery(_H, 2 * _D), _FRAGILE),
    Topic(Intent.WRONG_ITEM, 14, _after_delivery(_H, 2 * _D)),
    Topic(Intent.MISSING_ITEM, 11, _two),
    Topic(Intent.DEFECTIVE_ITEM, 10, _after_delivery(2 * _D, 20 * _D), _SWITCHED),
    Topic(Intent.NOT_AS_DESCRIBED, 10, _after_delivery(2 * _H, 4 * _D), DECOR),
    Topic(Intent.RETURN_REQUEST, 105, _after_delivery(8 * _H, 11 * _D)),
    Topic(Intent.EXCHANGE_REQUEST, 38, _after_delivery(4 * _H, 8 * _D), _WORN),
    Topic(Intent.REFUND_REQUEST, 57, _after_delivery(8 * _H, 11 * _D)),
    Topic(Intent.PRODUCT_QUESTION, 95),
    Topic(Intent.STOCK_AVAILABILITY, 33),
    Topic(Intent.DISCOUNT_PROMO, 22, own_shop_only=True),
    Topic(Intent.REFUND_STATUS, 22, _after_delivery(14 * _D, 24 * _D, frozenset({Story.RETURNED}))),
    Topic(Intent.CANCEL_ORDER, 20, _cancelled),
    Topic(Intent.CHANGE_ORDER, 22, _before_shipping),
    Topic(Intent.INVOICE_REQUEST, 26, _after_delivery(_D, 30 * _D)),
    Topic(Intent.WARRANTY_REPAIR, 10, _after_delivery(35 * _D, 110 * _D), _LASTING),
    Topic(Intent.PAYMENT_PROBLEM, 10, _soon_after_placing),
    Topic(Intent.PRAISE_THANKS, 14, _after_delivery(2 * _H, 4 * _D)),
    Topic(Intent.COMPLAINT, 6, _when_late),
    Topic(Intent.ACCOUNT_ACCESS, 6, own_shop_only=True),
)  # fmt: skip
SELLER_TOPICS: tuple[Topic, ...] = (
    Topic(Intent.SELLER_PAYOUT, 5),
    Topic(Intent.SELLER_LISTING_HELP, 4),
    Topic(Intent.SELLER_RETURN_DISPUTE, 3, _after_delivery(14 * _D, 24 * _D, frozenset({Story.RETURNED}))),
    Topic(Intent.SELLER_TECHNICAL, 3),
)  # fmt: skip

# Which question fits which product.
TRAITS: Mapping[str, str] = {
    kind: trait
    for trait, kinds in {
        "table": "vase mug teapot bottle",
        "light": "lamp",
        "textile": "linen scarf cushion",
        "home": "chair clock rug planter basket",
        "wear": "jacket shoes backpack",
        "tech": "headphones watch",
        "knife": "knife",
        "paper": "book print",
        "care": "candle soap",
        "toy": "toy",
    }.items()
    for kind in kinds.split()
}
