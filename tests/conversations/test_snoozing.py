"""Set aside: until a time, a delivery, a message; back once, with a line that says why."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.accounts.identity import Identity
from comptoir.channels.models import Channel
from comptoir.commerce.models import Marketplace, Order, Seller
from comptoir.conversations import services
from comptoir.conversations.errors import NoSuchMoment, NothingToWaitFor
from comptoir.conversations.models import Conversation, Snooze
from comptoir.conversations.queries.timeline import lines_between
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from comptoir.shipping.models import Parcel
from comptoir.shipping.states import ParcelState
from tests.conversations.conftest import Write, make_member

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def conversation(write: Write, mailbox: Channel) -> Conversation:
    with freeze(MONDAY):
        write()
    return Conversation.objects.get()


@pytest.fixture
def asleep(conversation: Conversation, agent: Identity) -> Conversation:
    """Since ten minutes past nine on Monday, until nine on Tuesday."""
    with freeze(MONDAY + timedelta(minutes=10)):
        return services.snooze(by=agent.actor, conversation_id=conversation.pk, until=TUESDAY)


@pytest.fixture
def order(mailbox: Channel) -> Order:
    marketplace = Marketplace.objects.create(key="shop", name="Shop")
    seller = Seller.objects.create(external_id="S-1", marketplace=marketplace, name="Kéramos")
    return Order.objects.create(
        external_id="FR-4711",
        number_key="fr4711",
        marketplace=marketplace,
        seller=seller,
        placed_at=MONDAY,
        currency="EUR",
        total_minor=4900,
    )


def woken() -> list[str]:
    entries = Entry.objects.filter(event="conversations.ConversationWoke").order_by("pk")
    return [entry.data["why"] for entry in entries]


def said(conversation: Conversation) -> list[str]:
    return [line.text for line in lines_between(conversation, after=None, until=None)]


def test_it_sleeps_and_our_clock_rests(asleep: Conversation) -> None:
    asleep.refresh_from_db()

    assert (asleep.category, asleep.next_due_at) == ("snoozed", None)
    assert asleep.next_due_paused_left is not None
    assert asleep.waiting_since == MONDAY
    assert asleep.resolved_at is None


def test_it_wakes_at_its_time_once_with_its_clock(asleep: Conversation) -> None:
    with freeze(TUESDAY - timedelta(minutes=1)):
        too_early = services.wake_due()
    with freeze(TUESDAY):
        first, second = services.wake_due(), services.wake_due()

    asleep.refresh_from_db()
    assert (too_early, first, second) == (0, 1, 0)
    assert (asleep.category, asleep.status_id) == ("open", "open")
    assert asleep.next_due_at is not None
    assert woken() == ["time"]
    assert said(asleep)[-1] == "It is back: its time has come"


def test_without_a_clock_it_stands_above_what_is_due_later(
    asleep: Conversation, agent: Identity
) -> None:
    services.declare_reply_needless(by=agent.actor, conversation_id=asleep.pk)

    with freeze(TUESDAY):
        services.wake_due()

    asleep.refresh_from_db()
    assert (asleep.next_due_kind, asleep.next_due_at) == ("", TUESDAY)
    assert asleep.waiting_since is None


def test_one_line_says_that_it_was_set_aside(asleep: Conversation) -> None:
    with freeze(MONDAY + timedelta(hours=1)):
        lines = said(asleep)

    assert [line for line in lines if "aside" in line or "Snoozed" in line] == [
        "Inès Bernard set it aside until Tomorrow, 09:00"
    ]


def test_the_buyers_message_wakes_it_before_its_time(asleep: Conversation, write: Write) -> None:
    with freeze(MONDAY + timedelta(hours=2)):
        write(
            "Where is it? I need it now.",
            message_id="<two@b.example>",
            In_Reply_To="<one@buyer.example>",
        )
    with freeze(TUESDAY):
        later = services.wake_due()

    asleep.refresh_from_db()
    assert asleep.category == "open"
    assert woken() == ["message"]
    assert later == 0


def test_a_plain_thank_you_lets_it_sleep_on(asleep: Conversation, write: Write) -> None:
    with freeze(MONDAY + timedelta(hours=2)):
        write(
            "Thank you very much!", message_id="<two@b.example>", In_Reply_To="<one@buyer.example>"
        )

    asleep.refresh_from_db()
    assert (asleep.category, asleep.operator_count) == ("snoozed", 2)
    assert woken() == []
    assert said(asleep)[-1] == "A thank-you: it stays set aside"


def test_a_thank_you_wakes_it_where_that_was_wanted(
    asleep: Conversation, agent: Identity, write: Write
) -> None:
    with freeze(MONDAY + timedelta(hours=1)):
        services.snooze(
            by=agent.actor,
            conversation_id=asleep.pk,
            until=TUESDAY,
            sleeps_through_thanks=False,
        )
        write(
            "Thank you very much!", message_id="<two@b.example>", In_Reply_To="<one@buyer.example>"
        )

    asleep.refresh_from_db()
    assert asleep.category == "open"


def test_set_aside_anew_only_the_last_time_counts(asleep: Conversation, agent: Identity) -> None:
    with freeze(MONDAY + timedelta(hours=1)):
        services.snooze(by=agent.actor, conversation_id=asleep.pk)
    with freeze(TUESDAY + timedelta(days=30)):
        woke = services.wake_due()

    asleep.refresh_from_db()
    assert (woke, asleep.category) == (0, "snoozed")
    assert Snooze.objects.filter(ended_at=None).count() == 1


def test_what_was_opened_by_hand_is_not_woken_again(asleep: Conversation, agent: Identity) -> None:
    with freeze(MONDAY + timedelta(hours=1)):
        services.set_status(by=agent.actor, conversation_id=asleep.pk, status="waiting_buyer")
    with freeze(TUESDAY):
        woke = services.wake_due()

    asleep.refresh_from_db()
    assert (woke, asleep.category, woken()) == (0, "waiting", [])


def test_it_is_taken_back_by_hand(asleep: Conversation, agent: Identity) -> None:
    services.wake(by=agent.actor, conversation_id=asleep.pk)

    asleep.refresh_from_db()
    assert (asleep.category, woken()) == ("open", ["person"])


def test_a_marketplaces_clock_wakes_it_while_a_quarter_is_left(asleep: Conversation) -> None:
    Conversation.objects.filter(pk=asleep.pk).update(
        next_due_source="channel",
        next_due_kind="first_reply",
        next_due_started_at=MONDAY,
        next_due_at=MONDAY + timedelta(hours=8),
        next_due_paused_left=None,
    )

    with freeze(MONDAY + timedelta(hours=5, minutes=59)):
        too_early = services.wake_due()
    with freeze(MONDAY + timedelta(hours=6)):
        woke = services.wake_due()

    assert (too_early, woke, woken()) == (0, 1, ["promise"])


@pytest.mark.parametrize("away", [timedelta(minutes=-1), timedelta(0), timedelta(days=400)])
def test_a_time_that_is_over_or_years_away_is_refused(
    conversation: Conversation, agent: Identity, away: timedelta
) -> None:
    with freeze(MONDAY), pytest.raises(NoSuchMoment):
        services.snooze(by=agent.actor, conversation_id=conversation.pk, until=MONDAY + away)

    conversation.refresh_from_db()
    assert conversation.category == "open"
    assert not Entry.objects.filter(event="conversations.ConversationSnoozed").exists()


def test_who_may_only_read_sets_nothing_aside(conversation: Conversation) -> None:
    viewer = make_member("vera@shop.example", "Vera", "viewer")

    with pytest.raises(NotAllowed):
        services.snooze(by=viewer.actor, conversation_id=conversation.pk)

    assert not Snooze.objects.exists()


def test_without_an_order_there_is_no_delivery_to_wait_for(
    conversation: Conversation, agent: Identity
) -> None:
    with pytest.raises(NothingToWaitFor):
        services.snooze(by=agent.actor, conversation_id=conversation.pk, until_delivered=True)

    conversation.refresh_from_db()
    assert conversation.category == "open"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ParcelState.IN_TRANSIT, []),
        (ParcelState.DELIVERED, ["delivered"]),
        (ParcelState.LOST, ["trouble"]),
    ],
)
def test_a_delivery_wakes_it_and_so_does_trouble(
    conversation: Conversation,
    agent: Identity,
    order: Order,
    state: ParcelState,
    expected: list[str],
) -> None:
    services.link_order(by=SYSTEM, conversation_id=conversation.pk, order=order)
    services.snooze(by=agent.actor, conversation_id=conversation.pk, until_delivered=True)
    Parcel.objects.create(order=order, external_id="p1", carrier="dhl", state=state.value)

    for _ in range(2):
        services.wake_for_parcel(order_id=order.pk, state=state)

    assert woken() == expected


def test_it_waits_for_the_last_parcel_of_its_order(
    conversation: Conversation, agent: Identity, order: Order
) -> None:
    services.link_order(by=SYSTEM, conversation_id=conversation.pk, order=order)
    services.snooze(by=agent.actor, conversation_id=conversation.pk, until_delivered=True)
    Parcel.objects.create(order=order, external_id="p1", carrier="dhl", state="delivered")
    Parcel.objects.create(order=order, external_id="p2", carrier="dhl", state="in_transit")

    services.wake_for_parcel(order_id=order.pk, state=ParcelState.DELIVERED)

    assert woken() == []
