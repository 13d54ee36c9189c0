"""Promises of the house's own, for the buyers of a label; worked examples beside them."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from comptoir.commerce import packs as commerce_packs
from comptoir.commerce import services as commerce
from comptoir.commerce.models import BuyerIdentity, BuyerLabel
from comptoir.conversations.models import Conversation
from comptoir.deadlines import services
from comptoir.deadlines.errors import NoSuchRow, ValueUnclear
from comptoir.deadlines.models import ClockPolicy
from comptoir.deadlines.policies.clocks import Book, ClockFacts, PolicyRule, our_target
from comptoir.deadlines.policies.hours import Calendar, read_hours
from comptoir.deadlines.queries import policy_lines
from comptoir.deadlines.queries.examples import worked_example
from comptoir.deadlines.services import PromiseValues
from comptoir.deadlines.states import Basis, Kind
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM, Actor, ActorKind, Grant
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, mailbox, make_member, write

__all__ = ["mailbox", "write"]

LEAD = Actor(ActorKind.AGENT, 1, "Lea", (Grant("lead"),))
AGENT = Actor(ActorKind.AGENT, 2, "Ann", (Grant("agent"),))
ON = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FIRST = Kind.FIRST_REPLY

EVERYBODY = PolicyRule(1, FIRST, 240, Basis.CALENDAR, everything=True)
DELIVERY = PolicyRule(2, FIRST, 120, Basis.CALENDAR, reasons=frozenset({"not_received"}))
TRADE = PolicyRule(3, FIRST, 60, Basis.CALENDAR, everything=True, labels=frozenset({"wholesale"}))
TRADE_LATE = PolicyRule(
    4, FIRST, 480, Basis.CALENDAR, reasons=frozenset({"invoice_request"}),
    labels=frozenset({"wholesale", "press"}),
)  # fmt: skip
BOOK = Book(policies=(EVERYBODY, DELIVERY, TRADE, TRADE_LATE))


@pytest.mark.parametrize(
    ("reason", "labels", "policy"),
    [
        ("", set(), 1),
        ("not_received", set(), 2),
        ("not_received", {"wholesale"}, 3),
        ("invoice_request", {"wholesale"}, 4),
        ("invoice_request", {"press"}, 4),
        ("not_received", {"press"}, 2),
        ("", {"careful"}, 1),
    ],
)
def test_what_is_promised_to_a_label_goes_before_what_everybody_is_promised(
    reason: str, labels: set[str], policy: int
) -> None:
    facts = ClockFacts(reason=reason, labels=frozenset(labels))

    target = our_target(facts, FIRST, BOOK, ON)

    assert target is not None
    assert target.policy_id == policy


def values(**more: object) -> PromiseValues:
    told = {"name": "Trade", "kinds": [FIRST], "minutes": 30, "basis": Basis.CALENDAR}
    return PromiseValues(**(told | more))  # type: ignore[arg-type]


def test_a_labelled_buyers_mail_is_due_by_the_promise_for_his_label(write: Write) -> None:
    commerce_packs.load()
    write("Where is it?", subject="First")
    identity = BuyerIdentity.objects.get()
    label = BuyerLabel.objects.get(key="wholesale")
    commerce.label_buyer(by=SYSTEM, buyer_id=identity.buyer_id, label_id=label.pk)
    services.add_promise(by=LEAD, values=values(labels=["wholesale"]))

    write("And the other one?", subject="Second", message_id="<two@buyer.example>")

    first, second = Conversation.objects.order_by("pk")
    spans = [(c.next_due_at - c.next_due_started_at).total_seconds() for c in (first, second)]  # type: ignore[operator]
    assert spans[1] == 1800
    assert spans[0] > 1800


@pytest.mark.django_db
def test_a_promise_of_ones_own_says_for_whom_it_is() -> None:
    commerce_packs.load()
    services.add_promise(by=LEAD, values=values(labels=["wholesale"], reasons=["invoice_request"]))

    (line,) = policy_lines()

    assert (line.name, line.applies_to, line.time, line.is_own) == (
        "Trade", "Buyers labelled Wholesale: Invoice", "30 min", True,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"name": " "}, {"kinds": []}, {"minutes": 0}])
def test_half_a_promise_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueUnclear):
        services.add_promise(by=LEAD, values=values(**wrong))

    assert not ClockPolicy.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_agent_promises_nothing_in_the_name_of_the_house() -> None:
    with pytest.raises(NotAllowed):
        services.add_promise(by=AGENT, values=values())

    assert not ClockPolicy.objects.exists()


@pytest.mark.django_db
def test_only_a_promise_of_ones_own_is_ended_and_its_row_stays() -> None:
    (own,) = services.add_promise(by=LEAD, values=values())
    shipped = ClockPolicy.objects.create(
        key="delivery", name="Delivery", group="delivery", kind=FIRST, minutes=60,
        basis=Basis.CALENDAR, valid_from=ON.date(),
    )  # fmt: skip

    services.end_promise(by=LEAD, policy_id=own.pk)

    own.refresh_from_db()
    assert (own.enabled, own.valid_to is None) == (False, False)
    with pytest.raises(NoSuchRow):
        services.end_promise(by=LEAD, policy_id=shipped.pk)


def test_a_mail_of_friday_evening_shows_hours_and_weekend() -> None:
    week = tuple(read_hours(text) for text in [*["09:00-18:00"] * 5, "", ""])
    shop = Calendar(time_zone="Europe/Paris", week=week)

    said = worked_example(60, shop)

    assert said == "For example: a mail on Friday 17:50 is due Monday 09:50."


@pytest.mark.django_db
def test_the_form_of_a_calendar_is_reckoned_with_before_it_is_saved(client: Client) -> None:
    client.force_login(make_member("lea@shop.example", "Lea", "lead").member)
    form = {"name": "Shop", "time_zone": "Europe/Paris"}
    open_days = {f"day_{number}": "10:00-18:00" for number in range(5)}

    good = client.post("/deadlines/calendars/example/", form | open_days).content.decode()
    bad = client.post("/deadlines/calendars/example/", form | {"day_0": "25-99"}).content.decode()

    assert good == "For example: a mail on Friday 17:50 is due Monday 11:50."
    assert "For example" not in bad


@pytest.mark.django_db
def test_a_lead_adds_a_promise_on_the_page(client: Client) -> None:
    commerce_packs.load()
    client.force_login(make_member("lea@shop.example", "Lea", "lead").member)
    form = {"name": "Trade", "time": "30 min", "basis": "calendar", "kinds": ["first_reply"]}

    sent = client.post("/deadlines/policies/new/", form | {"labels": ["wholesale"]})
    refused = client.post("/deadlines/policies/new/", form | {"time": "soonish"})

    assert sent.headers["Location"] == "/deadlines/"
    assert refused.status_code == 422
    assert ClockPolicy.objects.get().labels == ["wholesale"]
