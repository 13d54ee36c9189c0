"""Orders to choose from: narrowed by parcel, seller, market and state, page by page."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from comptoir.accounts.viewers import Viewer
from comptoir.commerce.models import Marketplace, Order
from comptoir.commerce.queries import orders_for
from comptoir.commerce.services import number_key
from comptoir.commerce.states import OrderState, order_state_name
from comptoir.conversations.queries.writing_first import open_about
from comptoir.kit.clock import now
from comptoir.kit.money import Money
from comptoir.kit.text import fold
from comptoir.shipping.models import Parcel
from comptoir.shipping.queries import ParcelCard, parcels_of
from comptoir.shipping.states import ParcelState, parcel_state_name

PAGE = 50
MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """What the list is narrowed to; empty means: no matter. One parcel has all that is said.

    `quiet_days`: so many days without a scan, of parcels still under way.
    """

    number: str = ""
    carrier: str = ""
    parcel: str = ""
    quiet_days: int | None = None
    seller: str = ""
    market: int | None = None
    state: str = ""

    def as_query(self) -> dict[str, str]:
        """As it stands in an address; what says nothing is left out."""
        told = {name: "" if value is None else str(value) for name, value in asdict(self).items()}
        return {name: value for name, value in told.items() if value}


def orders_like(viewer: Viewer, wanted: OrderFilter) -> QuerySet[Order]:
    """The newest first, as they came to be known."""
    found = orders_for(viewer)
    if wanted.number:
        found = found.filter(number_key__contains=number_key(wanted.number))
    if wanted.seller:
        found = found.filter(seller__sort_name__contains=fold(wanted.seller))
    if wanted.market is not None:
        found = found.filter(marketplace=wanted.market)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.carrier or wanted.parcel or wanted.quiet_days is not None:
        found = found.filter(Exists(_parcels_like(wanted)))
    return found.order_by("-pk")


def _parcels_like(wanted: OrderFilter) -> QuerySet[Parcel]:
    parcels = Parcel.objects.filter(order=OuterRef("pk"))
    if wanted.carrier:
        parcels = parcels.filter(carrier__icontains=wanted.carrier)
    if wanted.parcel:
        parcels = parcels.filter(state=wanted.parcel)
    if wanted.quiet_days is not None:
        before = now() - timedelta(days=wanted.quiet_days)
        # One that was never scanned counts from its shipping.
        seen = parcels.annotate(seen=Coalesce(F("last_event_at"), F("shipped_at")))
        parcels = seen.filter(delivered_at=None, seen__lte=before)
    return parcels


@dataclass(frozen=True, slots=True)
class ParcelLine:
    carrier: str
    number: str
    url: str
    state: str
    state_name: str | Promise
    last_event_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order of the list. `open_number`: the conversation that goes on about it."""

    id: int
    number: str
    placed_at: datetime
    market: str
    seller: str
    buyer: str
    country: str
    total: Money
    state_name: str | Promise
    parcels: tuple[ParcelLine, ...]
    open_number: int | None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """`count` stops at MOST, `is_more` says that there are more."""

    lines: tuple[OrderLine, ...]
    next_after: int | None
    count: int
    is_more: bool


def order_page(viewer: Viewer, wanted: OrderFilter, *, after: int | None = None) -> OrderPage:
    """One page in four queries, whatever its length."""
    found = orders_like(viewer, wanted)
    count = found.order_by()[: MOST + 1].count()
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.select_related("marketplace", "seller", "buyer")[: PAGE + 1])
    shown = rows[:PAGE]
    return OrderPage(
        lines=_lines(viewer, shown),
        next_after=shown[-1].pk if len(rows) > PAGE else None,
        count=min(count, MOST),
        is_more=count > MOST,
    )


def _lines(viewer: Viewer, rows: Sequence[Order]) -> tuple[OrderLine, ...]:
    ids = [row.pk for row in rows]
    parcels, going_on = parcels_of(ids), open_about(viewer, ids)
    return tuple(_line(row, parcels[row.pk], going_on.get(row.pk)) for row in rows)


def _line(row: Order, parcels: Sequence[ParcelCard], open_number: int | None) -> OrderLine:
    return OrderLine(
        id=row.pk,
        number=row.external_id,
        placed_at=row.placed_at,
        market=row.marketplace.name,
        seller=row.seller.name,
        buyer=row.buyer.name if row.buyer else row.delivery_name,
        country=row.country,
        total=row.total,
        state_name=order_state_name(row.state),
        parcels=tuple(_parcel(parcel) for parcel in parcels),
        open_number=open_number,
    )


def _parcel(card: ParcelCard) -> ParcelLine:
    return ParcelLine(
        carrier=card.carrier,
        number=card.tracking_number or card.external_id,
        url=card.tracking_url,
        state=card.state,
        state_name=card.state_name,
        last_event_at=card.last_event_at,
        is_late=card.is_late,
    )


def order_ids(viewer: Viewer, wanted: OrderFilter, *, most: int = MOST) -> list[int]:
    """All that the filter finds, up to a number."""
    return list(orders_like(viewer, wanted).values_list("pk", flat=True)[:most])


def known_orders(viewer: Viewer, ids: Sequence[int]) -> list[int]:
    """Those of them that the viewer may see, in their order (D1)."""
    wanted = list(dict.fromkeys(ids))[:MOST]
    known = set(orders_for(viewer).filter(Q(pk__in=wanted)).values_list("pk", flat=True))
    return [each for each in wanted if each in known]


@dataclass(frozen=True, slots=True)
class OrderChoices:
    markets: tuple[tuple[int, str], ...]
    parcels: tuple[tuple[str, str | Promise], ...]
    states: tuple[tuple[str, str | Promise], ...]


def order_choices() -> OrderChoices:
    return OrderChoices(
        markets=tuple(Marketplace.objects.order_by("name").values_list("pk", "name")),
        parcels=tuple((each.value, parcel_state_name(each)) for each in ParcelState),
        states=tuple((each.value, order_state_name(each)) for each in OrderState),
    )
