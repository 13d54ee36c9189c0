"""Orders, sellers and listings as the marketplaces tell of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from comptoir.commerce import services
from comptoir.commerce.errors import BadFacts
from comptoir.commerce.models import (
    Buyer,
    BuyerIdentity,
    Listing,
    Marketplace,
    Order,
    OrderLine,
    Payment,
    Seller,
)
from comptoir.commerce.services import (
    BuyerFacts,
    LineFacts,
    ListingFacts,
    OrderFacts,
    Outcome,
    PaymentFacts,
    SellerFacts,
)
from comptoir.commerce.states import IdentityKind
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.errors import NotAllowed
from comptoir.kit.money import Money

from .conftest import AGENT, LEAD

pytestmark = pytest.mark.django_db
MARCH_2 = datetime(2026, 3, 2, 9, 14, tzinfo=UTC)
EMAIL, MEMBER = IdentityKind.EMAIL, IdentityKind.MARKETPLACE


def euros(amount: str) -> Money:
    return Money.of(amount, "EUR")


VASE = LineFacts(key="1", title="Vase", unit_price=euros("74.80"), listing="L-500", sku="VASE")
MUG = LineFacts(key="2", title="Mug", quantity=2, unit_price=euros("9.00"))
CAMILLE = BuyerFacts(
    identities=((MEMBER, "u-9"), (EMAIL, "Camille@example.com")), name="Camille", country="fr"
)
ORDER = OrderFacts(
    number="302-77",
    marketplace="mirakl-home",
    basket="B-1",
    seller="S-100",
    seller_name="Atelier Lumière",
    buyer=CAMILLE,
    placed_at=MARCH_2,
    total=euros("97.70"),
    shipping=euros("4.90"),
    state="Paid",
    delivery_name="Camille Durand",
    city="Lyon",
    postal_code="69002",
    country="fr",
    expected_on=date(2026, 3, 6),
    lines=(VASE, MUG),
    all_lines=True,
    payments=(
        PaymentFacts(external_id="P-1", amount=euros("97.70"), captured_at=MARCH_2, method="card"),
    ),
)


def upsert(facts: OrderFacts = ORDER) -> Order:
    return services.upsert_order(by=LEAD, facts=facts)


def told(event: str) -> list[dict[str, Any]]:
    return list(Entry.objects.filter(event=event).order_by("id").values_list("data", flat=True))


def test_order_arrives_with_all_that_it_names() -> None:
    order = Order.objects.get(pk=upsert().pk)

    assert (order.external_id, order.number_key, order.state) == ("302-77", "30277", "paid")
    assert (order.total, order.shipping) == (euros("97.70"), euros("4.90"))
    assert (order.marketplace.key, order.marketplace.kind) == ("mirakl-home", "mirakl")
    assert (order.seller.external_id, order.seller.name) == ("S-100", "Atelier Lumière")
    assert order.seller.sort_name == "atelier lumiere"
    assert (order.buyer.name, order.buyer.country, order.buyer.since) == ("Camille", "FR", MARCH_2)
    assert (order.identity.kind, order.identity.value) == ("marketplace", "u-9")
    assert order.identity.marketplace == order.marketplace
    lines = OrderLine.objects.order_by("id").values_list("key", "title", "quantity")
    assert list(lines) == [("1", "Vase", 1), ("2", "Mug", 2)]
    listing = Listing.objects.get()
    assert (listing.external_id, listing.sku, listing.price) == ("L-500", "VASE", euros("74.80"))
    assert Payment.objects.get().amount == euros("97.70")
    assert told("commerce.OrderRecorded") == [
        {"order_id": order.pk, "is_new": True, "state_changed": False}
    ]


def test_same_order_again_writes_and_publishes_nothing() -> None:
    first = upsert()

    assert upsert() == first
    (again,) = services.store_orders(by=LEAD, facts=[ORDER])
    assert again.outcome is Outcome.UNCHANGED
    assert len(told("commerce.OrderRecorded")) == 1


def test_what_is_not_told_stays() -> None:
    order = upsert()
    bare = OrderFacts(
        number="302-77",
        marketplace="mirakl-home",
        seller="S-100",
        placed_at=MARCH_2,
        total=euros("97.70"),
    )

    upsert(replace(bare, state="shipped"))

    order.refresh_from_db()
    assert (order.state, order.city, order.buyer.name) == ("shipped", "Lyon", "Camille")
    assert OrderLine.objects.count() == 2
    assert told("commerce.OrderRecorded")[1]["state_changed"] is True


def test_line_that_a_complete_order_no_longer_names_is_gone() -> None:
    upsert()

    (stored,) = services.store_orders(by=LEAD, facts=[replace(ORDER, lines=(VASE,))])

    assert stored.outcome is Outcome.UPDATED
    assert OrderLine.objects.get().title == "Vase"


def test_state_of_the_marketplace_s_own_is_kept() -> None:
    assert upsert(replace(ORDER, state="Waiting for Acceptance")).state == "waiting_for_acceptance"


def test_known_address_of_a_person_takes_in_his_member_s_id() -> None:
    known = services.identify_buyer(by=SYSTEM, kind=EMAIL, value="camille@example.com")

    order = upsert()

    assert order.buyer_id == known.buyer_id
    assert Buyer.objects.get().name == "Camille"
    assert set(BuyerIdentity.objects.values_list("kind", "buyer")) == {
        ("email", known.buyer_id),
        ("marketplace", known.buyer_id),
    }


def test_two_known_buyers_are_never_merged_by_an_order() -> None:
    market = services.upsert_marketplace(by=LEAD, key="mirakl-home")
    member = services.identify_buyer(by=SYSTEM, kind=MEMBER, value="u-9", marketplace_id=market.pk)
    person = services.identify_buyer(by=SYSTEM, kind=EMAIL, value="camille@example.com")

    order = upsert()

    assert order.buyer_id == member.buyer_id != person.buyer_id
    assert Buyer.objects.count() == 2


def test_name_that_a_person_wrote_is_not_overwritten() -> None:
    order = upsert()
    services.change_buyer(by=AGENT, buyer_id=order.buyer_id, name="Mme Durand")

    upsert(replace(ORDER, state="shipped"))

    assert Buyer.objects.get().name == "Mme Durand"


def test_same_number_on_two_marketplaces_is_two_orders() -> None:
    assert upsert() != upsert(replace(ORDER, marketplace="ebay"))
    assert Seller.objects.count() == 2


def test_seller_who_is_known_everywhere_is_not_made_anew() -> None:
    everywhere = Seller.objects.create(external_id="S-100", name="Atelier", sort_name="atelier")

    assert upsert().seller == everywhere


def test_texts_are_cut_to_fit_but_ids_are_refused() -> None:
    order = upsert(replace(ORDER, delivery_name="N\0" * 400, city="C" * 500))

    assert (order.delivery_name, order.city) == ("N" * 200, "C" * 120)
    with pytest.raises(BadFacts, match="1 to 120 characters"):
        replace(ORDER, number="9" * 121)
    with pytest.raises(BadFacts):
        replace(ORDER, number="1\0")


def test_agent_imports_nothing() -> None:
    with pytest.raises(NotAllowed, match="Import orders"):
        services.upsert_order(by=AGENT, facts=ORDER)

    assert (Order.objects.count(), Marketplace.objects.count()) == (0, 0)
    assert told("commerce.OrderRecorded") == []


def test_order_costs_the_same_queries_with_one_line_or_fifty(
    django_assert_max_num_queries: Any,
) -> None:
    def lines(count: int) -> tuple[LineFacts, ...]:
        return tuple(replace(VASE, key=str(n), listing=f"L-{n}") for n in range(count))

    with django_assert_max_num_queries(22):
        upsert(replace(ORDER, number="A", lines=lines(1)))
    with django_assert_max_num_queries(22):
        upsert(replace(ORDER, number="B", lines=lines(50)))


def test_seller_and_listing_are_told_and_told_again() -> None:
    seller = SellerFacts(external_id="S-1", name="Nordlicht", country="de", email="a@example.com")
    listing = ListingFacts(
        external_id="L-1",
        seller="S-1",
        title="Mug",
        price=euros("0"),
        guide_url="https://a.example/g",
    )

    for _ in range(2):
        services.upsert_seller(by=LEAD, facts=seller)
        services.upsert_listing(by=LEAD, facts=listing)
    services.upsert_seller(by=LEAD, facts=replace(seller, is_active=False))

    row = Seller.objects.get()
    assert (row.name, row.country, row.is_active) == ("Nordlicht", "DE", False)
    offered = Listing.objects.get()
    assert (offered.seller, offered.price, offered.guide_url) == (
        row,
        euros("0"),
        "https://a.example/g",
    )
    assert [data["is_new"] for data in told("commerce.SellerRecorded")] == [True, False]
    assert [data["is_new"] for data in told("commerce.ListingRecorded")] == [True]


def test_batch_mixes_orders_with_and_without_their_parts() -> None:
    bare = OrderFacts(number="X-1", placed_at=MARCH_2, total=euros("1"))

    stored = services.store_orders(by=LEAD, facts=[bare, ORDER, replace(bare, number="X-2")])

    assert [order.row.state for order in stored] == ["placed", "paid", "placed"]
    assert [order.row.buyer_id is None for order in stored] == [True, False, True]
    assert [order.outcome for order in stored] == ["created"] * 3
    again = services.store_orders(by=LEAD, facts=[bare, ORDER])
    assert [order.outcome for order in again] == ["unchanged"] * 2


def test_order_told_twice_in_one_batch_is_stored_once() -> None:
    first, second = services.store_orders(by=LEAD, facts=[ORDER, replace(ORDER, state="shipped")])

    assert (first.row, first.outcome, second.outcome) == (second.row, "created", "updated")
    order = Order.objects.get()
    assert (order.state, order.lines.count(), order.payments.count()) == ("shipped", 2, 1)
