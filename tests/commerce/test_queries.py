"""What pages read of buyers and orders, and through whose eyes."""

from dataclasses import replace
from typing import Any

import pytest

from comptoir.accounts.parties import Party
from comptoir.accounts.roles import Role
from comptoir.accounts.viewers import Viewer
from comptoir.commerce import queries, services
from comptoir.commerce.errors import UnknownBuyer
from comptoir.commerce.services import BuyerFacts, OrderFacts
from comptoir.commerce.states import IdentityKind
from comptoir.kit.actor import SYSTEM, Grant
from comptoir.kit.money import Money

from .conftest import LEAD
from .test_orders import CAMILLE, MARCH_2, ORDER, euros, upsert

pytestmark = pytest.mark.django_db


def numbers(orders: Any) -> list[str]:
    return [order.number for order in orders]


def test_order_is_found_however_its_number_is_written() -> None:
    order = upsert()

    assert queries.find_order("302 77") == order
    assert queries.find_order("#302.77", order.marketplace_id) == order
    assert queries.find_order("302-77", order.marketplace_id + 1) is None
    assert queries.find_order(" - ") is None
    assert queries.find_orders(["302-77", "none", ""]) == [order]


def test_order_card_says_all_that_the_case_file_shows() -> None:
    order = upsert()

    (card,) = queries.orders_of(order.buyer_id)

    assert (card.number, card.seller, card.marketplace_kind) == (
        "302-77",
        "Atelier Lumière",
        "mirakl",
    )
    assert str(card.state_name) == "Paid"
    assert [(line.title, line.quantity, line.price) for line in card.lines] == [
        ("Vase", 1, euros("74.80")),
        ("Mug", 2, euros("18.00")),
    ]
    assert card.lines[0].sku == "VASE"
    assert [payment.amount for payment in card.payments] == [euros("97.70")]


@pytest.mark.parametrize("count", [1, 50])
def test_orders_cost_three_queries_at_one_and_at_fifty(
    django_assert_num_queries: Any, count: int
) -> None:
    facts = [replace(ORDER, number=f"A-{number}") for number in range(count)]
    services.store_orders(by=LEAD, facts=facts)
    buyer_id = queries.find_orders(["A-0"])[0].buyer_id

    with django_assert_num_queries(3):
        cards = queries.orders_of(buyer_id or 0, limit=50)

    assert len(cards) == count


def test_buyer_card_counts_and_sums_but_not_what_was_cancelled(
    django_assert_num_queries: Any,
) -> None:
    order = upsert()
    upsert(replace(ORDER, number="A-2", state="cancelled"))
    upsert(replace(ORDER, number="A-3", total=Money(500, "GBP"), lines=(), payments=()))

    with django_assert_num_queries(3):
        card = queries.buyer_card(order.buyer_id or 0)
        bought = queries.purchases_of(card.id, viewer=None)

    assert (bought.orders, bought.cancelled, bought.returned) == (3, 1, 0)
    assert (card.name, bought.last_at) == ("Camille", MARCH_2)
    assert bought.spent == (euros("97.70"), Money(500, "GBP"))
    assert [(known.kind, known.display) for known in card.identities] == [
        ("marketplace", "u-9"),
        ("email", "Camille@example.com"),
    ]


def test_card_of_a_merged_buyer_is_that_of_the_one_kept() -> None:
    one, two = (
        services.identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value=f"{name}@example.com")
        for name in "ab"
    )
    services.merge_buyers(by=LEAD, keep_id=one.buyer_id, merge_id=two.buyer_id)

    card = queries.buyer_card(two.home_id)

    assert card.id == one.buyer_id
    assert [known.can_unmerge for known in card.identities] == [False, True]
    with pytest.raises(UnknownBuyer):
        queries.buyer_card(10**9)


def test_basket_shows_the_orders_of_the_other_sellers() -> None:
    order = upsert()
    upsert(replace(ORDER, number="302-78", seller="S-200", seller_name="Other"))
    upsert(replace(ORDER, number="302-79", basket=""))

    assert numbers(queries.basket_of(order.pk)) == ["302-78"]


def test_orders_are_searched_by_any_part_of_their_number() -> None:
    for number in ("302-1234567-1", "1234567", "999-0000000-1"):
        upsert(replace(ORDER, number=number))

    assert numbers(queries.search_orders("123-45 67")) == ["1234567"]
    assert numbers(queries.search_orders("234-567")) == ["1234567", "302-1234567-1"]
    assert queries.search_orders("123") == ()
    assert queries.search_orders("%%%%") == ()


@pytest.mark.parametrize(
    "text",
    [
        "camille",
        "DURAND cam",
        "amille@exam",
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
        "Càmille",
    ],
)
def test_buyer_is_found_by_name_address_and_phone(text: str) -> None:
    buyer = BuyerFacts(
        identities=(
            (IdentityKind.EMAIL, "camille@example.com"),
            (IdentityKind.PHONE, "+33612345678"),
        ),
        name="Camille Durand",
    )
    order = upsert(replace(ORDER, buyer=buyer))
    upsert(
        replace(
            ORDER,
            number="A-9",
            buyer=replace(CAMILLE, identities=((IdentityKind.EMAIL, "x@y.example"),), name="Bo"),
        )
    )

    (hit,) = queries.search_buyers(text)

    assert (hit.id, hit.name) == (order.buyer_id, "Camille Durand")


def test_family_name_of_two_signs_is_found() -> None:
    met = services.identify_buyer(
        by=SYSTEM, kind=IdentityKind.EMAIL, value="y@example.jp", name="山田 花子"
    )

    assert [hit.id for hit in queries.search_buyers("山田")] == [met.buyer_id]


def test_search_of_two_signs_or_wildcards_finds_nothing() -> None:
    upsert()

    for text in ("ca", "", "%%%", "___"):
        assert queries.search_buyers(text) == ()


def test_everybody_sees_only_the_orders_that_are_his() -> None:
    mine = upsert()
    other = OrderFacts(number="B-1", seller="S-200", placed_at=MARCH_2, total=euros("1"))
    upsert(other)

    def seen(viewer: Viewer | None) -> set[str]:
        return set(queries.orders_for(viewer).values_list("external_id", flat=True))

    assert seen(Viewer(Party.BUYER, mine.buyer_id or 0)) == {"302-77"}
    assert seen(Viewer(Party.SELLER, mine.seller_id)) == {"302-77"}
    assert seen(Viewer(Party.OPERATOR, 1, (Grant(Role.AGENT),))) == {"302-77", "B-1"}
    assert seen(Viewer(Party.OPERATOR, 1, (Grant(Role.AGENT, "team", 5),))) == {"302-77", "B-1"}
    assert seen(Viewer(Party.OPERATOR, 1, (Grant(Role.AGENT, "seller", mine.seller_id),))) == {
        "302-77"
    }
    assert seen(Viewer(Party.OPERATOR, 1)) == set()
    assert queries.find_order("B-1", viewer=Viewer(Party.SELLER, mine.seller_id)) is None
    assert queries.search_orders("30277", viewer=Viewer(Party.SELLER, mine.seller_id + 1)) == ()
