"""Writing first about an order: to whom, by which mailbox, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.errors import ForbiddenContent
from comptoir.channels.models import Channel, Delivery
from comptoir.commerce.models import Buyer, BuyerIdentity, Marketplace, Order, Seller
from comptoir.conversations import services
from comptoir.conversations.errors import (
    NobodyToWriteTo,
    TooLateToWriteFirst,
    WantsAnswersOnly,
)
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.policies.writing_first import Name, is_too_late, name_for
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from comptoir.shipping.models import Parcel
from tests.conversations.conftest import make_member

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MAIL, RELAY, MEMBER = Name(1, "email"), Name(2, "relay"), Name(3, "marketplace")


@pytest.mark.parametrize(
    ("ordered_by", "own_shop", "found"),
    [
        (RELAY, False, RELAY),
        (MAIL, True, MAIL),
        (MEMBER, False, None),
        (MEMBER, True, MAIL),
        (None, True, MAIL),
        (None, False, None),
    ],
)
def test_on_a_marketplace_no_address_from_elsewhere_is_used(
    ordered_by: Name | None, own_shop: bool, found: Name | None
) -> None:
    assert name_for(ordered_by, [MAIL, RELAY, MEMBER], own_shop=own_shop) == found


@pytest.fixture
def order(mailbox: Channel) -> Order:
    """Bought on Amazon, through a relay address; Amazon's mailbox is connected."""
    amazon = Marketplace.objects.create(kind="amazon", name="Amazon", key="amazon-fr")
    Channel.objects.create(
        key="amazon",
        name="Amazon.fr",
        profile="amazon",
        address="seller@shop.example",
        marketplace=amazon,
    )
    buyer = Buyer.objects.create(name="Camille Laurent", language="fr")
    identity = BuyerIdentity.objects.create(
        buyer=buyer,
        home=buyer,
        kind="relay",
        value="x1@marketplace.amazon.fr",
        display="x1@marketplace.amazon.fr",
    )
    seller = Seller.objects.create(
        name="Kiln", external_id="kiln", email="kiln@seller.example", marketplace=amazon
    )
    return Order.objects.create(
        external_id="403-1234567-1234567",
        number_key="40312345671234567",
        marketplace=amazon,
        seller=seller,
        buyer=buyer,
        identity=identity,
        placed_at=datetime(2026, 11, 1, tzinfo=UTC),
        currency="EUR",
        total_minor=4_990,
    )


def write(identity: Identity, order: Order, to: Party, text: str, token: str = "") -> Message:
    return services.write_first(
        by=identity.actor, viewer=identity.viewer, order_id=order.pk, to=to, text=text, token=token
    )


def test_the_buyer_is_reached_by_the_mailbox_of_the_orders_marketplace(
    order: Order, agent: Identity
) -> None:
    message = write(agent, order, Party.BUYER, "Your parcel is two days late, we are sorry.")

    conversation, delivery = message.conversation, Delivery.objects.get()
    assert (delivery.channel.key, delivery.recipients) == ("amazon", ["x1@marketplace.amazon.fr"])
    assert (conversation.order_id, conversation.identity_id) == (order.pk, order.identity_id)
    assert conversation.parties == Party.OPERATOR | Party.BUYER
    assert message.audience == Party.OPERATOR | Party.BUYER
    assert conversation.waiting_since is None


def test_the_first_letter_answers_nothing(order: Order, agent: Identity) -> None:
    write(agent, order, Party.BUYER, "Your parcel is late.")

    letter = services.letter_for(delivery=Delivery.objects.select_related("channel").get())

    assert letter is not None
    assert (letter.subject, letter.in_reply_to) == ("Order 403-1234567-1234567", "")


def test_the_seller_reads_what_is_written_to_him_and_the_buyer_does_not(
    order: Order, agent: Identity
) -> None:
    message = write(agent, order, Party.SELLER, "When did you hand it over?")

    assert Delivery.objects.get().recipients == ["kiln@seller.example"]
    assert message.audience == Party.OPERATOR | Party.SELLER
    assert message.conversation.identity_id is None


