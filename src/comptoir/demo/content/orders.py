"""Four thousand orders: who bought what from whom, when, and what became of the parcel."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from comptoir.commerce.states import OrderState
from comptoir.demo.content.catalogue import LISTINGS
from comptoir.demo.content.house import AMAZON_MAIL, EBAY_MAIL
from comptoir.demo.content.moments import order_moment
from comptoir.demo.content.parcels import send_parcel
from comptoir.demo.content.shapes import (
    Buyer,
    Channel,
    Listing,
    Order,
    OrderLine,
    Parcel,
    Payment,
    Story,
)
from comptoir.kit.money import Money

DAYS = 150
_STORIES = {
    Story.DELIVERED: 74.5,
    Story.LATE_THEN_DELIVERED: 10,
    Story.RETURNED: 8,
    Story.DELIVERED_NOT_RECEIVED: 3.5,
    Story.CANCELLED: 2,
    Story.LOST: 2,
}
_METHODS = {"Card": 55, "PayPal": 25, "Bank transfer": 8, "Invoice": 12}


def make_orders(
    random: Random, *, count: int, buyers: Sequence[Buyer], start: datetime
) -> list[Order]:
    """Orders in the order they were placed. A third of the buyers comes back."""
    first = start - timedelta(days=DAYS)
    moments = sorted(order_moment(random, first, start) for _ in range(count))
    by_seller = _listings_by_seller()
    stories = random.choices([*_STORIES], [*_STORIES.values()], k=count)
    return [
        _order(
            random,
            number=number,
            placed_at=at,
            buyer=_buyer(random, buyers),
            story=story,
            shelves=by_seller,
            start=start,
        )
        for number, (at, story) in enumerate(zip(moments, stories, strict=True), 48_000)
    ]


def make_order(
    random: Random,
    *,
    number: int,
    placed_at: datetime,
    buyer: Buyer,
    story: Story,
    start: datetime,
    listing: Listing | None = None,
    quantity: int = 1,
) -> Order:
    """One order with the story asked for: the planted cases use it."""
    chosen = listing or random.choice(LISTINGS)
    line = OrderLine("1", chosen, quantity, chosen.price)
    return _assemble(
        random, number=number, placed_at=placed_at, buyer=buyer, story=story,
        lines=(line,), start=start,
    )  # fmt: skip


def _buyer(random: Random, buyers: Sequence[Buyer]) -> Buyer:
    """The lower numbers come more often."""
    return buyers[int(len(buyers) * random.random() ** 1.35)]


def _listings_by_seller() -> dict[str, list[Listing]]:
    shelves: dict[str, list[Listing]] = {}
    for listing in LISTINGS:
        shelves.setdefault(listing.seller.key, []).append(listing)
    return shelves


def _order(
    random: Random,
    *,
    number: int,
    placed_at: datetime,
    buyer: Buyer,
    story: Story,
    shelves: Mapping[str, list[Listing]],
    start: datetime,
) -> Order:
    first = random.choice(LISTINGS)
    listings = [first]
    others = [other for other in shelves[first.seller.key] if other is not first]
    if others and random.random() < 0.22:
        listings.append(random.choice(others))
    lines = tuple(
        OrderLine(str(place), listing, 2 if random.random() < 0.1 else 1, listing.price)
        for place, listing in enumerate(listings, 1)
    )
    return _assemble(
        random, number=number, placed_at=placed_at, buyer=buyer, story=story,
        lines=lines, start=start,
    )  # fmt: skip


def _assemble(
    random: Random,
    *,
    number: int,
    placed_at: datetime,
    buyer: Buyer,
    story: Story,
    lines: tuple[OrderLine, ...],
    start: datetime,
) -> Order:
    seller = lines[0].listing.seller
    parcels: tuple[Parcel, ...] = ()
    if story != Story.CANCELLED:
        parcel, story = send_parcel(
            random, story=story, buyer=buyer, seller=seller,
            placed_at=placed_at, start=start, number=number,
        )  # fmt: skip
        parcels = (parcel,)
    goods = sum(line.unit_price.minor * line.quantity for line in lines)
    shipping = Money(
        0 if goods > 12_000 else 690 if buyer.country == seller.country else 990, "EUR"
    )
    external_id = order_number(random, buyer.channel, number)
    payment = Payment(
        f"pay-{number}",
        buyer.channel.marketplace.name
        if buyer.channel in {AMAZON_MAIL, EBAY_MAIL}
        else random.choices([*_METHODS], [*_METHODS.values()])[0],
        Money(goods + shipping.minor, "EUR"),
        min(placed_at + timedelta(seconds=random.randint(20, 400)), start),
    )
    return Order(
        external_id=external_id,
        channel=buyer.channel,
        buyer=buyer,
        seller=seller,
        placed_at=placed_at,
        currency="EUR",
        lines=lines,
        shipping=shipping,
        parcels=parcels,
        payment=payment,
        state=_state(story, parcels),
        story=story,
    )


def order_number(random: Random, channel: Channel, number: int) -> str:
    """An order number in the shape of its marketplace."""
    if channel is AMAZON_MAIL:
        return (
            f"{random.randint(302, 306)}-{random.randint(0, 9_999_999):07}-{number * 97 % 10**7:07}"
        )
    if channel is EBAY_MAIL:
        return f"{random.randint(10, 27)}-{random.randint(10_000, 14_999)}-{number % 100_000:05}"
    return f"TI-{number}"


_STATES = {
    Story.CANCELLED: OrderState.CANCELLED,
    Story.RETURNED: OrderState.RETURNED,
    Story.NOT_SHIPPED: OrderState.PAID,
}


def _state(story: Story, parcels: tuple[Parcel, ...]) -> OrderState:
    if story in _STATES:
        return _STATES[story]
    return OrderState.DELIVERED if parcels[0].delivered_at else OrderState.SHIPPED
