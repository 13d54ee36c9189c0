"""The buyer's letter goes to another address than his own: to nobody of the other side, without history."""

import pytest
from django.test import Client
from django.urls import reverse

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Delivery
from comptoir.commerce import services as commerce
from comptoir.commerce.services import SellerFacts
from comptoir.conversations import services
from comptoir.conversations.errors import OnAnotherSide
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.composing import composer
from comptoir.conversations.queries.thread import find
from comptoir.kit.actor import SYSTEM
from tests.conversations.conftest import Write

SELLER = "atelier@seller.example"
OTHER = "camille@new.example"


@pytest.fixture
def conversation(write: Write) -> Conversation:
    write("My parcel is broken.")
    return Conversation.objects.get()


def send(agent: Identity, conversation: Conversation, to: str) -> Message:
    return services.reply(
        by=agent.actor,
        conversation_id=conversation.pk,
        text="A new one left.",
        audience=Party.BUYER,
        recipients=services.Recipients(to=(to,)),
    )


def letter_text() -> str:
    letter = services.letter_for(delivery=Delivery.objects.latest("pk"))
    assert letter is not None
    return letter.text


def test_it_goes_there_and_quotes_nothing_that_was_not_sent_there(
    conversation: Conversation, agent: Identity
) -> None:
    """A3."""
    send(agent, conversation, OTHER)
    elsewhere = (Delivery.objects.latest("pk").recipients, letter_text())

    send(agent, conversation, "camille@buyer.example")

    assert elsewhere[0] == [OTHER]
    assert "My parcel is broken." not in elsewhere[1]
    assert "My parcel is broken." in letter_text()


def test_the_buyers_letter_never_goes_to_the_sellers_side(
    conversation: Conversation, agent: Identity
) -> None:
    """B3."""
    facts = SellerFacts(external_id="S-1", name="Atelier", email=SELLER)
    seller = commerce.upsert_seller(by=SYSTEM, facts=facts)
    Conversation.objects.update(seller=seller)

    with pytest.raises(OnAnotherSide, match="can't go there"):
        send(agent, conversation, SELLER)

    assert not Message.objects.filter(author_kind="agent").exists()
    assert not Delivery.objects.filter(kind="reply").exists()


def test_what_was_typed_stays_in_the_draft_and_comes_back_with_undo(
    conversation: Conversation, agent: Identity, client: Client
) -> None:
    client.force_login(agent.member)
    client.post(
        reverse("conversations:save_draft", args=[conversation.pk]),
        {"mode": "reply", "text": "Hi", "audience": "1", "to": OTHER},
    )
    page = client.get(reverse("conversations:composer", args=[conversation.pk, "reply"]))
    kept = composer(agent, find(agent.viewer, conversation.pk)).instead

    message = send(agent, conversation, OTHER)
    services.withdraw(by=agent.actor, message_id=message.pk)

    again = composer(agent, find(agent.viewer, conversation.pk))
    assert f'name="to" value="{OTHER}"' in page.content.decode()
    assert kept == (OTHER,)
    assert (again.to, again.instead) == (("camille@buyer.example",), (OTHER,))


def test_what_is_no_address_is_refused_and_the_words_stay(
    conversation: Conversation, agent: Identity, client: Client
) -> None:
    """B2."""
    client.force_login(agent.member)

    page = client.post(
        reverse("conversations:send", args=[conversation.pk]),
        {"mode": "reply", "text": "Hi there", "audience": "1", "to": "camille at home"},
        headers={"HX-Request": "true"},
    )

    assert "is not an e-mail address" in page.content.decode()
    assert "Hi there" in page.content.decode()
    assert not Message.objects.filter(author_kind="agent").exists()
