"""Who may come in by an address: the buyer it belongs to, the sellers whose contact it is."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from comptoir.accounts.slots import Guest
from comptoir.commerce.models import BuyerIdentity, Marketplace, Seller, SellerContact
from comptoir.commerce.states import IdentityKind, MarketplaceKind

type Guests = Mapping[str, tuple[Guest, ...]]


def buyers_at(addresses: Collection[str]) -> Guests:
    """The buyer of each address: one query. A marketplace's mask is nobody's own address."""
    rows = BuyerIdentity.objects.filter(kind=IdentityKind.EMAIL, value__in=addresses)
    return {
        row.value: (Guest(row.buyer_id, row.buyer.name, row.buyer.language, row.buyer.time_zone),)
        for row in rows.select_related("buyer")
    }


def sellers_at(addresses: Collection[str]) -> Guests:
    """The active sellers that each address speaks for: two queries."""
    found: dict[str, dict[int, Guest]] = defaultdict(dict)
    sellers = Seller.objects.filter(is_active=True).select_related("marketplace")
    for seller in sellers.annotate(address=Lower("email")).filter(address__in=addresses):
        found[seller.address][seller.pk] = _guest(seller)
    contacts = SellerContact.objects.filter(email__in=addresses, seller__is_active=True)
    for contact in contacts.select_related("seller__marketplace"):
        found[contact.email][contact.seller_id] = _guest(contact.seller)
    return {at: tuple(by_id[pk] for pk in sorted(by_id)) for at, by_id in found.items()}


def _guest(seller: Seller) -> Guest:
    market = seller.marketplace.name if seller.marketplace else ""
    return Guest(seller.pk, seller.name, seller.language, detail=market)


def identity_at(address: str, *, buyer_id: int) -> BuyerIdentity | None:
    """The identity by which a buyer came in, if it still is his."""
    rows = BuyerIdentity.objects.filter(kind=IdentityKind.EMAIL, value=address, buyer_id=buyer_id)
    return rows.select_related("buyer").first()


def own_shop() -> str:
    """The name of the house's own marketplace; "" where it has none."""
    own = Marketplace.objects.filter(kind=MarketplaceKind.OWN).order_by("pk")
    return own.values_list("name", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """An address that speaks for a seller. `id` is None for the one the marketplace told."""

    id: int | None
    email: str
    name: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class SellerLine:
    id: int
    name: str
    marketplace: str
    country: str
    contacts: tuple[ContactLine, ...]


def seller_lines(text: str = "", *, limit: int = 50) -> tuple[SellerLine, ...]:
    """Sellers with their contacts, by name or address: two queries."""
    part = text.strip().casefold()
    found = Seller.objects.filter(is_active=True).select_related("marketplace")
    if part:
        found = found.filter(Q(sort_name__contains=part) | Q(email__icontains=part))
    rows = list(found.order_by("sort_name", "pk")[:limit])
    contacts = _contacts([row.pk for row in rows])
    return tuple(_line(row, contacts[row.pk]) for row in rows)


def seller_line(seller_id: int) -> SellerLine | None:
    found = Seller.objects.filter(pk=seller_id).select_related("marketplace").first()
    return _line(found, _contacts([found.pk])[found.pk]) if found else None


def _contacts(seller_ids: Collection[int]) -> dict[int, list[ContactLine]]:
    found: dict[int, list[ContactLine]] = defaultdict(list)
    for row in SellerContact.objects.filter(seller_id__in=seller_ids).order_by("pk"):
        found[row.seller_id].append(ContactLine(row.pk, row.email, row.name, row.added_at))
    return found


def _line(seller: Seller, contacts: Collection[ContactLine]) -> SellerLine:
    told = [ContactLine(None, seller.email, "")] if seller.email else []
    market = seller.marketplace.name if seller.marketplace else ""
    return SellerLine(seller.pk, seller.name, market, seller.country, (*told, *contacts))
