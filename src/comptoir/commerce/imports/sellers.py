"""Sellers from a file."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from comptoir.commerce.cells import Row
from comptoir.commerce.services.facts import OWN_SHOP, SellerFacts
from comptoir.commerce.services.sellers import store_sellers
from comptoir.commerce.slots import Importer
from comptoir.commerce.states import Outcome
from comptoir.kit.actor import Actor


def read_seller(row: Row) -> SellerFacts:
    return SellerFacts(
        external_id=row.id("seller_id", required=True),
        marketplace=row.text("marketplace", most=60) or OWN_SHOP,
        name=row.text("name", required=True),
        country=row.country("country"),
        language=row.language("language"),
        email=row.address("email"),
        is_active=row.flag("active"),
    )


def _store(*, by: Actor, facts: Sequence[SellerFacts]) -> list[Outcome]:
    return [stored.outcome for stored in store_sellers(by=by, facts=facts)]


SELLERS: Importer[SellerFacts] = Importer(
    columns=("seller_id", "marketplace", "name", "country", "language", "email", "active"),
    required=("seller_id", "name"),
    read=read_seller,
    key=lambda seller: (seller.marketplace, seller.external_id),
    join=lambda _, later: later,
    store=_store,
    name=gettext_lazy("Sellers"),
)
