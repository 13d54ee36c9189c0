"""Parcels are recorded, move, and are found."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from comptoir.accounts.parties import Party
from comptoir.accounts.roles import Role
from comptoir.accounts.viewers import Viewer
from comptoir.commerce.models import Order
from comptoir.commerce.services import OrderFacts, store_orders, upsert_order
from comptoir.journal.models import Entry
from comptoir.kit.actor import Actor, ActorKind, Grant
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from comptoir.kit.money import Money
from comptoir.shipping import queries, services
from comptoir.shipping.errors import AmbiguousOrder, BadParcel, UnknownOrder, UnknownParcel
from comptoir.shipping.models import Parcel, TrackingEvent
from comptoir.shipping.services import ParcelFacts, Report

pytestmark = pytest.mark.django_db
LEAD = Actor(ActorKind.AGENT, 1, "Lea", (Grant(Role.LEAD),))
AGENT = Actor(ActorKind.AGENT, 2, "Ann", (Grant(Role.AGENT),))


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 10, tzinfo=UTC)


ORDER = OrderFacts(number="C-1", seller="S-1", placed_at=at(1), total=Money(100, "EUR"))
SENT = Report(at=at(2), status="In transit", place="Hamburg", description="Picked up")
ARRIVED = Report(at=at(5), status="delivered")
PARCEL = ParcelFacts(
    order_number="c1",
    carrier="DHL",
    tracking_number="JJD 0144-1",
    expected_on=date(2026, 3, 4),
    events=(SENT,),
)


@pytest.fixture
def order() -> Order:
    return upsert_order(by=LEAD, facts=ORDER)


def upsert(facts: ParcelFacts = PARCEL) -> Parcel:
    return services.upsert_parcel(by=LEAD, facts=facts)


def told() -> list[tuple[str, dict[str, Any]]]:
    entries = Entry.objects.filter(event__startswith="shipping.").order_by("id")
    return list(entries.values_list("event", "data"))


def test_parcel_finds_its_order_and_stands_where_its_last_report_says(order: Order) -> None:
    parcel = Parcel.objects.get(pk=upsert().pk)

    assert parcel.order == order
    assert (parcel.external_id, parcel.tracking_key) == ("JJD 0144-1", "JJD01441")
    assert (parcel.state, parcel.shipped_at, parcel.last_event_at) == ("in_transit", at(2), at(2))
    assert told() == [("shipping.ParcelSent", {"order_id": order.pk, "parcel_id": parcel.pk})]


def test_same_parcel_again_changes_and_publishes_nothing(order: Order) -> None:
    upsert()

    (again,) = services.store_parcels(by=LEAD, facts=[PARCEL])

    assert again.outcome == "unchanged"
    assert (Parcel.objects.count(), TrackingEvent.objects.count(), len(told())) == (1, 1, 1)


def test_parcel_is_the_same_when_its_id_is_told_later(order: Order) -> None:
    first = upsert()

    second = upsert(replace(PARCEL, external_id="P-77", tracking_number="jjd01441"))

    assert second.pk == first.pk
    assert Parcel.objects.count() == 1


def test_reports_come_in_any_order_and_twice(order: Order) -> None:
    parcel = upsert(replace(PARCEL, events=()))

    services.record_tracking(by=LEAD, parcel_id=parcel.pk, reports=[ARRIVED])
    services.record_tracking(by=LEAD, parcel_id=parcel.pk, reports=[SENT, ARRIVED])

    parcel.refresh_from_db()
    assert (parcel.state, parcel.delivered_at, parcel.last_event_at) == ("delivered", at(5), at(5))
    assert TrackingEvent.objects.count() == 2
    assert told()[1:] == [
        (
            "shipping.ParcelMoved",
            {"order_id": order.pk, "parcel_id": parcel.pk, "state": "delivered"},
        )
    ]


def test_first_promise_stays(order: Order) -> None:
    upsert()

    upsert(replace(PARCEL, expected_on=date(2026, 3, 9)))

    parcel = Parcel.objects.get()
    assert (parcel.expected_on, parcel.expected_now) == (date(2026, 3, 4), date(2026, 3, 9))


def test_state_of_the_carrier_s_own_is_kept_and_told_without_a_name(order: Order) -> None:
    upsert()

    parcel = upsert(replace(PARCEL, state="Held by Customs", events=()))

    assert parcel.state == "held_by_customs"
    assert told()[-1] == (
        "shipping.ParcelMoved",
        {"order_id": order.pk, "parcel_id": parcel.pk},
    )


def test_parcel_nobody_can_place_is_refused(order: Order) -> None:
    upsert_order(by=LEAD, facts=replace(ORDER, marketplace="ebay"))

    with pytest.raises(UnknownOrder):
        upsert(replace(PARCEL, order_number="C-2"))
    with pytest.raises(AmbiguousOrder):
        upsert()
    with pytest.raises(BadParcel):
        replace(PARCEL, tracking_number="")
    with pytest.raises(UnknownParcel):
        services.record_tracking(by=LEAD, parcel_id=10**9, reports=[SENT])
    assert (Parcel.objects.count(), told()) == (0, [])
    assert upsert(replace(PARCEL, marketplace="shop")).order == order


def test_agent_records_no_parcel(order: Order) -> None:
    with pytest.raises(NotAllowed):
        services.upsert_parcel(by=AGENT, facts=PARCEL)

    assert Parcel.objects.count() == 0


@pytest.mark.parametrize("count", [1, 50])
def test_parcels_cost_two_queries_at_one_and_at_fifty(
    django_assert_num_queries: Any, count: int
) -> None:
    numbers = [f"N-{number}" for number in range(count)]
    orders = store_orders(by=LEAD, facts=[replace(ORDER, number=number) for number in numbers])
    parcels = [replace(PARCEL, order_number=n, tracking_number=n) for n in numbers]
    services.store_parcels(by=LEAD, facts=parcels)
    ids = [stored.row.pk for stored in orders]

    with django_assert_num_queries(2):
        found = queries.parcels_of(ids)

    assert [len(found[order_id]) for order_id in ids] == [1] * count


def test_case_file_shows_parcels_newest_report_first(order: Order) -> None:
    upsert(replace(PARCEL, events=(SENT, ARRIVED)))
    bare = upsert_order(by=LEAD, facts=replace(ORDER, number="C-2"))

    with freeze(at(10)):
        newest, older = queries.orders_with_parcels([order.pk, bare.pk])

    assert (newest.order.number, newest.parcels) == ("C-2", ())
    (card,) = older.parcels
    assert [(report.status, str(report.status_name)) for report in card.events] == [
        ("delivered", "Delivered"),
        ("in_transit", "On its way"),
    ]
    assert (card.is_late, card.promised_on, card.delivered_at) == (True, date(2026, 3, 4), at(5))


def test_parcel_is_searched_by_any_part_of_its_number(order: Order) -> None:
    parcel = upsert()

    assert [card.id for card in queries.search_parcels("d0144")] == [parcel.pk]
    assert queries.find_parcels("jjd-0144-1") == [parcel]
    assert queries.search_parcels("jjd") == ()
    mine, other = (Viewer(Party.SELLER, order.seller_id + extra) for extra in (0, 1))
    assert len(queries.search_parcels("JJD0144", viewer=mine)) == 1
    assert queries.search_parcels("JJD0144", viewer=other) == ()
