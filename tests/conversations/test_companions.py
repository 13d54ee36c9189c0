"""Who reads a letter besides its party: To and Cc are kept (A15), and give no right to history (A3)."""

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.mail.compose import Letter
from comptoir.channels.models import Delivery
from comptoir.commerce import services as commerce
from comptoir.commerce.services import BuyerFacts, LineFacts, OrderFacts, SellerFacts
from comptoir.commerce.states import IdentityKind
from comptoir.conversations import services
from comptoir.conversations.errors import OnAnotherSide
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.composing import composer
from comptoir.conversations.queries.thread import find
from comptoir.conversations.shapes import Composer
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.kit.money import Money
from tests.conversations.conftest import Write

SELLER = "atelier@seller.example"
BOTH = Party.BUYER | Party.SELLER


@pytest.fixture
def conversation(write: Write) -> Conversation:
    """About an order of a seller who has an address; the buyer's partner reads along."""
    commerce.upsert_seller(
        by=SYSTEM, facts=SellerFacts(external_id="S-1", name="Atelier Kéramos", email=SELLER)
    )
    line = LineFacts(key="1", title="Vase", unit_price=Money(7480, "EUR"))
    commerce.upsert_order(
        by=SYSTEM,
        facts=OrderFacts(
            number="FR 41872",
            seller="S-1",
            placed_at=now(),
            total=Money(7480, "EUR"),
            buyer=BuyerFacts(
                identities=((IdentityKind.EMAIL, "camille@buyer.example"),), name="Camille"
            ),
            lines=(line,),
        ),
    )
    write("My order FR 41872 is broken.", Cc="partner@buyer.example")
    return Conversation.objects.get()


@pytest.fixture
def asked(conversation: Conversation, agent: Identity, write: Write) -> Conversation:
    """The seller was asked, and answered with his accountant in Cc."""
    send(agent, conversation, Party.SELLER, "Can you send another one?")
    letter = Delivery.objects.latest("pk")
    write(
        "We send another one.",
        sender=f"Atelier Kéramos <{SELLER}>",
        message_id="<s@seller.example>",
        In_Reply_To=f"<{letter.message_id}>",
        Cc="accounts@seller.example",
    )
    assert Message.objects.latest("pk").author_kind == "seller"
    return conversation


def send(
    agent: Identity,
    conversation: Conversation,
    audience: Party,
    text: str = "It left.",
    cc: tuple[str, ...] = (),
) -> None:
    services.reply(
        by=agent.actor,
        conversation_id=conversation.pk,
        text=text,
        audience=audience,
        recipients=services.Recipients(cc=cc),
    )


def offered(agent: Identity, conversation: Conversation) -> Composer:
    return composer(agent, find(agent.viewer, conversation.pk))


def readers() -> list[list[str]]:
    """Who gets the letters of the newest message, the buyer's first."""
    newest = Message.objects.latest("pk")
    found = Delivery.objects.filter(message_delivery__message=newest)
    return [each.recipients for each in found.order_by("message_delivery__party")]


def newest_letter() -> Letter:
    letter = services.letter_for(delivery=Delivery.objects.latest("pk"))
    assert letter is not None
    return letter


# --- What is offered ----------------------------------------------------------------------------


def test_a15_whom_the_buyer_copied_in_is_offered(
    conversation: Conversation, agent: Identity
) -> None:
    found = offered(agent, conversation)

    assert (found.cc, found.companions_of) == (("partner@buyer.example",), "buyer")


def test_a15_whom_the_seller_copied_in_is_offered(asked: Conversation, agent: Identity) -> None:
    found = offered(agent, asked)

    assert (found.cc, found.companions_of) == (("accounts@seller.example",), "seller")


def test_the_sellers_companions_are_not_offered_for_the_buyers_letter(
    asked: Conversation, agent: Identity
) -> None:
    services.save_draft(
        by=agent.actor, conversation_id=asked.pk, mode="reply", text="Hi", audience=Party.BUYER
    )

    found = offered(agent, asked)

    assert found.cc == ()
    assert found.companions == ("accounts@seller.example",)


