"""Nobody at a door sees what is not for his eyes."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.accounts.visitors import DOORS, visitor_of
from comptoir.commerce import services as commerce
from comptoir.commerce.models import Order, Seller
from comptoir.commerce.states import IdentityKind
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message, Status
from comptoir.conversations.queries.visiting import mark_of
from comptoir.kit.actor import SYSTEM
from tests.conversations.visiting.conftest import (
    CAMILLE,
    KERAMOS,
    NOTE,
    QUESTION,
    answer,
    let_in,
    page_of,
)


def addresses(door: str, matter: Conversation, order: Order, last: str) -> list[str]:
    at = f"/{door}/c/{matter.public_id}/"
    return [
        f"/{door}/",
        f"/{door}/write/",
        f"/{door}/write/?order={order.public_id}",
        f"/{door}/orders/{order.public_id}/",
        at,
        f"{at}?before={uuid4()}",
        f"{at}news/?after={last}",
        f"{at}poll/?topics=conversation",
    ]


HIDDEN_FROM_ALL = (NOTE, "ines@shop.example", "Bernard")


@pytest.mark.parametrize(
    ("party", "hidden"),
    [
        (Party.BUYER, (QUESTION, KERAMOS)),
        (Party.SELLER, ("We ask the workshop.", "Where is my vase?", CAMILLE)),
    ],
)
def test_no_page_of_a_door_shows_what_its_party_may_not_see_d1(
    matter: Conversation, order: Order, party: Party, hidden: tuple[str, ...]
) -> None:
    door = DOORS[party]
    own = CAMILLE if party is Party.BUYER else KERAMOS
    client = let_in(own, party)
    first = Message.objects.order_by("pk").first()
    assert first is not None

    for address in addresses(door.name, matter, order, str(first.public_id)):
        response = client.get(address)
        said = response.content.decode().replace("about-", "")

        assert response.status_code == 200, address
        for words in (*hidden, *HIDDEN_FROM_ALL):
            assert words not in said, (address, words)
        assert f"#{matter.pk}" not in said and f"conversation:{matter.pk}" not in said


def test_strangers_find_nothing_by_any_address_d2(matter: Conversation, order: Order) -> None:
    commerce.identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value="o@x.example", name="O")
    Seller.objects.create(external_id="o", name="O", sort_name="o", email="s@x.example")
    count = Message.objects.count()

    for party, own in ((Party.BUYER, "o@x.example"), (Party.SELLER, "s@x.example")):
        client, door = let_in(own, party), DOORS[party].name
        at = f"/{door}/c/{matter.public_id}/"
        for address in (at, f"{at}news/", f"/{door}/orders/{order.public_id}/"):
            assert client.get(address).status_code == 404, address
        assert client.get(f"{at}poll/?topics=conversation").status_code == 401
        assert client.get(f"{at}stream/?topics=conversation").status_code == 401
        assert client.post(f"{at}answer/", {"text": "x"}).status_code == 404
        begun = client.get(f"/{door}/write/?order={order.public_id}").content.decode()
        assert "FR-4711" not in begun
    assert Message.objects.count() == count


def test_nobody_comes_further_than_the_entrance_without_a_visit(
    matter: Conversation, order: Order, agent: Identity
) -> None:
    """A member who is signed in is no visitor either."""
    client = Client()
    client.force_login(agent.member)

    for door in ("space", "seller"):
        for address in addresses(door, matter, order, str(uuid4())):
            answer = client.get(address)
            wanted = 401 if "/poll/" in address else 302
            assert answer.status_code == wanted, address
            assert answer.get("Location", f"/{door}/sign-in/").startswith(f"/{door}/sign-in/")


def test_an_unmerged_buyer_sees_his_own_again(buyer: Client, matter: Conversation) -> None:
    other = commerce.identify_buyer(
        by=SYSTEM, kind=IdentityKind.EMAIL, value="other@x.example", name="Other"
    )
    stranger = let_in("other@x.example", Party.BUYER)
    assert matter.identity is not None
    commerce.merge_buyers(by=SYSTEM, keep_id=other.buyer_id, merge_id=matter.identity.buyer_id)
    merged = stranger.get(f"/space/c/{matter.public_id}/").status_code

    commerce.unmerge_identity(by=SYSTEM, identity_id=matter.identity_id or 0)

    assert merged == 200
    assert stranger.get(f"/space/c/{matter.public_id}/").status_code == 404
    assert buyer.get(f"/space/c/{matter.public_id}/").status_code == 200


def test_the_status_is_in_the_buyers_words(buyer: Client, matter: Conversation) -> None:
    Status.objects.filter(key=matter.status_id).update(label_buyer="Bei der Werkstatt")

    page = page_of(buyer, matter)

    assert "Bei der Werkstatt" in page
    assert "Waiting for the seller" not in page


def test_a_visitors_stream_is_silent_about_what_is_not_his_d1(
    matter: Conversation, agent: Identity
) -> None:
    visitor = visitor_of(DOORS[Party.BUYER], let_in_key())
    assert visitor is not None
    viewer = visitor.viewers[0]
    before = mark_of(viewer, matter.pk)

    services.write_note(by=agent.actor, conversation_id=matter.pk, text=NOTE)
    services.tag(by=agent.actor, conversation_id=matter.pk, name="fragile")
    after_note = mark_of(viewer, matter.pk)
    answer(agent, matter, "It comes tomorrow.", Party.BUYER)

    assert after_note == before != ""
    assert mark_of(viewer, matter.pk) != before


def let_in_key() -> str:
    return str(let_in(CAMILLE, Party.BUYER).cookies["comptoir_space"].value)


def test_the_poll_tells_neither_number_nor_event(
    buyer: Client, matter: Conversation, agent: Identity
) -> None:
    page = page_of(buyer, matter)
    address = re.search(r'poll="([^"]+)"', page)
    position = re.search(r'position="([^"]+)"', page)
    assert address and position
    ask = f"{address[1]}&topics=conversation&after={position[1]}"
    services.write_note(by=agent.actor, conversation_id=matter.pk, text=NOTE)
    silent = buyer.get(ask).json()["events"]

    answer(agent, matter, "It comes tomorrow.", Party.BUYER)

    assert silent == []
    assert buyer.get(ask).json()["events"] == [{"topic": "conversation", "id": None, "event": ""}]


def test_new_letters_come_without_the_old_ones(
    buyer: Client, matter: Conversation, agent: Identity
) -> None:
    last = Message.objects.filter(audience=5).latest("pk")
    answer(agent, matter, "It comes tomorrow.", Party.BUYER)

    news = buyer.get(f"/space/c/{matter.public_id}/news/?after={last.public_id}").content.decode()

    assert "It comes tomorrow." in news
    assert "We ask the workshop." not in news
