"""Who bought: many buyers found or made at once by what an order tells of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from comptoir.commerce.models import Buyer, BuyerIdentity
from comptoir.commerce.policies import address_kind, name_key, normalise
from comptoir.commerce.services.facts import BuyerFacts
from comptoir.commerce.services.mirror import fitting
from comptoir.commerce.states import IdentityKind
from comptoir.kit.text import clean

# (kind, normalised value, marketplace of a member's id)
type IdentityKey = tuple[IdentityKind, str, int | None]


@dataclass(frozen=True, slots=True)
class Purchase:
    """A buyer as told with an order, on a marketplace, at a time."""

    buyer: BuyerFacts
    marketplace_id: int
    at: datetime


def identify_many(wanted: Sequence[Purchase]) -> list[BuyerIdentity]:
    """For each purchase the surest identity of its buyer.

    An identity not known yet goes to the buyer who holds the surest one that is. Two buyers who
    are known already are never merged here.
    """
    tellings = [(purchase, _keys(purchase)) for purchase in wanted]
    known = _known(key for _, keys in tellings for key in keys)
    met: list[Buyer] = []
    new: list[BuyerIdentity] = []
    for purchase, keys in tellings:
        holder = next((known[key].buyer for key in keys if key in known), None)
        if holder is None:
            holder = _new_buyer(purchase)
            met.append(holder)
        for key in keys:
            if key not in known:
                known[key] = _new_identity(key, holder, purchase.buyer)
                new.append(known[key])
    _save(met, new)
    _complete([(known[keys[0]].buyer, purchase) for purchase, keys in tellings])
    return [known[keys[0]] for _, keys in tellings]


def _keys(purchase: Purchase) -> list[IdentityKey]:
    country, marketplace_id = purchase.buyer.country, purchase.marketplace_id
    return [_key(*told, marketplace_id, country) for told in purchase.buyer.identities]


def _key(kind: IdentityKind, value: str, marketplace_id: int, country: str) -> IdentityKey:
    if kind is IdentityKind.EMAIL:
        kind = address_kind(value)
    of_marketplace = marketplace_id if kind is IdentityKind.MARKETPLACE else None
    return kind, normalise(kind, value, country=country), of_marketplace


def _known(keys: Iterable[IdentityKey]) -> dict[IdentityKey, BuyerIdentity]:
    values = {value for _, value, _ in keys}
    rows = BuyerIdentity.objects.filter(value__in=values).select_related("buyer")
    return {(IdentityKind(row.kind), row.value, row.marketplace_id): row for row in rows}


def _new_buyer(purchase: Purchase) -> Buyer:
    values = _values(purchase.buyer)
    return Buyer(**values, sort_name=name_key(values["name"]), since=purchase.at)


def _values(facts: BuyerFacts) -> dict[str, str]:
    told = {"name": facts.name, "language": facts.language, "country": facts.country.upper()}
    return fitting(Buyer, told)


def _new_identity(key: IdentityKey, holder: Buyer, facts: BuyerFacts) -> BuyerIdentity:
    kind, value, marketplace_id = key
    return BuyerIdentity(
        buyer=holder,
        home=holder,
        kind=kind.value,
        value=value,
        marketplace_id=marketplace_id,
        display=_as_written(key, facts),
    )


def _as_written(key: IdentityKey, facts: BuyerFacts) -> str:
    kind, normalised, _ = key
    written = (value for was, value in facts.identities if _same(was, value, kind, normalised))
    return clean(next(written, normalised)).strip()[:320]


def _same(was: IdentityKind, value: str, kind: IdentityKind, normalised: str) -> bool:
    if kind is IdentityKind.PHONE:
        return was is kind
    return value.strip().casefold() == normalised.casefold()


def _save(met: list[Buyer], new: list[BuyerIdentity]) -> None:
    Buyer.objects.bulk_create(met)
    BuyerIdentity.objects.bulk_create(new)


def _complete(tellings: Iterable[tuple[Buyer, Purchase]]) -> None:
    """Fill what a known buyer lacks; what is there stays, a person may have written it."""
    changed = {buyer.pk: buyer for buyer, purchase in tellings if _fill(buyer, purchase)}
    Buyer.objects.bulk_update(
        changed.values(), ["name", "sort_name", "language", "country", "since"], batch_size=200
    )


def _fill(buyer: Buyer, purchase: Purchase) -> bool:
    told = _values(purchase.buyer)
    lacking = {name: value for name, value in told.items() if value and not getattr(buyer, name)}
    if not lacking and buyer.since <= purchase.at:
        return False
    for name, value in lacking.items():
        setattr(buyer, name, value)
    buyer.sort_name = name_key(buyer.name)
    buyer.since = min(buyer.since, purchase.at)
    return True
