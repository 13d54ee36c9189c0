"""What pages and later stages read of buyers and orders, in a constant number of queries."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.commerce.errors import UnknownBuyer
from comptoir.commerce.models import Buyer, BuyerIdentity, Listing, Order, OrderLine, Payment
from comptoir.commerce.policies import masked, name_key, number_key
from comptoir.commerce.states import IdentityKind, order_state_name
from comptoir.kit.money import Money
from comptoir.kit.rows import select

SHORTEST_SEARCH = 3
# Found by the index of whole values: the signs of a domain stand in many thousands of others.
_WHOLE_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
SHORTEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class LineCard:
    title: str
    quantity: int
    unit_price: Money
    sku: str = ""
    picture_url: str = ""
    guide_url: str = ""
    video_url: str = ""
    listing_id: int | None = None

    @property
    def price(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class PaymentCard:
    method: str
    amount: Money
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order as the case file shows it. `marketplace_kind` chooses the badge."""

    id: int
    public_id: UUID
    number: str
    state: str
    state_name: str | Promise
    marketplace: str
    marketplace_kind: str
    seller_id: int
    seller: str
    buyer_id: int | None
    placed_at: datetime
    total: Money
    shipping: Money
    basket: str
    delivery_name: str
    city: str
    postal_code: str
    country: str
    expected_on: date | None
    lines: tuple[LineCard, ...] = ()
    payments: tuple[PaymentCard, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """`masked` is what those read whom the address itself does not concern."""

    id: int
    kind: str
    display: str
    marketplace: str
    is_verified: bool
    can_unmerge: bool
    masked: str


@dataclass(frozen=True, slots=True)
class BuyerCard:
    """A buyer as the case file shows him; what he bought is told by `purchases_of`."""

    id: int
    public_id: UUID
    name: str
    language: str
    country: str
    time_zone: str
    note: str
    note_version: int
    since: datetime
    identities: tuple[IdentityCard, ...]


@dataclass(frozen=True, slots=True)
class BuyerHit:
    """A buyer found, with the identity that matched or else his oldest."""

    id: int
    name: str
    identity_id: int | None
    identity: str
    public_id: UUID


def orders_for(viewer: Viewer | None) -> QuerySet[Order]:
    """The orders these eyes may see; None stands for the program itself."""
    orders = Order.objects.all()
    if viewer is None or (viewer.party is Party.OPERATOR and viewer.sees_everything):
        return orders
    if viewer.party is Party.BUYER:
        return orders.filter(buyer_id=viewer.id)
    if viewer.party is Party.SELLER:
        return orders.filter(seller_id=viewer.id)
    sellers = viewer.scope_ids("seller")
    # A grant for a team or a channel is for all sellers; one for sellers only is for those.
    return orders.filter(seller_id__in=sellers) if _only_sellers(viewer) else orders


def _only_sellers(viewer: Viewer) -> bool:
    return all(grant.scope == "seller" for grant in viewer.grants)


def find_order(
    number: str, marketplace: int | None = None, *, viewer: Viewer | None = None
) -> Order | None:
    """The order with this number, however it is written; the newest where several have it.

    `marketplace` is a marketplace's id and narrows the search to it.
    """
    found = find_orders([number], marketplace, viewer=viewer)
    return found[0] if found else None


def find_orders(
    numbers: Iterable[str], marketplace: int | None = None, *, viewer: Viewer | None = None
) -> list[Order]:
    """All orders with any of these numbers, newest first: one query."""
    keys = {key for key in map(number_key, numbers) if key}
    if not keys:
        return []
    orders = orders_for(viewer).filter(number_key__in=keys)
    if marketplace is not None:
        orders = orders.filter(marketplace_id=marketplace)
    return list(orders.order_by("-placed_at", "-id"))


def find_listing(external_id: str, marketplace: int | None = None) -> Listing | None:
    """The listing with this external id, an active one first."""
    listings = Listing.objects.filter(external_id=external_id)
    if marketplace is not None:
        listings = listings.filter(marketplace_id=marketplace)
    return listings.order_by("-is_active", "id").first()


def orders_of(
    buyer_id: int, *, limit: int = 20, viewer: Viewer | None = None, before: UUID | None = None
) -> tuple[OrderCard, ...]:
    """The buyer's newest orders, or those before one, with lines and payments: three queries."""
    orders = orders_for(viewer).filter(buyer_id=buyer_id)
    if before is not None:
        at = orders.filter(public_id=before).values_list("placed_at", "pk").first()
        if at is None:
            return ()
        orders = orders.filter(Q(placed_at__lt=at[0]) | Q(placed_at=at[0], pk__lt=at[1]))
    return _cards(orders.order_by("-placed_at", "-id")[:limit])


def order_cards(order_ids: Sequence[int], *, viewer: Viewer | None = None) -> tuple[OrderCard, ...]:
    """These orders with lines and payments, newest first: three queries."""
    return _cards(orders_for(viewer).filter(pk__in=order_ids).order_by("-placed_at", "-id"))


def basket_of(order_id: int, *, viewer: Viewer | None = None) -> tuple[OrderCard, ...]:
    """The other orders of the same basket, which other sellers have: four queries."""
    order = Order.objects.filter(pk=order_id).exclude(basket="").first()
    if order is None:
        return ()
    same = orders_for(viewer).filter(basket=order.basket, marketplace_id=order.marketplace_id)
    return _cards(same.exclude(pk=order_id).order_by("id"))


def _cards(orders: QuerySet[Order]) -> tuple[OrderCard, ...]:
    rows = list(orders.select_related("marketplace", "seller"))
    ids = [row.pk for row in rows]
    lines, payments = _lines(ids), _payments(ids)
    return tuple(_card(row, lines.get(row.pk, ()), payments.get(row.pk, ())) for row in rows)


def _card(row: Order, lines: Sequence[OrderLine], payments: Sequence[Payment]) -> OrderCard:
    return OrderCard(
        id=row.pk,
        public_id=row.public_id,
        number=row.external_id,
        state=row.state,
        state_name=order_state_name(row.state),
        marketplace=row.marketplace.name,
        marketplace_kind=row.marketplace.kind,
        seller_id=row.seller_id,
        seller=row.seller.name,
        buyer_id=row.buyer_id,
        placed_at=row.placed_at,
        total=row.total,
        shipping=row.shipping,
        basket=row.basket,
        delivery_name=row.delivery_name,
        city=row.city,
        postal_code=row.postal_code,
        country=row.country,
        expected_on=row.expected_on,
        lines=tuple(_line_card(line, row.currency) for line in lines),
        payments=tuple(PaymentCard(p.method, p.amount, p.captured_at) for p in payments),
    )


def _line_card(line: OrderLine, currency: str) -> LineCard:
    listing = line.listing
    card = LineCard(line.title, line.quantity, Money(line.unit_price_minor, currency))
    if listing is None:
        return card
    return replace(
        card,
        listing_id=listing.pk,
        sku=listing.sku,
        picture_url=listing.picture_url,
        guide_url=listing.guide_url,
        video_url=listing.video_url,
    )


def _lines(order_ids: Sequence[int]) -> dict[int, list[OrderLine]]:
    of_these = "WHERE t.order_id = ANY(%s) ORDER BY t.id"
    return _by_order(select(OrderLine, of_these, [list(order_ids)], beside=("listing",)))


def _payments(order_ids: Sequence[int]) -> dict[int, list[Payment]]:
    of_these = "WHERE t.order_id = ANY(%s) ORDER BY t.captured_at, t.id"
    return _by_order(select(Payment, of_these, [list(order_ids)]))


def _by_order[M: (OrderLine, Payment)](rows: Iterable[M]) -> dict[int, list[M]]:
    found: dict[int, list[M]] = defaultdict(list)
    for row in rows:
        found[row.order_id].append(row)
    return found


def buyer_card(buyer_id: int) -> BuyerCard:
    """Two queries. A merged buyer's card is that of the one kept. Raises UnknownBuyer."""
    found = select(Buyer, "WHERE t.id = %s", [buyer_id], beside=("merged_into",))
    if not found:
        raise UnknownBuyer
    buyer = found[0].merged_into or found[0]
    return BuyerCard(
        id=buyer.pk,
        public_id=buyer.public_id,
        name=buyer.name,
        language=buyer.language,
        country=buyer.country,
        time_zone=buyer.time_zone,
        note=buyer.note,
        note_version=buyer.note_version,
        since=buyer.since,
        identities=identities_of(buyer.pk),
    )


def identities_of(buyer_id: int) -> tuple[IdentityCard, ...]:
    """By what the buyer is known, the oldest first: one query."""
    his = "WHERE t.buyer_id = %s ORDER BY t.id"
    rows = select(BuyerIdentity, his, [buyer_id], beside=("marketplace",))
    return tuple(_identity_card(row) for row in rows)


def _identity_card(row: BuyerIdentity) -> IdentityCard:
    return IdentityCard(
        id=row.pk,
        kind=row.kind,
        display=row.display or row.value,
        marketplace=row.marketplace.name if row.marketplace else "",
        is_verified=row.verified_at is not None,
        can_unmerge=row.home_id != row.buyer_id,
        masked=masked(row.kind, row.display or row.value),
    )


# So many times what is shown is looked at and then sorted here. Asked for the first five in an
# order, PostgreSQL goes through a million rows: by their keys where nobody has this address, or
# through all of a very common name.
_SORTED_TOGETHER = 10


def search_orders(
    text: str, *, limit: int = 20, viewer: Viewer | None = None
) -> tuple[OrderCard, ...]:
    """Orders with this number, else those whose number contains it (at least four signs)."""
    key = number_key(text)
    if len(key) < SHORTEST_NUMBER:
        return ()
    orders = orders_for(viewer).order_by("-placed_at", "-id")
    # A whole number is what people paste; the index of parts takes ten times as long for it.
    exact = _cards(orders.filter(number_key=key)[:limit])
    return exact or _cards(orders.filter(number_key__contains=key)[:limit])


def search_buyers(text: str, *, limit: int = 20) -> tuple[BuyerHit, ...]:
    """Buyers by words of their name, or by a part of an address, phone or member's id.

    Three signs at least, two of a script that is not Latin. Two queries, three for an address that
    nobody has. The search sees all buyers: ask `commerce.read` first.
    """
    if not _long_enough(text):
        return ()
    hits = {hit.id: hit for hit in _by_identity(text, limit)}
    for hit in _by_name(name_key(text).split(), limit):
        hits.setdefault(hit.id, hit)
    return tuple(list(hits.values())[:limit])


def _long_enough(text: str) -> bool:
    # A Japanese or Chinese family name has one or two signs.
    signs = number_key(text)
    return len(signs) >= (SHORTEST_SEARCH if signs.isascii() else SHORTEST_SEARCH - 1)


def _by_identity(text: str, limit: int) -> Iterable[BuyerHit]:
    part = text.strip().casefold()
    found = _identities(Q(value=part), limit) if _WHOLE_ADDRESS.fullmatch(part) else []
    for row in found or _identities(_value_contains(text.strip(), part), limit):
        yield BuyerHit(
            row.buyer_id, row.buyer.name, row.pk, row.display or row.value, row.buyer.public_id
        )


def _identities(condition: Q, limit: int) -> list[BuyerIdentity]:
    found = BuyerIdentity.objects.filter(condition).select_related("buyer").order_by()
    return sorted(found[: _SORTED_TOGETHER * limit], key=lambda row: row.pk)[:limit]


def _value_contains(text: str, part: str) -> Q:
    either = Q(value__contains=part) | Q(value__contains=text)
    digits = re.sub(r"\D", "", text).lstrip("0")
    # A phone is stored as +33612345678, but people paste 06 12 34 56 78.
    if len(digits) >= 6 and re.fullmatch(r"[\d\s()+./-]+", text):
        either |= Q(value__contains=digits, kind=IdentityKind.PHONE)
    return either


def _by_name(words: Sequence[str], limit: int) -> Iterable[BuyerHit]:
    found = Buyer.objects.filter(merged_into=None)
    for word in words:
        found = found.filter(sort_name__contains=word)
    oldest = BuyerIdentity.objects.filter(buyer=OuterRef("pk")).order_by("id")
    rows = found.annotate(
        identity_id=Subquery(oldest.values("pk")[:1]),
        identity=Subquery(oldest.values("display")[:1]),
    )
    some = rows.order_by()[: _SORTED_TOGETHER * limit]
    for row in sorted(some, key=lambda row: (row.sort_name, row.pk))[:limit]:
        yield BuyerHit(row.pk, row.name, row.identity_id, row.identity or "", row.public_id)
