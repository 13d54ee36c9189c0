"""The workspace's pages: they render without queries, and their number does not grow."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.conversations.models import Conversation
from tests.conversations.conftest import Write


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


def queries_of(client: Client, address: str) -> int:
    """Asked twice: what is kept for some seconds may have grown old meanwhile."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def test_the_inbox_shows_who_waits(desk: Client, write: Write) -> None:
    write()

    page = desk.get("/").content.decode()

    assert "Camille Laurent" in page
    assert "Where is my parcel?" in page


def test_the_number_of_queries_of_the_inbox_does_not_depend_on_its_rows(
    desk: Client, write: Write
) -> None:
    write()
    with_one = queries_of(desk, "/")

    for at in range(49):
        write(message_id=f"<{at}@buyer.example>", sender=f"b{at}@buyer.example")

    assert queries_of(desk, "/") == with_one


def test_the_number_of_queries_of_a_conversation_does_not_depend_on_its_messages(
    desk: Client, write: Write
) -> None:
    write()
    number = Conversation.objects.get().pk
    address = f"/inbox/waiting/{number}/"
    with_one = queries_of(desk, address)

    for at in range(29):
        write(
            f"And another thing, the {at}th",
            message_id=f"<{at}@buyer.example>",
            In_Reply_To="<one@buyer.example>",
        )

    assert Conversation.objects.count() == 1
    assert queries_of(desk, address) == with_one


def test_a_stranger_is_sent_to_the_sign_in_page(client: Client, db: None) -> None:
    response = client.get("/")

    assert response.status_code == 302
    assert "/account/" in response["Location"]
