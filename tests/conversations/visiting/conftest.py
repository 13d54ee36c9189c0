"""A buyer and a seller at their doors, and the matter between them."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Visit
from comptoir.accounts.parties import Party
from comptoir.accounts.visitors import DOORS
from comptoir.channels.models import Channel
from comptoir.commerce import services as commerce
from comptoir.commerce.models import Order
from comptoir.commerce.services import BuyerFacts, LineFacts, OrderFacts, SellerFacts
from comptoir.commerce.states import IdentityKind
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.kit.money import Money
from comptoir.kit.text import digest
from comptoir.shipping import services as shipping
from comptoir.shipping.services import ParcelFacts, Report

CAMILLE = "camille@buyer.example"
KERAMOS = "hello@keramos.example"
NOTE = "between us: the third breakage this month"
QUESTION = "Did you pack it with paper?"


@pytest.fixture(autouse=True)
def _no_counts_of_another_test(db: None) -> Iterator[None]:
    cache.clear()
    yield


def let_in(address: str, party: Party) -> Client:
    """A browser in which somebody has come in; the way in has tests of its own."""
    client, door, key = Client(), DOORS[party], uuid4().hex
    Visit.objects.create(
        party=party,
        address=address,
        key_digest=digest(key),
        created_at=now(),
        expires_at=now() + timedelta(days=1),
    )
    client.cookies[door.cookie] = key
    return client


@pytest.fixture
def order(mailbox: Channel) -> Order:
    """Camille bought a vase from the workshop; it is on its way."""
    commerce.upsert_marketplace(by=SYSTEM, key="shop", name="Tiliane")
    commerce.upsert_seller(
        by=SYSTEM,
        facts=SellerFacts(
            external_id="keramos", marketplace="shop", name="Atelier Kéramos", email=KERAMOS
        ),
    )
    placed = commerce.upsert_order(
        by=SYSTEM,
        facts=OrderFacts(
            number="FR-4711",
            placed_at=now() - timedelta(days=5),
            total=Money.of("49.00", "EUR"),
            marketplace="shop",
            seller="keramos",
            buyer=BuyerFacts(identities=((IdentityKind.EMAIL, CAMILLE),), name="Camille Laurent"),
            lines=(
                LineFacts(
                    key="1", title="Blue vase", quantity=1, unit_price=Money.of("49.00", "EUR")
                ),
            ),
        ),
    )
    shipping.store_parcels(
        by=SYSTEM,
        facts=[
            ParcelFacts(
                order_number="FR-4711",
                marketplace="shop",
                carrier="Colissimo",
                tracking_number="6A0001",
                state="in_transit",
                expected_on=(now() + timedelta(days=2)).date(),
                events=(Report(at=now(), status="in_transit", place="Lyon", description="Sorted"),),
            )
        ],
    )
    return placed


@pytest.fixture
def buyer(order: Order) -> Client:
    return let_in(CAMILLE, Party.BUYER)


@pytest.fixture
def seller(order: Order) -> Client:
    return let_in(KERAMOS, Party.SELLER)


def write_new(client: Client, text: str = "Where is my vase?", **more: object) -> Conversation:
    response = client.post("/space/write/", {"text": text, "token": uuid4().hex, **more})
    assert response.status_code == 302, response.content.decode()[-2000:]
    return Conversation.objects.latest("pk")


def page_of(client: Client, conversation: Conversation, door: str = "space") -> str:
    response = client.get(f"/{door}/c/{conversation.public_id}/")
    assert response.status_code == 200
    return response.content.decode()


def answer(agent: Identity, conversation: Conversation, text: str, audience: Party) -> Message:
    """An agent answers, and the time to undo is over."""
    message = services.reply(
        by=agent.actor, conversation_id=conversation.pk, text=text, audience=audience
    )
    with transaction.atomic():
        for link in message.deliveries.all():
            services.release(by=SYSTEM, delivery=link.delivery)
    return message


@pytest.fixture
def matter(buyer: Client, agent: Identity, order: Order) -> Conversation:
    """A buyer's question, an answer to him, a note, and a question to the seller."""
    conversation = write_new(buyer, order=str(order.public_id))
    answer(agent, conversation, "We ask the workshop.", Party.BUYER)
    services.write_note(by=agent.actor, conversation_id=conversation.pk, text=NOTE)
    answer(agent, conversation, QUESTION, Party.SELLER)
    conversation.refresh_from_db()
    return conversation
