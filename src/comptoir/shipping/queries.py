"""What pages read of parcels, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.functional import Promise

from comptoir.accounts.viewers import Viewer
from comptoir.commerce.queries import OrderCard, order_cards, orders_for, orders_of
from comptoir.commerce.services import number_key
from comptoir.kit.clock import now
from comptoir.kit.rows import select
from comptoir.shipping.models import Parcel, TrackingEvent
from comptoir.shipping.policies import is_late
from comptoir.shipping.states import parcel_state_name

SHORTEST_SEARCH = 4


@dataclass(frozen=True, slots=True)
class TrackingCard:
    at: datetime
    status: str
    status_name: str | Promise
    place: str
    description: str


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """One parcel as the case file shows it, newest report first."""

    id: int
    external_id: str
    order_id: int
    carrier: str
    tracking_number: str
    tracking_url: str
    state: str
    state_name: str | Promise
    shipped_at: datetime | None
    promised_on: date | None
    expected_on: date | None
    delivered_at: datetime | None
    last_event_at: datetime | None
    is_late: bool
    events: tuple[TrackingCard, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderWithParcels:
    order: OrderCard
    parcels: tuple[ParcelCard, ...]


def parcels_of(order_ids: Sequence[int]) -> Mapping[int, tuple[ParcelCard, ...]]:
    """The parcels of each order with their reports: two queries. No order is missing."""
    of_these = "WHERE t.order_id = ANY(%s) ORDER BY t.id"
    return dict.fromkeys(order_ids, ()) | _cards(select(Parcel, of_these, [list(order_ids)]))


def orders_with_parcels_of(
    buyer_id: int, *, limit: int = 20, viewer: Viewer | None = None
) -> tuple[OrderWithParcels, ...]:
    """A buyer's newest orders with lines, payments, parcels and reports: five queries."""
    return _with_parcels(orders_of(buyer_id, limit=limit, viewer=viewer))


def orders_with_parcels(
    order_ids: Sequence[int], *, viewer: Viewer | None = None
) -> tuple[OrderWithParcels, ...]:
    """These orders, newest first, with all that belongs to them: five queries."""
    return _with_parcels(order_cards(order_ids, viewer=viewer))


def _with_parcels(orders: Sequence[OrderCard]) -> tuple[OrderWithParcels, ...]:
    parcels = parcels_of([order.id for order in orders])
    return tuple(OrderWithParcels(order, parcels[order.id]) for order in orders)


def find_parcels(tracking_number: str) -> list[Parcel]:
    """The parcels with this number, however it is written, the newest first."""
    key = number_key(tracking_number)
    return list(Parcel.objects.filter(tracking_key=key).order_by("-id")) if key else []


def search_parcels(
    text: str, *, limit: int = 20, viewer: Viewer | None = None
) -> tuple[ParcelCard, ...]:
    """Parcels with this tracking number, else those whose number contains it (four signs)."""
    key = number_key(text)
    if len(key) < SHORTEST_SEARCH:
        return ()
    parcels = Parcel.objects.exclude(tracking_key="").order_by("-id")
    if viewer is not None:
        parcels = parcels.filter(order__in=orders_for(viewer))
    exact = list(parcels.filter(tracking_key=key)[:limit])
    found = exact or parcels.filter(tracking_key__contains=key)[:limit]
    return tuple(_card(row, ()) for row in found)


def outward_parcels(ids: Iterable[int]) -> Mapping[int, str]:
    """A parcel goes by its own id within its order."""
    return dict(Parcel.objects.filter(pk__in=list(ids)).values_list("pk", "external_id"))


def _cards(rows: Sequence[Parcel]) -> dict[int, tuple[ParcelCard, ...]]:
    reports = _reports(row.pk for row in rows)
    cards: dict[int, list[ParcelCard]] = defaultdict(list)
    for row in rows:
        cards[row.order_id].append(_card(row, reports[row.pk]))
    return {order_id: tuple(found) for order_id, found in cards.items()}


def _reports(parcel_ids: Iterable[int]) -> Mapping[int, list[TrackingCard]]:
    found: dict[int, list[TrackingCard]] = defaultdict(list)
    of_these = "WHERE t.parcel_id = ANY(%s) ORDER BY t.at DESC, t.id DESC"
    for row in select(TrackingEvent, of_these, [list(parcel_ids)]):
        name = parcel_state_name(row.status)
        card = TrackingCard(row.at, row.status, name, row.place, row.description)
        found[row.parcel_id].append(card)
    return found


def _card(row: Parcel, reports: Sequence[TrackingCard]) -> ParcelCard:
    return ParcelCard(
        id=row.pk,
        external_id=row.external_id,
        order_id=row.order_id,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        state=row.state,
        state_name=parcel_state_name(row.state),
        shipped_at=row.shipped_at,
        promised_on=row.expected_on,
        expected_on=row.expected_now,
        delivered_at=row.delivered_at,
        last_event_at=row.last_event_at,
        is_late=is_late(
            state=row.state,
            expected_on=row.expected_on,
            delivered_at=row.delivered_at,
            today=now().astimezone(UTC).date(),
        ),
        events=tuple(reports),
    )
