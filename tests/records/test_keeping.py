"""What is kept for a time goes when it is over, and what is held stays (I2)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.channels.models import Channel
from comptoir.commerce.models import Marketplace, Order, Seller
from comptoir.conversations.models import Conversation, Draft, Message
from comptoir.journal.models import Detail, Entry
from comptoir.kit.cards import Kind as Number
from comptoir.kit.clock import freeze, now
from comptoir.kit.errors import NotAllowed
from comptoir.records import services
from comptoir.records.errors import BadDays, NothingToHold
from comptoir.records.models import Hold, KeepingRule, KeepingRun
from comptoir.records.policies import KeptKind
from comptoir.records.queries.keeping import keeping_page
from comptoir.records.queries.masking import forget_masking, masked_kinds
from comptoir.shipping.models import Parcel
from tests.records.conftest import SECRET
from tests.records.test_erasing import own_folder, tables_with

__all__ = ["own_folder"]


def of(kind: KeptKind):
    return next(rule for rule in keeping_page().rules if rule.kind is kind)


@pytest.fixture
def months_later(resolved: Conversation, administrator: Identity):
    services.set_days(by=administrator.actor, kind=KeptKind.WORDS, days=90)
    with freeze(now() + timedelta(days=91)):
        yield


def test_i2_words_of_resolved_conversations_go_with_their_files(
    resolved: Conversation, months_later: None, django_capture_on_commit_callbacks
) -> None:
    assert of(KeptKind.WORDS).would_go == 1

    with django_capture_on_commit_callbacks(execute=True):
        run = services.clear_away()

    assert run is not None
    assert run.cleared["words"] == 1
    assert [name for name in tables_with(SECRET) if name.startswith("conversations_")] == []
    assert Message.objects.filter(conversation=resolved).count() == 2
    assert of(KeptKind.WORDS).would_go == 0


def test_i2_a_second_night_finds_nothing(resolved: Conversation, months_later: None) -> None:
    services.clear_away()

    assert services.clear_away() is None
    assert KeepingRun.objects.count() == 1
    assert Entry.objects.filter(event="records.RecordsCleared").count() == 1


def test_i2_what_is_held_is_left_alone_and_the_page_says_so(
    resolved: Conversation, administrator: Identity, months_later: None
) -> None:
    services.hold(by=administrator.actor, conversation_id=resolved.pk, why="Dispute 12")

    services.clear_away()

    assert "conversations_message" in tables_with(SECRET)
    assert (of(KeptKind.WORDS).would_go, of(KeptKind.WORDS).held) == (0, 1)


def test_a_lifted_hold_lets_the_next_night_take_it(
    resolved: Conversation, administrator: Identity, months_later: None
) -> None:
    held = services.hold(by=administrator.actor, conversation_id=resolved.pk, why="Dispute 12")
    services.lift(by=administrator.actor, hold_id=held.pk)

    run = services.clear_away()

    assert run is not None
    assert run.cleared["words"] == 1
    assert of(KeptKind.WORDS).held == 0


def test_i2_open_conversations_keep_their_words(
    conversation: Conversation, administrator: Identity
) -> None:
    services.set_days(by=administrator.actor, kind=KeptKind.WORDS, days=90)

    with freeze(now() + timedelta(days=400)):
        services.clear_away()

    assert "conversations_message" in tables_with(SECRET)


@pytest.mark.parametrize(("market", "left"), [("amazon", ""), ("own", "Camille")])
def test_i2_amazon_addresses_go_thirty_days_after_delivery(
    mailbox: Channel, market: str, left: str
) -> None:
    place = Marketplace.objects.create(key=market, name=market, kind=market)
    seller = Seller.objects.create(external_id="s", name="S", sort_name="s")
    order = Order.objects.create(
        external_id="402-1", number_key="4021", marketplace=place, seller=seller,
        placed_at=now(), currency="EUR", total_minor=100, delivery_name="Camille", city="Lyon",
    )  # fmt: skip
    Parcel.objects.create(order=order, external_id="p", delivered_at=now() - timedelta(days=31))

    services.clear_away()

    order.refresh_from_db()
    assert order.delivery_name == left
    assert order.total_minor == 100


def test_drafts_and_details_go_by_their_own_days(
    conversation: Conversation, administrator: Identity
) -> None:
    services.set_days(by=administrator.actor, kind=KeptKind.DRAFTS, days=30)

    with freeze(now() + timedelta(days=366)):
        services.clear_away()

    assert not Draft.objects.exists()
    assert not Detail.objects.exclude(data={}).exists()
    assert Entry.objects.filter(event="records.KeepingChanged").count() == 1


@pytest.mark.parametrize("days", [0, 29, 40_000])
def test_a_slip_of_the_finger_changes_nothing(administrator: Identity, days: int) -> None:
    with pytest.raises(BadDays):
        services.set_days(by=administrator.actor, kind=KeptKind.WORDS, days=days)

    assert not KeepingRule.objects.exists()
    assert not Entry.objects.exists()


def test_a_hold_names_a_conversation_and_a_reason(
    conversation: Conversation, administrator: Identity
) -> None:
    for number, why in ((0, "Dispute"), (conversation.pk, " ")):
        with pytest.raises(NothingToHold):
            services.hold(by=administrator.actor, conversation_id=number, why=why)

    assert not Hold.objects.exists()


def test_an_agent_holds_and_changes_nothing(agent: Identity, conversation: Conversation) -> None:
    with pytest.raises(NotAllowed):
        services.hold(by=agent.actor, conversation_id=conversation.pk, why="x")
    with pytest.raises(NotAllowed):
        services.set_days(by=agent.actor, kind=KeptKind.DRAFTS, days=30)
    with pytest.raises(NotAllowed):
        services.set_masked(by=agent.actor, kind=Number.CARD, is_masked=False)

    assert not Entry.objects.filter(event__startswith="records.").exists()


def test_i3_the_house_chooses_which_numbers_are_masked(
    client: Client, administrator: Identity, django_capture_on_commit_callbacks
) -> None:
    forget_masking()
    assert masked_kinds() == {Number.CARD}
    client.force_login(administrator.member)

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/records/masking/", {"masked": ["card", "iban"]})

    assert masked_kinds() == {Number.CARD, Number.IBAN}
    forget_masking()


def test_the_page_shows_days_and_refuses_nonsense(
    client: Client, administrator: Identity, conversation: Conversation
) -> None:
    client.force_login(administrator.member)

    page = client.get("/records/keeping/").content.decode()
    refused = client.post("/records/keeping/words/", {"days": "soon"})
    client.post("/records/keeping/words/", {"days": "365"})

    assert "Drafts that nobody touched" in page
    assert refused.status_code == 422
    assert "from 30 to 36500" in refused.content.decode()
    assert of(KeptKind.WORDS).days == 365


def test_the_page_asks_as_many_queries_for_fifty_holds_as_for_one(
    conversation: Conversation, administrator: Identity
) -> None:
    services.hold(by=administrator.actor, conversation_id=conversation.pk, why="x")
    with CaptureQueriesContext(connection) as few:
        keeping_page()
    for _ in range(50):
        other = Conversation.objects.create(
            channel=conversation.channel, opened_at=now(), last_message_at=now()
        )
        Hold.objects.create(conversation=other, why="x", set_at=now())

    with CaptureQueriesContext(connection) as many:
        assert len(keeping_page().holds) == 51
    assert len(many) == len(few)
