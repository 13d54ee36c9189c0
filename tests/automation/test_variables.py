"""What a placeholder may say: of this conversation alone, to whoever may know it (B6)."""

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation.errors import FilledForOthers
from comptoir.automation.queries.variables import facts_of, first_name, values_in
from comptoir.automation.states import Lack
from comptoir.automation.variables import NAMES
from comptoir.channels.models import Channel
from comptoir.commerce.models import Buyer, Seller
from comptoir.conversations import services as desk
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.directory import forget_directory
from comptoir.conversations.queries.thread import find
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from tests.automation.conftest import NOON, Make, order_of, pick, send


def values(
    identity: Identity, conversation: Conversation, audience: Party = Party.BUYER, to: str = "en"
) -> dict[str, str]:
    with freeze(NOON):
        facts = facts_of(identity, find(identity.viewer, conversation.pk), audience)
        return dict(values_in(facts, to).known)


def test_each_name_says_what_is_known_here(agent: Identity, conversation: Conversation) -> None:
    assert values(agent, conversation) == {
        "buyer_name": "Camille Laurent",
        "buyer_first_name": "Camille",
        "order_number": "FR 41872",
        "order_date": "November 16, 2026",
        "order_total": "€74.80",
        "order_items": "1 × Blue vase",
        "item": "Blue vase",
        "carrier": "Colissimo",
        "tracking_number": "6A-41872",
        "tracking_link": "https://track.example/41872",
        "shipped_date": "November 16, 2026",
        "expected_date": "November 20, 2026",
        "seller_name": "Kéramos",
        "agent_name": "Inès Bernard",
        "agent_first_name": "Inès",
        "shop_name": "Shop",
        "conversation_number": str(conversation.pk),
    }


def test_days_and_amounts_are_said_in_the_readers_language(
    agent: Identity, conversation: Conversation
) -> None:
    french = values(agent, conversation, to="fr")
    russian = values(agent, conversation, to="ru")

    assert (french["expected_date"], french["order_total"]) == ("20 novembre 2026", "74,80\xa0€")
    assert russian["expected_date"] == "20 ноября 2026\u202fг."


def test_another_buyers_order_says_nothing_b6(agent: Identity, conversation: Conversation) -> None:
    stranger = order_of("somebody@else.example", "FR 50000")
    desk.link_order(by=SYSTEM, conversation_id=conversation.pk, order=stranger)

    known = values(agent, conversation)

    assert set(known) == {
        *("buyer_name", "buyer_first_name", "agent_name", "agent_first_name"),
        *("shop_name", "seller_name", "conversation_number"),
    }


def test_an_order_that_belongs_to_nobody_says_nothing_b6(
    agent: Identity, conversation: Conversation
) -> None:
    type(conversation.order).objects.update(buyer=None, identity=None)  # type: ignore[union-attr]

    assert "tracking_link" not in values(agent, conversation)


def test_a_seller_is_not_told_who_bought_b6(agent: Identity, conversation: Conversation) -> None:
    known = values(agent, conversation, Party.SELLER)

    assert "buyer_name" not in known
    assert "buyer_first_name" not in known
    assert known["order_number"] == "FR 41872"


def test_another_sellers_order_is_not_told_to_a_seller_b6(
    agent: Identity, conversation: Conversation
) -> None:
    conversation.seller = Seller.objects.create(external_id="S-2", name="Other", sort_name="other")
    conversation.save()

    known = values(agent, conversation, Party.SELLER)

    assert "order_number" not in known
    assert known["seller_name"] == "Other"


def test_words_filled_in_for_the_buyer_are_not_sent_to_the_seller_b6(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    Seller.objects.update(email="seller@keramos.example")
    text = pick(agent, conversation, make())
    before = Message.objects.count()

    with pytest.raises(FilledForOthers):
        send(agent, conversation, text, audience=Party.SELLER)

    assert Message.objects.count() == before


def test_a_buyer_who_calls_himself_a_placeholder_gets_nothing_b6_f2(
    agent: Identity, conversation: Conversation, make: Make
) -> None:
    Buyer.objects.update(name="{{tracking_link}} {{voucher}}")

    text = pick(agent, conversation, make("Hello {{buyer_name}}"))

    assert text == "Hello ((tracking_link)) ((voucher))"
    assert send(agent, conversation, text).text == text


def test_a_marketplace_that_forbids_links_gets_none(
    agent: Identity, conversation: Conversation, mailbox: Channel, make: Make
) -> None:
    template = make("It left.[[ Follow it: {{tracking_link}}]]")
    with_link = pick(agent, conversation, template)
    mailbox.profile = "mirakl"
    mailbox.save()
    forget_directory()

    without = pick(agent, conversation, template)

    assert with_link == "It left. Follow it: https://track.example/41872"
    assert without == "It left."


def test_why_a_value_is_missing_is_known(
    agent: Identity, conversation: Conversation, mailbox: Channel
) -> None:
    mailbox.profile = "amazon"
    mailbox.save()
    forget_directory()
    facts = facts_of(agent, find(agent.viewer, conversation.pk), Party.BUYER)

    found = values_in(facts, "en")

    assert found.lack("tracking_link") is Lack.FORBIDDEN
    assert found.lack("voucher") is Lack.FORBIDDEN
    assert found.lack("video_link") is Lack.FORBIDDEN
    assert found.lack("delivered_date") is Lack.UNKNOWN
    assert found.lack("?the amount") is Lack.BLANK


def test_every_value_has_a_name_in_the_list(agent: Identity, conversation: Conversation) -> None:
    assert set(values(agent, conversation)) <= set(NAMES)


@pytest.mark.parametrize(
    ("name", "first"),
    [("Camille Laurent", "Camille"), ("Laurent, Camille", "Camille"), ("Ana", "Ana"), ("", "")],
)
def test_a_first_name(name: str, first: str) -> None:
    assert first_name(name) == first


def test_a_promised_day_that_is_over_is_no_answer(
    agent: Identity, conversation: Conversation
) -> None:
    facts = facts_of(agent, find(agent.viewer, conversation.pk), Party.BUYER)

    with freeze(NOON.replace(month=12)):
        assert "expected_date" not in values_in(facts, "en").known
