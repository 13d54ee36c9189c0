"""Orders with their lines and payments, as the marketplaces tell of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from comptoir.commerce import access
from comptoir.commerce.events import OrderRecorded
from comptoir.commerce.models import (
    Marketplace,
    Order,
    OrderLine,
    Payment,
    Seller,
)
from comptoir.commerce.policies import number_key
from comptoir.commerce.services.facts import LineFacts, OrderFacts
from comptoir.commerce.services.identities import Known, Purchase, identify_many
from comptoir.commerce.services.listings import ListingKey, listings_by_key
from comptoir.commerce.services.marketplaces import marketplaces_by_key
from comptoir.commerce.services.mirror import Stored, Told, mirror, retried, told
from comptoir.commerce.services.sellers import SellerKey, sellers_by_key
from comptoir.commerce.states import Outcome, state_word
from comptoir.journal import publish
from comptoir.kit.actor import Actor


@transaction.atomic
def upsert_order(*, by: Actor, facts: OrderFacts) -> Order:
    """The order as told, with what was known and not told now; published when it changed."""
    access.require(by, access.IMPORT)
    (stored,) = retried(lambda: _store([facts]))
    _publish(by, stored)
    return stored.row


@transaction.atomic
def store_orders(*, by: Actor, facts: Sequence[OrderFacts]) -> list[Stored[Order]]:
    """Many at once. Only a known order whose state changed is published by itself."""
    access.require(by, access.IMPORT)
    stored = retried(lambda: _store(facts))
    for order in stored:
        if not order.is_new and "state" in order.changed:
            _publish(by, order)
    return stored


def _publish(by: Actor, stored: Stored[Order]) -> None:
    if stored.outcome is Outcome.UNCHANGED:
        return
    event = OrderRecorded(
        order_id=stored.row.pk, is_new=stored.is_new, state_changed="state" in stored.changed
    )
    publish(event, by=by)


@dataclass(frozen=True, slots=True)
class _Around:
    """The rows that the orders of one batch refer to."""

    markets: Mapping[str, Marketplace]
    sellers: Mapping[SellerKey, Seller]
    listings: Mapping[ListingKey, int]
    identities: Mapping[int, Known]

    def market_id(self, facts: OrderFacts) -> int:
        return self.markets[facts.marketplace].pk

    def seller_id(self, facts: OrderFacts) -> int:
        return self.sellers[facts.seller, self.market_id(facts)].pk


def _store(facts: Sequence[OrderFacts]) -> list[Stored[Order]]:
    around = _around(facts)
    existing = Order.objects.filter(
        external_id__in={order.number for order in facts},
        marketplace__in=list(around.markets.values()),
    )
    orders = mirror(Order, [_told(order, around) for order in facts], existing)
    _store_lines(orders, facts, around)
    _store_payments(orders, facts)
    return orders


def _around(facts: Sequence[OrderFacts]) -> _Around:
    markets = marketplaces_by_key(order.marketplace for order in facts)
    named = {(order.seller, markets[order.marketplace].pk): order.seller_name for order in facts}
    sellers = sellers_by_key(named, markets.values())
    purchases = {
        id(order): Purchase(order.buyer, markets[order.marketplace].pk, order.placed_at)
        for order in facts
        if order.buyer and order.buyer.identities
    }
    identities = identify_many(list(purchases.values()))
    return _Around(
        markets=markets,
        sellers=sellers,
        listings=listings_by_key(_named_listings(facts, markets, sellers)),
        identities=dict(zip(purchases, identities, strict=True)),
    )


def _named_listings(
    facts: Sequence[OrderFacts],
    markets: Mapping[str, Marketplace],
    sellers: Mapping[SellerKey, Seller],
) -> dict[ListingKey, LineFacts]:
    named: dict[ListingKey, LineFacts] = {}
    for order in facts:
        market_id = markets[order.marketplace].pk
        seller_id = sellers[order.seller, market_id].pk
        for line in order.lines:
            if line.listing:
                key = (line.listing, seller_id, market_id)
                named.setdefault(key, line)
    return named


def _told(facts: OrderFacts, around: _Around) -> Told:
    identity = around.identities.get(id(facts))
    values = told(
        number_key=number_key(facts.number),
        basket=facts.basket,
        seller_id=around.seller_id(facts),
        buyer_id=identity and identity.buyer_id,
        identity_id=identity and identity.identity_id,
        placed_at=facts.placed_at,
        currency=facts.total.currency,
        total_minor=facts.total.minor,
        shipping_minor=None if facts.shipping is None else facts.shipping.minor,
        state=state_word(facts.state),
        delivery_name=facts.delivery_name,
        city=facts.city,
        postal_code=facts.postal_code,
        country=facts.country.upper(),
        expected_on=facts.expected_on,
    )
    key = {"external_id": facts.number, "marketplace_id": around.market_id(facts)}
    return Told(key, values)


def _store_lines(
    orders: Sequence[Stored[Order]], facts: Sequence[OrderFacts], around: _Around
) -> None:
    pairs = list(zip(orders, facts, strict=True))
    tellings = [
        (stored, _told_line(stored.row, order, line, around))
        for stored, order in pairs
        for line in order.lines
    ]
    existing = _lines_of(orders)
    lines = mirror(OrderLine, [line for _, line in tellings], existing)
    _touch(tellings, lines)
    _remove_unnamed(pairs, existing)


def _told_line(row: Order, facts: OrderFacts, line: LineFacts, around: _Around) -> Told:
    listing_id = None
    if line.listing:
        key = (line.listing, around.seller_id(facts), around.market_id(facts))
        listing_id = around.listings[key]
    values = told(
        listing_id=listing_id,
        title=line.title or line.sku or line.listing or line.key,
        quantity=line.quantity,
        unit_price_minor=line.unit_price.minor,
    )
    return Told({"order_id": row.pk, "key": line.key}, values)


def _lines_of(orders: Sequence[Stored[Order]]) -> list[OrderLine]:
    known = [stored.row.pk for stored in orders if not stored.is_new]
    return list(OrderLine.objects.filter(order_id__in=known)) if known else []


def _remove_unnamed(
    pairs: Sequence[tuple[Stored[Order], OrderFacts]], existing: Iterable[OrderLine]
) -> None:
    named = {
        stored.row.pk: (stored, {line.key for line in order.lines})
        for stored, order in pairs
        if order.all_lines
    }
    gone = [
        line
        for line in existing
        if line.order_id in named and line.key not in named[line.order_id][1]
    ]
    for line in gone:
        named[line.order_id][0].touched()
    if gone:
        OrderLine.objects.filter(pk__in=[line.pk for line in gone]).delete()


def _store_payments(orders: Sequence[Stored[Order]], facts: Sequence[OrderFacts]) -> None:
    tellings = [
        (
            stored,
            Told(
                {"order_id": stored.row.pk, "external_id": payment.external_id},
                {
                    "method": payment.method,
                    "amount_minor": payment.amount.minor,
                    "currency": payment.amount.currency,
                    "captured_at": payment.captured_at,
                },
            ),
        )
        for stored, order in zip(orders, facts, strict=True)
        for payment in order.payments
    ]
    known = [stored.row.pk for stored, _ in tellings if not stored.is_new]
    existing = Payment.objects.filter(order_id__in=known) if known else []
    _touch(tellings, mirror(Payment, [payment for _, payment in tellings], existing))


def _touch[M: (OrderLine, Payment)](
    tellings: Sequence[tuple[Stored[Order], Told]], parts: Sequence[Stored[M]]
) -> None:
    for (order, _), part in zip(tellings, parts, strict=True):
        if part.outcome is not Outcome.UNCHANGED:
            order.touched()