def test_the_same_form_twice_is_one_conversation(order: Order, agent: Identity) -> None:
    first = write(agent, order, Party.BUYER, "We are sorry.", "token")
    second = write(agent, order, Party.BUYER, "We are sorry.", "token")

    assert first.pk == second.pk
    assert Conversation.objects.count() == 1


def test_what_the_marketplace_forbids_is_refused_and_nothing_begins(
    order: Order, agent: Identity
) -> None:
    """B6."""
    with pytest.raises(ForbiddenContent):
        write(agent, order, Party.BUYER, "Buy at https://shop.example/ directly instead.")

    assert (Conversation.objects.count(), Delivery.objects.count()) == (0, 0)


def test_without_an_address_or_a_mailbox_nothing_begins(order: Order, agent: Identity) -> None:
    Channel.objects.filter(key="amazon").update(is_active=False)

    with pytest.raises(NobodyToWriteTo, match="No mailbox for Amazon"):
        write(agent, order, Party.BUYER, "Hello.")

    assert Conversation.objects.count() == 0


def test_who_may_not_send_replies_may_not_write_first(order: Order) -> None:
    """D1."""
    reader = make_member("rita@shop.example", "Rita", "analyst")

    with pytest.raises(NotAllowed):
        write(reader, order, Party.BUYER, "Hello.")

    assert Conversation.objects.count() == 0


def test_the_form_says_who_is_reached_and_sends(
    order: Order, agent: Identity, client: Client
) -> None:
    client.force_login(agent.member)
    address = f"/orders/{order.pk}/write/"

    form = client.get(address).content.decode()
    sent = client.post(address, {"to": "buyer", "text": "We are sorry.", "token": "t"})

    assert "x1@marketplace.amazon.fr" in form
    assert "It leaves by Amazon.fr" in form
    number = Conversation.objects.get().pk
    assert f"/inbox/all/{number}/" in sent.headers["HX-Location"]
    again = client.get(address).content.decode()
    assert "A conversation about this order goes on already." in again


def test_an_empty_text_is_refused_in_the_form(
    order: Order, agent: Identity, client: Client
) -> None:
    client.force_login(agent.member)

    refused = client.post(f"/orders/{order.pk}/write/", {"to": "buyer", "text": " "})

    assert refused.headers["HX-Retarget"] == "#act"
    assert "Write something before you send it." in refused.content.decode()
    assert Conversation.objects.count() == 0


@pytest.mark.parametrize(
    ("days_ago", "within", "late"),
    [(29, 30, False), (31, 30, True), (400, 0, False), (None, 30, False)],
)
def test_a_marketplaces_days_after_the_delivery_end(
    days_ago: int | None, within: int, late: bool
) -> None:
    delivered = None if days_ago is None else NOW - timedelta(days=days_ago)

    assert is_too_late(delivered, NOW, within_days=within) is late


def test_thirty_days_after_the_delivery_amazon_lets_nobody_write_first(
    agent: Identity, order: Order
) -> None:
    """B6."""
    Parcel.objects.create(order=order, external_id="p1", delivered_at=NOW - timedelta(days=31))

    with freeze(NOW), pytest.raises(TooLateToWriteFirst, match="until 30 days after the delivery"):
        write(agent, order, Party.BUYER, "We are sorry.")

    assert Conversation.objects.count() == 0
    assert Entry.objects.filter(event="conversations.ConversationBegun").count() == 0


def test_who_wants_answers_only_is_not_written_to_first(agent: Identity, order: Order) -> None:
    assert order.buyer_id is not None
    services.want_answers_only(by=agent.actor, buyer_id=order.buyer_id, is_so=True)
    services.want_answers_only(by=agent.actor, buyer_id=order.buyer_id, is_so=True)

    with pytest.raises(WantsAnswersOnly, match="answers only"):
        write(agent, order, Party.BUYER, "We are sorry.")

    assert Conversation.objects.count() == 0
    services.want_answers_only(by=agent.actor, buyer_id=order.buyer_id, is_so=False)
    write(agent, order, Party.BUYER, "We are sorry.")
    assert Entry.objects.filter(event="conversations.BuyerOptedOut").count() == 2