def test_a_party_is_never_a_companion(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    """Whether the seller reads it, his chip says, also where the buyer wrote to both."""
    write("And?", message_id="<2@b.example>", In_Reply_To="<one@buyer.example>", Cc=SELLER)

    assert offered(agent, conversation).cc == ()


# --- Who gets which letter ----------------------------------------------------------------------


def test_a15_the_answer_to_the_seller_reaches_whom_he_copied_in(
    asked: Conversation, agent: Identity
) -> None:
    send(agent, asked, Party.SELLER, cc=offered(agent, asked).cc)

    assert readers() == [[SELLER, "accounts@seller.example"]]
    assert [each.address for each in newest_letter().cc] == ["accounts@seller.example"]


def test_everybody_stays_on_the_side_that_named_him(asked: Conversation, agent: Identity) -> None:
    send(agent, asked, BOTH, cc=("partner@buyer.example", "accounts@seller.example"))

    assert readers() == [
        ["camille@buyer.example", "partner@buyer.example"],
        [SELLER, "accounts@seller.example"],
    ]


def test_whom_an_agent_adds_reads_the_buyers_letter_where_there_is_one(
    asked: Conversation, agent: Identity
) -> None:
    send(agent, asked, BOTH, cc=("carrier@parcels.example",))

    assert readers() == [["camille@buyer.example", "carrier@parcels.example"], [SELLER]]


def test_whom_an_agent_adds_reads_the_sellers_letter_where_the_buyer_gets_none(
    asked: Conversation, agent: Identity
) -> None:
    send(agent, asked, Party.SELLER, cc=("carrier@parcels.example",))

    assert readers() == [[SELLER, "carrier@parcels.example"]]


@pytest.mark.parametrize(
    ("audience", "address"),
    [
        (Party.BUYER, "accounts@seller.example"),
        (Party.BUYER, "Accounts@SELLER.example"),
        (Party.BUYER, SELLER),
        (Party.SELLER, "partner@buyer.example"),
        (Party.SELLER, "camille@buyer.example"),
    ],
)
def test_d1_nobody_is_copied_in_to_what_his_side_does_not_read(
    asked: Conversation, agent: Identity, audience: Party, address: str
) -> None:
    messages, deliveries = Message.objects.count(), Delivery.objects.count()

    with pytest.raises(OnAnotherSide):
        send(agent, asked, audience, cc=(address,))

    assert (Message.objects.count(), Delivery.objects.count()) == (messages, deliveries)


def test_the_refusal_stands_in_the_composer_with_every_word(
    asked: Conversation, agent: Identity, client: Client
) -> None:
    client.force_login(agent.member)
    form = {
        "mode": "reply",
        "text": "My careful words",
        "audience": "1",
        "cc": "accounts@seller.example",
    }

    page = client.post(f"/c/{asked.pk}/send/", form).content.decode()

    assert "“accounts@seller.example” is on the seller&#x27;s side." in page
    assert "My careful words" in page


# --- No right to history ------------------------------------------------------------------------


def test_a3_who_joins_by_cc_reads_the_answer_and_nothing_before(
    conversation: Conversation, agent: Identity
) -> None:
    send(agent, conversation, Party.BUYER, cc=("stranger@elsewhere.example",))

    assert "It left." in newest_letter().text
    assert "is broken" not in newest_letter().text


def test_who_got_the_mail_himself_reads_it_quoted(
    conversation: Conversation, agent: Identity
) -> None:
    send(agent, conversation, Party.BUYER, cc=("partner@buyer.example",))

    assert "> My order FR 41872 is broken." in newest_letter().text


def test_a3_a_strangers_answer_is_shown_to_nobody_outside(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    send(agent, conversation, Party.BUYER, cc=("stranger@elsewhere.example",))
    letter = Delivery.objects.latest("pk")

    write(
        "And what about me?",
        sender="stranger@elsewhere.example",
        message_id="<x@elsewhere.example>",
        In_Reply_To=f"<{letter.message_id}>",
        Cc="spy@evil.example",
    )

    last = Message.objects.latest("pk")
    assert (last.conversation_id, last.audience) == (conversation.pk, Party.OPERATOR)
    assert "spy@evil.example" not in offered(agent, conversation).cc
