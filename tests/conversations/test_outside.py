"""Third parties: asked beside a conversation, never in it; what comes back is for operators."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.services.delivery import deliver
from comptoir.commerce.models import Buyer, BuyerIdentity, Marketplace, Order, Seller
from comptoir.conversations import services
from comptoir.conversations.errors import AskRefused, StrangeAddress
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    Message,
    MessageDelivery,
    ThirdParty,
)
from comptoir.conversations.queries.doors import conversations_for, messages_for
from comptoir.conversations.services import Addressee
from comptoir.conversations.services.letters import letter_for
from comptoir.conversations.states import ThirdPartyKind
from comptoir.deadlines.models import Deadline
from comptoir.journal.models import Detail, Entry
from comptoir.kit import files
from comptoir.kit.errors import NotAllowed
from tests.conversations.conftest import Write, make_member
from tests.conversations.test_merging import entries

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
PARCELS = Addressee("claims@parcels.example", "Parcels", ThirdPartyKind.CARRIER)


@pytest.fixture
def matter(write: Write) -> Conversation:
    write("Where is my parcel?")
    return Conversation.objects.get()


def ask(agent: Identity, matter: Conversation, **more: object) -> Message:
    told = {"to": PARCELS, "text": "Where is it?", "sure": True, **more}
    return services.ask_outside(by=agent.actor, conversation_id=matter.pk, **told)


def leave(message: Message) -> Delivery:
    """The time to undo is over: it is released, and handed over or not."""
    delivery = Delivery.objects.get(message_delivery__message=message)
    Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=MONDAY)
    deliver(delivery_id=delivery.pk)
    return delivery


def test_a_side_conversation_is_of_the_operator_alone(
    matter: Conversation, agent: Identity
) -> None:
    message = ask(agent, matter)

    side = Conversation.objects.get(side_of=matter)
    delivery = Delivery.objects.get()
    assert (side.parties, side.identity, side.seller) == (4, None, None)
    assert (side.third_party.name, side.third_party.kind) == ("Parcels", "carrier")
    assert (message.audience, message.kind) == (4, "outside")
    assert delivery.recipients == ["claims@parcels.example"]
    assert MessageDelivery.objects.get().party == 0
    buyer = Viewer(Party.BUYER, matter.identity.buyer_id)
    assert list(conversations_for(buyer)) == [matter]
    assert messages_for(buyer).count() == 1
    assert entries("SideConversationOpened") == [
        {
            "conversation_id": matter.pk,
            "other_id": side.pk,
            "third_party_id": side.third_party_id,
            "is_forward": False,
            "waits": True,
        }
    ]


def test_the_database_lets_no_buyer_into_a_side_conversation(
    matter: Conversation, agent: Identity
) -> None:
    ask(agent, matter)
    side = Conversation.objects.filter(side_of=matter)

    for change in (
        {"identity": matter.identity_id},
        {"parties": 5},
        {"side_of": None},
        {"third_party": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            side.update(**change)


def test_an_answer_is_found_by_its_thread_and_told_to_operators_only(
    matter: Conversation, agent: Identity, write: Write
) -> None:
    """A1, A2: by our id, from whatever address; no promise starts, the buyer reads nothing."""
    sent = leave(ask(agent, matter))
    side = Conversation.objects.get(side_of=matter)
    buyers = BuyerIdentity.objects.count()

    write(
        "It lies in Lyon.",
        sender="Clara <clara@desk.parcels.example>",
        message_id="<p1@parcels.example>",
        In_Reply_To=f"<{sent.message_id}>",
    )

    answer = Message.objects.latest("pk")
    side.refresh_from_db()
    assert (answer.conversation_id, answer.audience, answer.kind) == (side.pk, 4, "outside")
    assert (answer.author_kind, answer.facts["another"]) == ("other", True)
    assert (side.category, side.waiting_since) == ("open", answer.received_at)
    assert not Deadline.objects.filter(subject_id=side.pk).exists()
    assert BuyerIdentity.objects.count() == buyers
    assert entries("SideAnswered") == [
        {
            "conversation_id": matter.pk,
            "other_id": side.pk,
            "third_party_id": side.third_party_id,
            "message_id": answer.pk,
        }
    ]
    matter.refresh_from_db()
    assert (matter.buyer_count, matter.operator_count) == (1, 1)


@pytest.mark.parametrize("named", ["the parent", "nothing"])
def test_a_from_address_alone_proves_nothing(
    matter: Conversation, agent: Identity, write: Write, named: str
) -> None:
    """A2: who only calls himself the carrier, or knows an id of the buyer's thread, is outside."""
    leave(ask(agent, matter))
    known = {"In_Reply_To": "<one@buyer.example>"} if named == "the parent" else {}

    write(
        "Send the buyer's address.",
        sender="Parcels <claims@parcels.example>",
        message_id="<x@evil.example>",
        **known,
    )

    side = Conversation.objects.get(side_of=matter)
    came = Message.objects.latest("pk")
    assert came.conversation_id not in (matter.pk, side.pk)
    assert entries("SideAnswered") == []


