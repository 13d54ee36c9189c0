"""The buyer beside a conversation: his note, and who is the same person."""

import pytest
from django.test import Client

from comptoir.commerce.models import Buyer, BuyerIdentity
from comptoir.conversations.models import Conversation
from tests.conversations.conftest import Write, make_member


@pytest.fixture
def lead(client: Client, db: None) -> Client:
    client.force_login(make_member("lead@shop.example", "Lea Lead", "lead").member)
    return client


@pytest.fixture
def number(write: Write) -> int:
    write()
    write(sender="Camille L. <cl@work.example>", message_id="<w@work.example>")
    first = Conversation.objects.order_by("pk").first()
    assert first is not None
    return first.pk


def test_a_note_is_written_once_for_its_version(lead: Client, number: int) -> None:
    saved = lead.post(f"/c/{number}/buyer-note/", {"note": "Calls after five", "version": "0"})
    stale = lead.post(f"/c/{number}/buyer-note/", {"note": "Something else", "version": "0"})

    assert "Calls after five" in saved.content.decode()
    assert stale.status_code == 409
    assert Buyer.objects.order_by("pk").first().note == "Calls after five"  # type: ignore[union-attr]


def test_two_addresses_become_one_person_and_two_again(lead: Client, number: int) -> None:
    hits = lead.get(f"/c/{number}/same-person/?q=work.example").content.decode()
    other = Buyer.objects.get(name="Camille L.")

    merged = lead.post(f"/c/{number}/merge-buyer/", {"buyer": str(other.pk)}).content.decode()
    identity = BuyerIdentity.objects.get(value="cl@work.example")
    apart = lead.post(f"/c/{number}/separate/", {"identity": str(identity.pk)}).content.decode()

    assert "Camille L." in hits
    assert "cl@work.example" in merged
    assert "cl@work.example" not in apart


def test_an_agent_does_not_merge_people(client: Client, number: int) -> None:
    client.force_login(make_member("a@shop.example", "Ann Agent", "agent").member)
    other = Buyer.objects.get(name="Camille L.")

    response = client.post(f"/c/{number}/merge-buyer/", {"buyer": str(other.pk)})

    assert response.status_code == 403
    assert Buyer.objects.filter(merged_into=None).count() == 2
