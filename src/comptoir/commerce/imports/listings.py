"""Listings from a file."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from comptoir.commerce.cells import Row
from comptoir.commerce.services.facts import OURSELVES, OWN_SHOP, ListingFacts
from comptoir.commerce.services.listings import store_listings
from comptoir.commerce.slots import Importer
from comptoir.commerce.states import Outcome
from comptoir.kit.actor import Actor


def read_listing(row: Row) -> ListingFacts:
    has_price = bool(row.text("price", most=40))
    return ListingFacts(
        external_id=row.id("listing_id", required=True),
        marketplace=row.text("marketplace", most=60) or OWN_SHOP,
        seller=row.id("seller_id") or OURSELVES,
        sku=row.text("sku", most=120),
        title=row.text("title", most=500, required=True),
        picture_url=row.link("picture_url"),
        guide_url=row.link("guide_url"),
        video_url=row.link("video_url"),
        price=row.amount("price", row.currency("currency")) if has_price else None,
        is_active=row.flag("active"),
    )


def _store(*, by: Actor, facts: Sequence[ListingFacts]) -> list[Outcome]:
    return [stored.outcome for stored in store_listings(by=by, facts=facts)]


LISTINGS: Importer[ListingFacts] = Importer(
    columns=(
        "listing_id",
        "marketplace",
        "seller_id",
        "sku",
        "title",
        "price",
        "currency",
        "picture_url",
        "guide_url",
        "video_url",
        "active",
    ),
    required=("listing_id", "title"),
    read=read_listing,
    key=lambda listing: (listing.marketplace, listing.seller, listing.external_id),
    join=lambda _, later: later,
    store=_store,
    name=gettext_lazy("Listings"),
)