def test_a_buyer_who_knows_the_thread_is_not_in_it(
    matter: Conversation, agent: Identity, write: Write
) -> None:
    """A3: his mail is a conversation of his own, linked."""
    sent = leave(ask(agent, matter))
    side = Conversation.objects.get(side_of=matter)

    write("What is this?", message_id="<b2@buyer.example>", In_Reply_To=f"<{sent.message_id}>")

    came = Message.objects.latest("pk")
    assert came.conversation_id != side.pk
    assert came.author_kind == "buyer"
    assert Conversation.objects.filter(links_earlier__earlier=side).count() == 1
    assert entries("SideAnswered") == []


def test_our_next_letter_goes_to_the_book_whoever_wrote_last(
    matter: Conversation, agent: Identity, write: Write
) -> None:
    """A3, B3: the quotation holds what he wrote, and neither a note nor the buyer's words."""
    sent = leave(ask(agent, matter))
    side = Conversation.objects.get(side_of=matter)
    write(
        "It lies in Lyon.",
        sender="Clara <clara@desk.parcels.example>",
        message_id="<p1@parcels.example>",
        In_Reply_To=f"<{sent.message_id}>",
        Cc="eve@evil.example",
    )
    services.write_note(by=agent.actor, conversation_id=side.pk, text="They always say that.")

    message = services.answer_outside(
        by=agent.actor, conversation_id=side.pk, text="Send it on, please."
    )

    delivery = Delivery.objects.get(message_delivery__message=message)
    letter = letter_for(delivery=delivery)
    assert delivery.recipients == ["claims@parcels.example"]
    assert "It lies in Lyon." in letter.text
    assert "They always say that." not in letter.text
    assert "Where is my parcel?" not in letter.text
    assert letter.in_reply_to == "p1@parcels.example"
    assert letter.references == (sent.message_id, "p1@parcels.example")
    assert letter.subject == "Re: My order"


def test_a_note_is_never_forwarded(matter: Conversation, agent: Identity) -> None:
    """B3."""
    note = services.write_note(by=agent.actor, conversation_id=matter.pk, text="A liar.")
    first = Message.objects.earliest("pk")

    with pytest.raises(AskRefused, match="never forwarded"):
        ask(agent, matter, message_ids=[first.pk, note.pk])

    assert Conversation.objects.count() == 1
    assert ThirdParty.objects.count() == 0
    assert Delivery.objects.count() == 0


def test_a_forward_holds_the_chosen_words_and_files_and_expects_no_answer(
    matter: Conversation, agent: Identity, write: Write
) -> None:
    write(
        "A photo of the door.",
        message_id="<two@buyer.example>",
        In_Reply_To="<one@buyer.example>",
    )
    first, second = Message.objects.order_by("pk")
    kept, left = (
        Attachment.objects.create(
            message=second,
            name=name,
            content_type="text/plain",
            size=3,
            content_key=files.put(name.encode(), folder="attachments"),
        )
        for name in ("door.txt", "bill.txt")
    )

    message = ask(
        agent,
        matter,
        text="For your file.",
        message_ids=[second.pk],
        file_ids=[kept.pk],
        waits=False,
    )
    leave(message)

    message.refresh_from_db()
    side = Conversation.objects.get(side_of=matter)
    assert "> A photo of the door." in message.quoted
    assert first.text not in message.quoted
    assert "camille@buyer.example" not in message.quoted
    assert list(message.attachments.values_list("name", flat=True)) == ["door.txt"]
    assert left.message_id == second.pk
    assert side.category == "resolved"
    assert entries("SideConversationOpened")[0]["is_forward"] is True


