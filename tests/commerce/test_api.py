"""Facts for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.roles import Role
from comptoir.commerce.models import Listing, Order, Seller
from comptoir.journal.models import Entry
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


def order(number: str = "A-1", **told):
    return {
        "number": number,
        "seller": "S-1",
        "seller_name": "Atelier Brun",
        "placed_at": "2026-02-01T10:00:00Z",
        "total": {"amount": "74.80", "currency": "EUR"},
        "buyer": {
            "identities": [{"kind": "email", "value": "Camille@Buyer.example"}],
            "name": "Camille Laurent",
        },
        "lines": [
            {
                "key": "1",
                "title": "Vase",
                "listing": "L-1",
                "quantity": 2,
                "unit_price": {"amount": "37.40", "currency": "EUR"},
            }
        ],
        "payments": [
            {
                "external_id": "P-1",
                "amount": {"amount": "74.80", "currency": "EUR"},
                "captured_at": "2026-02-01T10:01:00Z",
            }
        ],
    } | told


def test_an_order_is_recorded_with_all_around_it(program: Program) -> None:
    answer = program.ask("PUT", "orders", order())

    assert answer.status_code == 200
    told = answer.json()
    assert told["number"] == "A-1"
    assert told["total"] == {"amount": "74.80", "currency": "EUR"}
    assert told["lines"][0]["unit_price"] == {"amount": "37.40", "currency": "EUR"}
    assert told["seller"] == str(Seller.objects.get().public_id)
    assert told["lines"][0]["listing"] == str(Listing.objects.get().public_id)
    assert program.get(f"buyers/{told['buyer']}").json()["identities"] == [
        {
            "kind": "email",
            "value": "Camille@Buyer.example",
            "marketplace": None,
            "is_verified": False,
        }
    ]


def test_the_same_order_twice_changes_nothing(program: Program) -> None:
    first = program.ask("PUT", "orders", order()).json()
    entries = Entry.objects.count()

    second = program.ask("PUT", "orders", order()).json()

    assert second == first
    assert Entry.objects.count() == entries


def test_what_is_not_told_stays(program: Program) -> None:
    program.ask("PUT", "orders", order(city="Lyon"))

    told = program.ask("PUT", "orders", order(state="shipped")).json()

    assert (told["city"], told["state"]) == ("Lyon", "shipped")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"total": {"amount": "74.801", "currency": "EUR"}}, 400),
        ({"total": {"amount": "-1", "currency": "EUR"}}, 422),
        ({"total": {"amount": "1", "currency": "euro"}}, 422),
        ({"total": {"amount": "1", "currency": "USD"}}, 422),
        ({"placed_at": "2026-02-01T10:00:00"}, 422),
        ({"placed_at": "0001-01-01T00:00:00+01:00"}, 422),
        ({"number": ""}, 422),
        ({"colour": "blue"}, 422),
    ],
)
def test_facts_that_cannot_be_are_refused(program: Program, wrong, status) -> None:
    entries = Entry.objects.count()

    answer = program.ask("PUT", "orders", order(**wrong))

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (Order.objects.count(), Entry.objects.count()) == (0, entries)


def test_a_time_is_the_same_in_any_offset(program: Program) -> None:
    """PostgreSQL reads no offset of 16 hours and more."""
    there = order(placed_at="2026-02-02T02:36:00+16:36")

    answer = program.ask("PUT", "orders", there)

    assert answer.status_code == 200
    assert answer.json()["placed_at"] == "2026-02-01T10:00:00Z"


def test_recording_needs_its_permission(give_token: Give) -> None:
    agent = give_token(Role.AGENT)

    answer = agent.ask("PUT", "orders", order())

    assert answer.status_code == 403
    assert Order.objects.count() == 0


def test_sellers_and_listings_are_recorded(program: Program) -> None:
    seller = program.ask(
        "PUT", "sellers", {"external_id": "S-9", "name": "Poterie Nord", "country": "fr"}
    ).json()
    listing = program.ask(
        "PUT",
        "listings",
        {
            "external_id": "L-9",
            "seller": "S-9",
            "title": "Bowl",
            "picture_url": "https://shop.example/bowl.jpg",
            "price": {"amount": "12.50", "currency": "EUR"},
        },
    ).json()

    assert (seller["name"], seller["country"]) == ("Poterie Nord", "FR")
    assert listing["seller"] == seller["id"]
    assert listing["price"] == {"amount": "12.50", "currency": "EUR"}
    assert listing["picture_url"] == "https://shop.example/bowl.jpg"


def test_parcels_are_recorded_with_their_reports(program: Program) -> None:
    told = program.ask("PUT", "orders", order()).json()

    parcel = program.ask(
        "PUT",
        "parcels",
        {
            "order_number": "A-1",
            "tracking_number": "6A 123",
            "reports": [{"at": "2026-02-02T08:00:00Z", "status": "in transit", "place": "Lyon"}],
        },
    ).json()

    listed = program.get(f"orders/{told['id']}/parcels").json()["items"]
    assert listed == [parcel]
    assert (parcel["order"], parcel["state"]) == (told["id"], "in_transit")
    assert parcel["reports"][0]["place"] == "Lyon"


def test_a_parcel_without_an_order_is_refused(program: Program) -> None:
    answer = program.ask("PUT", "parcels", {"order_number": "nowhere", "id": "1"})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("orders?number=a1", 1),
        ("orders?number=a2", 0),
        ("orders?state=placed&state=shipped", 1),
        ("orders?placed_from=2026-02-02T00:00:00Z", 0),
        ("orders?placed_from=2026-02-01T02:36:00%2B16:36", 1),
        ("orders?marketplace=shop", 1),
        ("orders?sort=placed_at", 1),
        ("orders?seller=019a2b3c-4d5e-7f60-8172-93a4b5c6d7e8", 0),
        ("buyers?name=laurent", 1),
        ("buyers?identity=camille@buyer.example", 1),
        ("buyers?identity=nobody@buyer.example", 0),
        ("sellers?name=brun", 1),
        ("sellers?external_id=S-1&active=true", 1),
        ("listings?external_id=L-1", 1),
        ("listings?sku=none", 0),
        ("marketplaces", 1),
    ],
)
def test_filters_narrow_the_lists(program: Program, asked: str, number: int) -> None:
    program.ask("PUT", "orders", order())

    assert len(program.get(asked).json()["items"]) == number


@pytest.mark.parametrize("kind", ["buyers", "sellers", "listings", "orders"])
def test_what_a_seller_grant_does_not_cover_does_not_exist_d1_d2(
    program: Program, give_token: Give, kind: str
) -> None:
    program.ask("PUT", "orders", order())
    program.ask("PUT", "sellers", {"external_id": "S-2", "name": "Other"})
    other = Seller.objects.get(external_id="S-2")
    narrow = give_token(Role.AGENT, scope="seller", scope_id=other.pk, name="Sena")
    everything = [item["id"] for item in program.get(kind).json()["items"]]

    listed = [item["id"] for item in narrow.get(kind).json()["items"]]
    hidden = [number for number in everything if number not in listed]

    assert listed == ([str(other.public_id)] if kind == "sellers" else [])
    assert hidden
    assert {narrow.get(f"{kind}/{number}").status_code for number in hidden} == {404}


@pytest.mark.parametrize("kind", ["buyers", "sellers", "listings", "orders"])
def test_fifty_ask_as_much_as_one(program: Program, kind: str) -> None:
    def count() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            items = program.get(f"{kind}?limit=50").json()["items"]
        return len(items), len(asked)

    def record(number: int) -> None:
        identities = [{"kind": "email", "value": f"b{number}@buyer.example"}]
        told = order(f"A-{number}", seller=f"S-{number}", buyer={"identities": identities})
        program.ask("PUT", "orders", told)

    record(0)
    count()
    _one, few = count()
    for number in range(1, 50):
        record(number)
    fifty, many = count()

    assert fifty == 50
    assert many == few
