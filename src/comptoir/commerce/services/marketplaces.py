"""Marketplaces: few rows, found or made by their key."""

from collections.abc import Iterable

from django.db import transaction

from comptoir.commerce import access
from comptoir.commerce.models import Marketplace
from comptoir.commerce.services.facts import OWN_SHOP
from comptoir.commerce.services.mirror import Told, mirror, told
from comptoir.commerce.states import MarketplaceKind
from comptoir.kit.actor import Actor
from comptoir.kit.text import clean


@transaction.atomic
def upsert_marketplace(
    *, by: Actor, key: str, name: str = "", kind: MarketplaceKind | None = None, url: str = ""
) -> Marketplace:
    """The marketplace of this key, with what is told about it."""
    access.require(by, access.IMPORT)
    values = told(name=name, kind=kind, url=url)
    existing = Marketplace.objects.select_for_update().filter(key=key)
    fresh = {"name": key, "kind": kind_of(key)} | values
    rows = list(existing)
    (stored,) = mirror(Marketplace, [Told({"key": key}, values if rows else fresh)], rows)
    return stored.row


def marketplaces_by_key(keys: Iterable[str]) -> dict[str, Marketplace]:
    """The marketplaces of these keys; one that nobody named before is made."""
    wanted = {clean(key)[:60]: key for key in keys}
    found = {row.key: row for row in Marketplace.objects.filter(key__in=wanted)}
    missing = [key for key in wanted if key not in found]
    new = [Marketplace(key=key, name=_name(key), kind=kind_of(key)) for key in missing]
    for row in Marketplace.objects.bulk_create(new):
        found[row.key] = row
    return {written: found[key] for key, written in wanted.items()}


def kind_of(key: str) -> MarketplaceKind:
    """`amazon-de` is an Amazon; a key that names nothing known is the organisation's own shop."""
    first = key.lower().replace("_", "-").partition("-")[0]
    return MarketplaceKind(first) if first in set(MarketplaceKind) else MarketplaceKind.OWN


def _name(key: str) -> str:
    return "Shop" if key == OWN_SHOP else key
