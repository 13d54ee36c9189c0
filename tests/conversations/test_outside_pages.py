"""What an agent sees of third parties: forms, lines above the messages, the book."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Delivery
from comptoir.channels.services.delivery import deliver
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message, ThirdParty
from comptoir.conversations.queries.doors import conversations_for
from comptoir.conversations.queries.inbox import inbox
from comptoir.conversations.services import Addressee
from comptoir.conversations.states import ThirdPartyKind
from comptoir.kit.actor import Grant
from tests.conversations.conftest import Write

PARCELS = Addressee("claims@parcels.example", "Parcels", ThirdPartyKind.CARRIER)
TOLD = {"address": "claims@parcels.example", "name": "Parcels", "kind": "carrier"}


@pytest.fixture
def matter(write: Write) -> Conversation:
    write("Where is my parcel?")
    return Conversation.objects.get()


@pytest.fixture
def desk(agent: Identity, client: Client) -> Client:
    client.force_login(Member.objects.get(pk=agent.viewer.id))
    return client


def ask(agent: Identity, matter: Conversation, text: str = "Where is it?") -> Conversation:
    message = services.ask_outside(
        by=agent.actor, conversation_id=matter.pk, to=PARCELS, text=text, sure=True
    )
    Delivery.objects.update(next_attempt_at=datetime(2026, 11, 16, tzinfo=UTC))
    delivery = Delivery.objects.get(message_delivery__message=message)
    deliver(delivery_id=delivery.pk)
    return Conversation.objects.get(pk=message.conversation_id)


def test_a_strange_address_is_asked_about_with_all_that_was_written(
    matter: Conversation, desk: Client
) -> None:
    first = Message.objects.get()
    told = {**TOLD, "text": "Please look.", "message": str(first.pk), "waits": "1"}

    doubt = desk.post(f"/c/{matter.pk}/outside/", told)
    sent = desk.post(f"/c/{matter.pk}/outside/", {**told, "sure": "1"})

    page = doubt.content.decode()
    assert 'name="sure"' in page
    assert "Please look." in page
    assert "&gt; Where is my parcel?" in page
    assert sent.headers["HX-Retarget"] == "#head"
    assert "Parcels" in sent.content.decode()
    assert Conversation.objects.filter(side_of=matter).count() == 1


def test_what_leaves_is_shown_before_it_does_and_never_a_note(
    matter: Conversation, desk: Client, agent: Identity
) -> None:
    """B3."""
    first = Message.objects.get()
    note = services.write_note(by=agent.actor, conversation_id=matter.pk, text="A liar.")

    shown = desk.post(f"/c/{matter.pk}/outside/preview/", {"message": [first.pk, note.pk]})
    form = desk.get(f"/c/{matter.pk}/outside/?forward=1")

    assert "Where is my parcel?" in shown.content.decode()
    assert "A liar." not in shown.content.decode()
    assert "A liar." not in form.content.decode()


def test_a_line_above_the_messages_says_how_it_stands(
    matter: Conversation, desk: Client, agent: Identity, write: Write
) -> None:
    side = ask(agent, matter)
    waiting = desk.get(f"/inbox/all/{matter.pk}/").content.decode()
    write(
        "It lies in Lyon.",
        sender="Clara <clara@parcels.example>",
        message_id="<p1@parcels.example>",
        In_Reply_To=f"<{Delivery.objects.get().message_id}>",
    )

    answered = desk.get(f"/inbox/all/{matter.pk}/").content.decode()
    beside = desk.get(f"/inbox/all/{side.pk}/").content.decode()

    assert "Parcels was asked and has not answered." in waiting
    assert "Parcels answered:" in answered
    assert "It lies in Lyon." in answered
    assert "neither buyer nor seller ever reads this" in beside
    assert "Send to carrier" in beside
    assert "Who will see this" not in beside.split("<message-composer")[1].split("<textarea")[0]


def test_writing_on_in_a_side_conversation_goes_to_the_third_party(
    matter: Conversation, desk: Client, agent: Identity
) -> None:
    side = ask(agent, matter)

    desk.post(f"/c/{side.pk}/send/", {"mode": "reply", "text": "Any news?", "last_seen": "999999"})

    message = Message.objects.latest("pk")
    assert (message.conversation_id, message.kind, message.audience) == (side.pk, "outside", 4)
    assert Delivery.objects.latest("pk").recipients == ["claims@parcels.example"]


def test_resolving_from_the_page_opens_the_question(
    matter: Conversation, desk: Client, agent: Identity
) -> None:
    side = ask(agent, matter)

    asked = desk.post(f"/c/{matter.pk}/status/", {"status": "resolved"})
    desk.post(f"/c/{matter.pk}/settle/", {"sides": "resolve"})

    matter.refresh_from_db()
    side.refresh_from_db()
    assert f"/c/{matter.pk}/settle/" in asked.headers["HX-Trigger"]
    assert (matter.category, side.category) == ("resolved", "resolved")


def test_who_may_know_of_a_conversation_may_know_of_what_stands_beside_it(
    matter: Conversation, agent: Identity
) -> None:
    """D2: a side conversation that was given to another team is still beside his."""
    here, there = Team.objects.create(name="Here"), Team.objects.create(name="There")
    Conversation.objects.filter(pk=matter.pk).update(team=here)
    side = ask(agent, matter)
    Conversation.objects.filter(pk=side.pk).update(team=there)
    mine = Viewer(Party.OPERATOR, 1, (Grant("agent", "team", here.pk),))
    others = Viewer(Party.OPERATOR, 2, (Grant("agent", "team", 10**6),))

    assert set(conversations_for(mine)) == {matter, side}
    assert set(conversations_for(others)) == set()
    assert {row.number for row in inbox(mine, view="all").rows} == {matter.pk, side.pk}
    assert {row.who.name for row in inbox(mine, view="all").rows} == {"Camille Laurent", "Parcels"}
    assert inbox(others, view="all").rows == ()


def test_the_book_shows_whom_one_wrote_to_in_as_many_queries_for_fifty(
    matter: Conversation, desk: Client, agent: Identity
) -> None:
    ask(agent, matter)

    def queries() -> int:
        desk.get("/third-parties/")
        with CaptureQueriesContext(connection) as asked:
            desk.get("/third-parties/")
        return len(asked)

    one = queries()
    for number in range(50):
        third = ThirdParty(name=f"N{number}", kind="other", address=f"n{number}@x.example")
        third.added_at = datetime(2026, 11, 16, tzinfo=UTC)
        third.save()

    assert queries() == one
    assert "claims@parcels.example" in desk.get("/third-parties/").content.decode()


def test_a_third_party_is_named_and_left_out(
    matter: Conversation, desk: Client, agent: Identity
) -> None:
    ask(agent, matter)
    third = ThirdParty.objects.get()

    refused = desk.post(f"/third-parties/{third.pk}/", {"name": " ", "kind": "carrier"})
    third.refresh_from_db()
    assert third.name == "Parcels"
    assert "Write a name" in refused.content.decode()

    desk.post(
        f"/third-parties/{third.pk}/", {"name": "Parcels SA", "kind": "supplier", "offered": "0"}
    )
    third.refresh_from_db()
    assert (third.name, third.kind) == ("Parcels SA", "supplier")
    assert "Parcels SA" not in desk.get(f"/c/{matter.pk}/outside/").content.decode()


def test_who_may_not_forward_finds_no_book(matter: Conversation, client: Client) -> None:
    """D1."""
    member = Member.objects.create_user("v@shop.example", "secret", name="Vera")
    MemberGrant.objects.create(member=member, role="viewer")
    client.force_login(member)

    assert client.get("/third-parties/").status_code == 403
    assert client.post(f"/c/{matter.pk}/outside/", {**TOLD, "text": "?"}).status_code == 403
    assert Conversation.objects.count() == 1
