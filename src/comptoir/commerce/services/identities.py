"""Who bought: many buyers found or made at once by what their orders tell of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from comptoir.commerce.models import Buyer, BuyerIdentity
from comptoir.commerce.policies import address_kind, name_key, normalise
from comptoir.commerce.services.facts import BuyerFacts
from comptoir.commerce.services.mirror import fitting, insert
from comptoir.commerce.states import IdentityKind
from comptoir.kit.text import clean

# (kind, normalised value, marketplace of a member's id)
type IdentityKey = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Purchase:
    """A buyer as told with an order, on a marketplace, at a time."""

    buyer: BuyerFacts
    marketplace_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """An identity as stored and whose it is."""

    identity_id: int
    buyer_id: int


@dataclass(slots=True)
class _Holder:
    """A buyer, stored or not yet: `row.pk` is None until then."""

    row: Buyer
    is_changed: bool = False


def identify_many(wanted: Sequence[Purchase]) -> list[Known]:
    """For each purchase the surest identity of its buyer.

    An identity not known yet goes to the buyer who holds the surest one that is. Two buyers who
    are known already are never merged here.
    """
    tellings = [(purchase, _keys(purchase)) for purchase in wanted]
    ids, holders = _stored(key for _, keys in tellings for key in keys)
    new: dict[IdentityKey, str] = {}
    for purchase, keys in tellings:
        holder = next((holders[key] for key in keys if key in holders), None)
        holder = _fill(holder, purchase) if holder else _Holder(_new_buyer(purchase))
        for key, (_, written) in zip(keys, purchase.buyer.identities, strict=True):
            if key not in holders:
                holders[key] = holder
                new[key] = written
    _save_buyers(holders.values())
    made = [_new_identity(key, holders[key].row.pk, written) for key, written in new.items()]
    insert(BuyerIdentity, made)
    ids |= dict(zip(new, (row.pk for row in made), strict=True))
    return [Known(ids[keys[0]], holders[keys[0]].row.pk) for _, keys in tellings]


def _keys(purchase: Purchase) -> list[IdentityKey]:
    country, marketplace_id = purchase.buyer.country, purchase.marketplace_id
    return [_key(*told, marketplace_id, country) for told in purchase.buyer.identities]


def _key(kind: IdentityKind, value: str, marketplace_id: int, country: str) -> IdentityKey:
    if kind is IdentityKind.EMAIL:
        kind = address_kind(value)
    of_marketplace = marketplace_id if kind is IdentityKind.MARKETPLACE else None
    return kind.value, normalise(kind, value, country=country), of_marketplace


def _stored(
    keys: Iterable[IdentityKey],
) -> tuple[dict[IdentityKey, int], dict[IdentityKey, _Holder]]:
    """What is stored of these keys: the identities' ids, and whose they are."""
    found = BuyerIdentity.objects.filter(value__in={value for _, value, _ in keys}).values_list(
        "kind",
        "value",
        "marketplace_id",
        "pk",
        "buyer_id",
        "buyer__name",
        "buyer__language",
        "buyer__country",
        "buyer__since",
    )
    buyers: dict[int, _Holder] = {}
    ids: dict[IdentityKey, int] = {}
    holders: dict[IdentityKey, _Holder] = {}
    for kind, value, marketplace_id, pk, buyer_id, name, language, country, since in found:
        if buyer_id not in buyers:
            row = Buyer(id=buyer_id, name=name, language=language, country=country, since=since)
            buyers[buyer_id] = _Holder(row)
        ids[kind, value, marketplace_id] = pk
        holders[kind, value, marketplace_id] = buyers[buyer_id]
    return ids, holders


def _new_buyer(purchase: Purchase) -> Buyer:
    values = _values(purchase.buyer)
    return Buyer(**values, sort_name=name_key(values["name"]), since=purchase.at)


def _values(facts: BuyerFacts) -> dict[str, str]:
    told = {"name": facts.name, "language": facts.language, "country": facts.country.upper()}
    return fitting(Buyer, told)


def _fill(holder: _Holder, purchase: Purchase) -> _Holder:
    """Add what a known buyer lacks; what is there stays, a person may have written it."""
    buyer, told = holder.row, _values(purchase.buyer)
    for name, value in told.items():
        if value and not getattr(buyer, name):
            setattr(buyer, name, value)
            holder.is_changed = True
    if purchase.at < buyer.since:
        buyer.since = purchase.at
        holder.is_changed = True
    return holder


def _new_identity(key: IdentityKey, buyer_id: int, written: str) -> BuyerIdentity:
    kind, value, marketplace_id = key
    return BuyerIdentity(
        buyer_id=buyer_id,
        home_id=buyer_id,
        kind=kind,
        value=value,
        marketplace_id=marketplace_id,
        display=clean(written).strip()[:320],
    )


def _save_buyers(holders: Iterable[_Holder]) -> None:
    each = {id(holder): holder for holder in holders}.values()
    changed = [holder.row for holder in each if holder.is_changed and holder.row.pk]
    for row in changed:
        row.sort_name = name_key(row.name)
    insert(Buyer, [holder.row for holder in each if holder.row.pk is None])
    Buyer.objects.bulk_update(
        changed, ["name", "sort_name", "language", "country", "since"], batch_size=200
    )
