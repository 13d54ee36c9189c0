"""What the marketplaces tell: sellers, listings, buyers, orders, parcels, payments."""

from collections.abc import Iterator, Sequence
from itertools import islice

from comptoir.commerce import services as commerce
from comptoir.commerce.services import (
    BuyerFacts,
    LineFacts,
    ListingFacts,
    OrderFacts,
    PaymentFacts,
    SellerFacts,
)
from comptoir.demo.content import Content, shapes
from comptoir.demo.content.house import MARKETPLACES
from comptoir.kit.actor import SYSTEM
from comptoir.shipping import services as shipping
from comptoir.shipping.services import ParcelFacts, Report

BATCH = 500


def load_facts(content: Content) -> None:
    """Everything that stands beside the conversations."""
    for market in MARKETPLACES:
        commerce.store_sellers(by=SYSTEM, facts=[_seller(s, market) for s in content.sellers])
        commerce.store_listings(by=SYSTEM, facts=[_listing(x, market) for x in content.listings])
    for some in _batches(content.orders):
        commerce.store_orders(by=SYSTEM, facts=[_order(order) for order in some])
        parcels = [_parcel(order, parcel) for order in some for parcel in order.parcels]
        if parcels:
            shipping.store_parcels(by=SYSTEM, facts=parcels)


def _batches[T](things: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, BATCH)):
        yield some


def _seller(seller: shapes.Seller, market: shapes.Marketplace) -> SellerFacts:
    return SellerFacts(
        external_id=seller.key,
        marketplace=market.key,
        name=seller.name,
        country=seller.country,
        language=seller.language,
        email=seller.email,
    )


def _listing(listing: shapes.Listing, market: shapes.Marketplace) -> ListingFacts:
    return ListingFacts(
        external_id=listing.external_id,
        marketplace=market.key,
        seller=listing.seller.key,
        sku=listing.model,
        title=listing.title,
        # Drawn here, since the sample's own shop is not on the net.
        picture_url=f"/demo/pictures/{listing.external_id.lower()}.jpg",
        guide_url=listing.guide_url,
        video_url=listing.video_url,
        price=listing.price,
    )


def _order(order: shapes.Order) -> OrderFacts:
    buyer = order.buyer
    return OrderFacts(
        number=order.external_id,
        placed_at=order.placed_at,
        total=order.total,
        marketplace=order.channel.marketplace.key,
        seller=order.seller.key,
        buyer=BuyerFacts(
            identities=tuple((each.kind, each.value) for each in buyer.identities),
            name=buyer.name,
            language=buyer.language,
            country=buyer.country,
        ),
        shipping=order.shipping,
        state=order.state,
        delivery_name=buyer.name,
        city=buyer.city,
        postal_code=buyer.postal_code,
        country=buyer.country,
        lines=tuple(_line(line) for line in order.lines),
        payments=(_payment(order.payment),) if order.payment else (),
    )


def _line(line: shapes.OrderLine) -> LineFacts:
    return LineFacts(
        key=line.key,
        title=line.listing.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        listing=line.listing.external_id,
        sku=line.listing.model,
    )


def _payment(payment: shapes.Payment) -> PaymentFacts:
    return PaymentFacts(
        external_id=payment.external_id,
        amount=payment.amount,
        captured_at=payment.captured_at,
        method=payment.method,
    )


def _parcel(order: shapes.Order, parcel: shapes.Parcel) -> ParcelFacts:
    return ParcelFacts(
        order_number=order.external_id,
        marketplace=order.channel.marketplace.key,
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
        tracking_url=parcel.tracking_url,
        state=parcel.state,
        shipped_at=parcel.shipped_at,
        expected_on=parcel.expected_on,
        delivered_at=parcel.delivered_at,
        events=tuple(
            Report(at=e.at, status=e.status, place=e.place, description=e.description)
            for e in parcel.events
        ),
    )
