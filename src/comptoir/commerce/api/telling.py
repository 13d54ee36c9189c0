"""Rows in the shapes of the API."""

from comptoir.accounts.viewers import Viewer
from comptoir.commerce.models import (
    Buyer,
    BuyerIdentity,
    BuyerLabel,
    Listing,
    Marketplace,
    Order,
    OrderLine,
    Payment,
    Seller,
)
from comptoir.commerce.schemas import (
    BuyerLabelOut,
    BuyerOut,
    IdentityOut,
    LabelOut,
    LineOut,
    ListingOut,
    MarketplaceOut,
    OrderOut,
    PaymentOut,
    SellerOut,
)
from comptoir.commerce.states import Colour, IdentityKind, MarketplaceKind
from comptoir.kit.money import Money
from comptoir.rest.schemas import MoneyOut


def tell_marketplace(row: Marketplace) -> MarketplaceOut:
    return MarketplaceOut(key=row.key, name=row.name, kind=MarketplaceKind(row.kind), url=row.url)


def tell_seller(row: Seller) -> SellerOut:
    return SellerOut(
        id=row.public_id,
        external_id=row.external_id,
        marketplace=row.marketplace.key if row.marketplace else None,
        name=row.name,
        country=row.country,
        language=row.language,
        email=row.email,
        is_active=row.is_active,
    )


def tell_buyer(row: Buyer, viewer: Viewer) -> BuyerOut:
    return BuyerOut(
        id=row.public_id,
        name=row.name,
        language=row.language,
        country=row.country,
        time_zone=row.time_zone,
        note=row.note,
        known_since=row.since,
        identities=[_identity(identity) for identity in row.identities.all()],
        labels=_labels(row, viewer),
    )


def _labels(row: Buyer, viewer: Viewer) -> list[BuyerLabelOut]:
    """His own, and those of who was merged into him.

    A reason may tell of any conversation: who sees only some of them is told none.
    """
    people = [*row.merged.all(), row]
    by_label = {one.label_id: one for person in people for one in person.labelled.all()}
    return [
        BuyerLabelOut(
            key=one.label.key,
            name=str(one.label),
            why=one.why if viewer.sees_everything else "",
            given_at=one.given_at,
        )
        for one in by_label.values()
    ]


def tell_label(row: BuyerLabel) -> LabelOut:
    return LabelOut(key=row.key, name=str(row), meaning=row.meaning, colour=Colour(row.colour))


def _identity(row: BuyerIdentity) -> IdentityOut:
    return IdentityOut(
        kind=IdentityKind(row.kind),
        value=row.display or row.value,
        marketplace=row.marketplace.key if row.marketplace else None,
        is_verified=row.verified_at is not None,
    )


def tell_listing(row: Listing) -> ListingOut:
    return ListingOut(
        id=row.public_id,
        external_id=row.external_id,
        marketplace=row.marketplace.key if row.marketplace else None,
        seller=row.seller.public_id,
        sku=row.sku,
        title=row.title,
        picture_url=row.picture_url,
        guide_url=row.guide_url,
        video_url=row.video_url,
        price=MoneyOut.of(row.price) if row.price else None,
        is_active=row.is_active,
    )


def tell_order(row: Order) -> OrderOut:
    return OrderOut(
        id=row.public_id,
        number=row.external_id,
        marketplace=row.marketplace.key,
        seller=row.seller.public_id,
        buyer=row.buyer.public_id if row.buyer else None,
        basket=row.basket,
        placed_at=row.placed_at,
        state=row.state,
        total=MoneyOut.of(row.total),
        shipping=MoneyOut.of(row.shipping),
        delivery_name=row.delivery_name,
        city=row.city,
        postal_code=row.postal_code,
        country=row.country,
        expected_on=row.expected_on,
        lines=[_line(line, row.currency) for line in row.lines.all()],
        payments=[_payment(payment) for payment in row.payments.all()],
    )


def _line(row: OrderLine, currency: str) -> LineOut:
    return LineOut(
        key=row.key,
        title=row.title,
        quantity=row.quantity,
        unit_price=MoneyOut.of(Money(row.unit_price_minor, currency)),
        listing=row.listing.public_id if row.listing else None,
    )


def _payment(row: Payment) -> PaymentOut:
    return PaymentOut(
        external_id=row.external_id,
        method=row.method,
        amount=MoneyOut.of(row.amount),
        captured_at=row.captured_at,
    )