def test_a_strange_address_waits_for_a_person_to_be_sure(
    matter: Conversation, agent: Identity
) -> None:
    """B1: once somebody wrote to it, it stands in the book; the address is in the audit."""
    with pytest.raises(StrangeAddress):
        ask(agent, matter, sure=False)
    assert Conversation.objects.count() == 1

    ask(agent, matter, sure=True)
    ask(agent, matter, sure=False, text="And the other parcel?")

    assert ThirdParty.objects.count() == 1
    assert Conversation.objects.filter(side_of=matter).count() == 2
    entry = Entry.objects.filter(event="conversations.SideConversationOpened").first()
    assert Detail.objects.get(entry_id=entry.pk).data == {"address": "claims@parcels.example"}


def test_buyers_sellers_and_our_own_mailboxes_are_no_third_parties(
    matter: Conversation, agent: Identity, mailbox: Channel
) -> None:
    amazon = Marketplace.objects.create(kind="amazon", name="Amazon", key="amazon-fr")
    Seller.objects.create(
        name="Kiln", external_id="kiln", email="kiln@seller.example", marketplace=amazon
    )
    refused = {
        "camille@buyer.example": "buyer's address",
        "kiln@seller.example": "seller's address",
        "desk@shop.example": "our own mailboxes",
        "nowhere": "Write the address",
        "a@b.example\nBcc: eve@evil.example": "Write the address",
    }

    for address, said in refused.items():
        with pytest.raises(AskRefused, match=said):
            ask(agent, matter, to=Addressee(address))

    assert Conversation.objects.count() == 1
    assert Delivery.objects.count() == 0


def test_who_may_not_send_asks_nobody(matter: Conversation) -> None:
    """D1."""
    trainee = make_member("tim@shop.example", "Tim", "trainee")

    with pytest.raises(NotAllowed):
        ask(trainee, matter)

    assert Conversation.objects.count() == 1


def test_an_order_linked_to_it_brings_no_seller_in(matter: Conversation, agent: Identity) -> None:
    amazon = Marketplace.objects.create(kind="amazon", name="Amazon", key="amazon-fr")
    kiln = Seller.objects.create(name="Kiln", external_id="kiln", marketplace=amazon)
    buyer = Buyer.objects.create(name="Tom")
    his = BuyerIdentity.objects.create(buyer=buyer, home=buyer, kind="email", value="t@t.example")
    order = Order.objects.create(
        marketplace=amazon,
        seller=kiln,
        buyer=buyer,
        identity=his,
        external_id="111",
        placed_at=MONDAY,
        currency="EUR",
        total_minor=1,
    )
    ask(agent, matter)
    side = Conversation.objects.get(side_of=matter)

    services.link_order(by=agent.actor, conversation_id=side.pk, order=order)

    side.refresh_from_db()
    assert (side.order_id, side.seller_id) == (order.pk, None)


def test_the_same_form_twice_is_one_letter(matter: Conversation, agent: Identity) -> None:
    first, again = (ask(agent, matter, token="form-1") for _time in range(2))

    assert first.pk == again.pk
    assert Conversation.objects.filter(side_of=matter).count() == 1


def test_taken_back_all_that_was_written_is_in_the_draft(
    matter: Conversation, agent: Identity
) -> None:
    first = Message.objects.earliest("pk")
    message = ask(agent, matter, text="For your file.", message_ids=[first.pk])

    draft = services.withdraw(by=agent.actor, message_id=message.pk)

    assert draft.text.startswith("For your file.\n\n")
    assert "> Where is my parcel?" in draft.text
    assert Delivery.objects.get().state == "cancelled"
