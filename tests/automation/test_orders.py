"""The list of orders: narrowed by what a parcel, a seller or a market is, in constant work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import MemberGrant
from comptoir.automation.queries.orders import OrderFilter, order_ids, order_page
from comptoir.channels.models import Channel
from comptoir.commerce.models import Order
from comptoir.kit.clock import freeze
from comptoir.shipping.models import Parcel
from tests.automation.conftest import NOON, order_of


@pytest.fixture
def orders(mailbox: Channel) -> list[Order]:
    """The first by Colissimo and quiet for five days, the second by DHL, the third delivered."""
    with freeze(NOON):
        found = [
            order_of(f"b{at}@buyer.example", number=f"FR 4187{at}", seller=f"S-{at}")
            for at in range(3)
        ]
    Parcel.objects.filter(order=found[0]).update(last_event_at=NOON - timedelta(days=5))
    Parcel.objects.filter(order=found[1]).update(
        carrier="DHL", state="exception", last_event_at=NOON - timedelta(days=1)
    )
    Parcel.objects.filter(order=found[2]).update(
        state="delivered", delivered_at=NOON, last_event_at=NOON - timedelta(days=9)
    )
    Order.objects.filter(pk=found[2].pk).update(state="delivered")
    return found


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (OrderFilter(), [2, 1, 0]),
        (OrderFilter(carrier="colis"), [2, 0]),
        (OrderFilter(parcel="exception"), [1]),
        (OrderFilter(quiet_days=3), [0]),
        (OrderFilter(quiet_days=1), [1, 0]),
        (OrderFilter(carrier="DHL", quiet_days=3), []),
        (OrderFilter(state="delivered"), [2]),
        (OrderFilter(number="fr-41871"), [1]),
        (OrderFilter(seller="keramos"), [2, 1, 0]),
        (OrderFilter(seller="nobody"), []),
        (OrderFilter(market=0), []),
    ],
)
def test_the_list_holds_what_its_filter_says(
    orders: list[Order], agent: Identity, wanted: OrderFilter, expected: list[int]
) -> None:
    with freeze(NOON):
        found = order_ids(agent.viewer, wanted)

    assert found == [orders[at].pk for at in expected]


def test_a_member_for_one_seller_sees_his_orders_alone(
    orders: list[Order], agent: Identity
) -> None:
    """D1."""
    grant = MemberGrant.objects.filter(member=agent.member)
    grant.update(scope="seller", scope_id=orders[1].seller_id)

    page = order_page(identify(agent.member).viewer, OrderFilter())

    assert [line.number for line in page.lines] == ["FR 41871"]
    assert page.count == 1


def test_the_page_asks_the_same_for_one_order_and_for_fifty(
    agent: Identity, mailbox: Channel, client: Client
) -> None:
    client.force_login(agent.member)
    order_of("b0@buyer.example", number="FR 41000")
    client.get("/automation/orders/")
    with CaptureQueriesContext(connection) as one:
        client.get("/automation/orders/")
    for at in range(1, 51):
        order_of(f"b{at}@buyer.example", number=f"FR 41{at:03}")

    with CaptureQueriesContext(connection) as many:
        page = client.get("/automation/orders/").content.decode()

    assert len(many) == len(one)
    assert "All 51 of this list" in page
    assert "Earlier orders" in page
