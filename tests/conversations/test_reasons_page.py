"""The contact reasons as a page: what is promised, how often they come, who chose them."""

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.reasons import reason_lines
from tests.conversations.conftest import Write, make_member


@pytest.fixture
def told(write: Write, agent: Identity) -> None:
    """Two whose reason was proposed; of one a person knew better."""
    write("Where is my parcel?", subject="A", message_id="<a@buyer.example>")
    write("Where is my order?", sender="N <n@b.example>", subject="B", message_id="<b@b.example>")
    Conversation.objects.update(reason="order_status", reason_source="proposed")
    number = Conversation.objects.earliest("pk").pk
    services.set_reason(by=agent.actor, conversation_id=number, reason="not_received")


def test_each_reason_says_its_promise_its_number_and_who_chose_it(told: None) -> None:
    lines = {line.key: line for line in reason_lines(of_sellers=False)}

    assert (lines["order_status"].conversations, lines["order_status"].chosen) == (1, 0)
    assert (lines["not_received"].conversations, lines["not_received"].chosen) == (1, 100)
    assert (lines["not_received"].promise, lines["counterfeit"].chosen) == ("2 h", None)


def test_buyers_and_sellers_reasons_stand_apart(told: None) -> None:
    keys = [line.key for line in reason_lines(of_sellers=True)]

    assert "seller_payout" in keys
    assert all(key.startswith("seller_") for key in keys)


def test_an_administrator_reads_the_page(client: Client, told: None) -> None:
    client.force_login(make_member("ada@shop.example", "Ada", "administrator").member)

    page = client.get("/reasons/").content.decode()

    assert "Where is my order" in page
    assert "?q=reason:order_status" in page
