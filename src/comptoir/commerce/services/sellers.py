"""Sellers, as the marketplaces tell of them."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from comptoir.commerce import access
from comptoir.commerce.events import SellerRecorded
from comptoir.commerce.models import Marketplace, Seller
from comptoir.commerce.policies import name_key
from comptoir.commerce.services.facts import SellerFacts
from comptoir.commerce.services.marketplaces import marketplaces_by_key
from comptoir.commerce.services.mirror import Stored, Told, mirror, retried, told
from comptoir.commerce.states import Outcome
from comptoir.journal import publish
from comptoir.kit.actor import Actor

type SellerKey = tuple[str, int]


@transaction.atomic
def upsert_seller(*, by: Actor, facts: SellerFacts) -> Seller:
    """The seller as told, with what was known and not told now."""
    (stored,) = store_sellers(by=by, facts=[facts])
    if stored.outcome is not Outcome.UNCHANGED:
        publish(SellerRecorded(seller_id=stored.row.pk, is_new=stored.is_new), by=by)
    return stored.row


def store_sellers(*, by: Actor, facts: Sequence[SellerFacts]) -> list[Stored[Seller]]:
    """Many at once, without an event for each: for imports and first synchronisations."""
    access.require(by, access.IMPORT)
    return retried(lambda: _store(facts))


def _store(facts: Sequence[SellerFacts]) -> list[Stored[Seller]]:
    markets = marketplaces_by_key(seller.marketplace for seller in facts)
    existing = _existing((seller.external_id for seller in facts), markets.values())
    return mirror(Seller, [_told(seller, markets) for seller in facts], existing)


def _existing(ids: Iterable[str], markets: Iterable[Marketplace]) -> list[Seller]:
    return list(Seller.objects.filter(external_id__in=set(ids), marketplace__in=list(markets)))


def _told(facts: SellerFacts, markets: Mapping[str, Marketplace]) -> Told:
    key = {"external_id": facts.external_id, "marketplace_id": markets[facts.marketplace].pk}
    values = told(
        name=facts.name,
        sort_name=name_key(facts.name),
        country=facts.country.upper(),
        language=facts.language,
        email=facts.email,
        is_active=facts.is_active,
    )
    return Told(key, values)


def sellers_by_key(
    wanted: Mapping[SellerKey, str], markets: Iterable[Marketplace]
) -> dict[SellerKey, Seller]:
    """Sellers by (external id, marketplace); one that is only named in passing is made.

    A seller without a marketplace stands for any.
    """
    ids = {external_id for external_id, _ in wanted}
    everywhere = Seller.objects.filter(external_id__in=ids, marketplace=None)
    known = {(row.external_id, row.marketplace_id): row for row in _existing(ids, markets)}
    if any(key not in known for key in wanted):
        by_id = {row.external_id: row for row in everywhere}
        known |= {key: by_id[key[0]] for key in wanted if key not in known and key[0] in by_id}
    new = [_named(key, name) for key, name in wanted.items() if key not in known]
    for row in Seller.objects.bulk_create(new):
        known[row.external_id, row.marketplace_id] = row
    return {key: known[key] for key in wanted}


def _named(key: SellerKey, name: str) -> Seller:
    external_id, marketplace_id = key
    shown = (name or external_id)[:200]
    return Seller(
        external_id=external_id,
        marketplace_id=marketplace_id,
        name=shown,
        sort_name=name_key(shown),
    )
