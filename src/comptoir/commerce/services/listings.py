"""Listings, as the marketplaces tell of them."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from comptoir.commerce import access
from comptoir.commerce.events import ListingRecorded
from comptoir.commerce.models import Listing, Marketplace, Seller
from comptoir.commerce.services.facts import LineFacts, ListingFacts
from comptoir.commerce.services.marketplaces import marketplaces_by_key
from comptoir.commerce.services.mirror import Stored, Told, insert, mirror, retried, told
from comptoir.commerce.services.sellers import SellerKey, sellers_by_key
from comptoir.commerce.states import Outcome
from comptoir.journal import publish
from comptoir.kit.actor import Actor

# (external id, seller, marketplace)
type ListingKey = tuple[str, int, int]


@transaction.atomic
def upsert_listing(*, by: Actor, facts: ListingFacts) -> Listing:
    """The listing as told, with what was known and not told now."""
    (stored,) = store_listings(by=by, facts=[facts])
    if stored.outcome is not Outcome.UNCHANGED:
        publish(ListingRecorded(listing_id=stored.row.pk, is_new=stored.is_new), by=by)
    return stored.row


def store_listings(*, by: Actor, facts: Sequence[ListingFacts]) -> list[Stored[Listing]]:
    """Many at once, without an event for each: for imports and first synchronisations."""
    access.require(by, access.IMPORT)
    return retried(lambda: _store(facts))


def _store(facts: Sequence[ListingFacts]) -> list[Stored[Listing]]:
    markets = marketplaces_by_key(listing.marketplace for listing in facts)
    wanted = {(listing.seller, markets[listing.marketplace].pk): "" for listing in facts}
    sellers = sellers_by_key(wanted, markets.values())
    tellings = [_told(listing, markets, sellers) for listing in facts]
    return mirror(Listing, tellings, _existing(tuple(t.key.values()) for t in tellings))


def _told(
    facts: ListingFacts,
    markets: Mapping[str, Marketplace],
    sellers: Mapping[SellerKey, Seller],
) -> Told:
    market = markets[facts.marketplace]
    seller = sellers[facts.seller, market.pk]
    key = {
        "external_id": facts.external_id,
        "seller_id": seller.pk,
        "marketplace_id": market.pk,
    }
    price = facts.price
    values = told(
        sku=facts.sku,
        title=facts.title,
        picture_url=facts.picture_url,
        guide_url=facts.guide_url,
        video_url=facts.video_url,
        price_minor=None if price is None else price.minor,
        currency=None if price is None else price.currency,
        is_active=facts.is_active,
    )
    return Told(key, values)


def _existing(keys: Iterable[ListingKey]) -> list[Listing]:
    ids, sellers, markets = (set(column) for column in zip(*keys, strict=True))
    return list(
        Listing.objects.filter(
            external_id__in=ids, seller_id__in=sellers, marketplace_id__in=markets
        )
    )


def listings_by_key(wanted: Mapping[ListingKey, LineFacts]) -> dict[ListingKey, int]:
    """Ids of the listings; one that is only named by an order's line is made of the line."""
    if not wanted:
        return {}
    known = _ids(wanted)
    made = {key: _named(key, line) for key, line in wanted.items() if key not in known}
    insert(Listing, list(made.values()))
    return known | {key: row.pk for key, row in made.items()}


def _ids(keys: Iterable[ListingKey]) -> dict[ListingKey, int]:
    ids, sellers, markets = (set(column) for column in zip(*keys, strict=True))
    found = Listing.objects.filter(
        external_id__in=ids, seller_id__in=sellers, marketplace_id__in=markets
    ).values_list("external_id", "seller_id", "marketplace_id", "pk")
    return {(row[0], row[1], row[2]): row[3] for row in found if row[2] is not None}


def _named(key: ListingKey, line: LineFacts) -> Listing:
    external_id, seller_id, marketplace_id = key
    return Listing(
        external_id=external_id,
        seller_id=seller_id,
        marketplace_id=marketplace_id,
        sku=line.sku[:120],
        title=(line.title or external_id)[:500],
        price_minor=line.unit_price.minor,
        currency=line.unit_price.currency,
    )
