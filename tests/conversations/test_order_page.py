"""An order's own page: what was bought, where it is, who talked about it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import MemberGrant
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.kit.actor import SYSTEM
from tests.automation.conftest import conversation, order_of
from tests.conversations.conftest import Write

__all__ = ["conversation"]


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


def talk_about(order_id: int, write: Write, number: int) -> Conversation:
    write(f"Question {number}", subject=f"Question {number}", message_id=f"<q{number}@b.example>")
    talk = Conversation.objects.latest("pk")
    order = order_of("camille@buyer.example")
    assert order.pk == order_id
    services.link_order(by=SYSTEM, conversation_id=talk.pk, order=order)
    return talk


def test_an_order_shows_its_parcel_and_what_was_talked_about_it(
    desk: Client, conversation: Conversation
) -> None:
    page = desk.get(f"/orders/{conversation.order_id}/").content.decode()

    assert "Order FR 41872" in page
    assert "Colissimo 6A-41872" in page
    assert f"/inbox/all/{conversation.pk}/" in page


def test_a_long_list_costs_no_more_queries_than_a_short_one(
    desk: Client, conversation: Conversation, write: Write
) -> None:
    address = f"/orders/{conversation.order_id}/"
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    for number in range(15):
        talk_about(conversation.order_id, write, number)

    with CaptureQueriesContext(connection) as many:
        page = desk.get(address).content.decode()

    assert page.count('class="mini" href="/inbox/all/') == 16
    assert len(many) == len(few)


def test_d2_an_order_of_another_sellers_scope_is_not_there(
    desk: Client, agent: Identity, conversation: Conversation
) -> None:
    MemberGrant.objects.filter(member=agent.member).update(scope="seller", scope_id=0)

    answer = desk.get(f"/orders/{conversation.order_id}/")

    assert answer.status_code == 404
    assert "FR 41872" not in answer.content.decode()
