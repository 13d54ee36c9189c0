"""The settings of a chat, and what the desk shows of its visitor."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel
from comptoir.channels.states import CHAT_KIND
from comptoir.connectors.webchat.queries import secrets_of
from comptoir.conversations import services
from comptoir.kit.clock import now
from tests.connectors.webchat.conftest import SHOP, Chat, Visitor
from tests.conversations.conftest import make_member

TOLD = {
    "name": "Shop chat",
    "language": "fr",
    "accent": "plum",
    "origins": f"{SHOP}\nhttps://b.example",
    "ask_name": "must",
    "ask_mail": "no",
    "undo_seconds": "0",
    "greeting_fr": "Bonjour de l’atelier.",
    "is_active": "on",
}


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(make_member("victor@shop.example", "Victor", "administrator").member)
    return client


@pytest.fixture
def desk(agent: Identity) -> Client:
    client = Client()
    client.force_login(agent.member)
    return client


# --- Settings -----------------------------------------------------------------------------------


def test_a_chat_is_set_up_and_its_secret_is_shown_once(administrator: Client) -> None:
    made = administrator.post(reverse("webchat:add_chat"), TOLD)

    channel = Channel.objects.get(kind=CHAT_KIND)
    (secret,) = secrets_of(channel, at=now())
    assert secret in made.content.decode()
    assert (channel.name, channel.undo_seconds, channel.settings["accent"]) == (
        "Shop chat", 0, "plum",
    )  # fmt: skip
    assert channel.settings["origins"] == [SHOP, "https://b.example"]
    page = administrator.get(reverse("webchat:change_chat", args=[channel.pk])).content.decode()
    assert secret not in page and secret not in channel.sealed
    assert f"data-chat=&quot;{channel.public_id}&quot;" in page
    told = Client().get(f"/chat/{channel.public_id}/hello/", {"language": "fr"}).json()
    assert (told["greeting"], told["ask"]["name"]) == ("Bonjour de l’atelier.", "must")


def test_what_can_not_be_a_site_is_said_and_nothing_typed_is_lost(administrator: Client) -> None:
    response = administrator.post(reverse("webchat:add_chat"), {**TOLD, "origins": "shop.example"})

    page = response.content.decode()
    assert (response.status_code, Channel.objects.count()) == (422, 0)
    assert "“shop.example” is no site" in page
    assert "Bonjour de l’atelier." in page


def test_a_renewed_secret_is_shown_in_that_answer_alone(administrator: Client, chat: Chat) -> None:
    page = administrator.post(reverse("webchat:renew_secret", args=[chat.channel.pk]))

    chat.channel.refresh_from_db()
    new, old = secrets_of(chat.channel, at=now())
    assert old == chat.secret != new
    assert new in page.content.decode() and old not in page.content.decode()
    assert page["Cache-Control"].count("no-store")


def test_the_list_of_channels_leads_to_chats_and_their_making(
    administrator: Client, chat: Chat
) -> None:
    page = administrator.get(reverse("channels:channel_list")).content.decode()
    way = administrator.get(reverse("channels:change_channel", args=[chat.channel.pk]))

    assert reverse("webchat:add_chat") in page
    assert way["Location"] == reverse("webchat:change_chat", args=[chat.channel.pk])


def test_the_preview_shows_the_chat_and_writes_nothing(administrator: Client, chat: Chat) -> None:
    page = administrator.get(reverse("webchat:preview", args=[chat.channel.pk])).content.decode()

    assert f'<comptoir-chat chat="{chat.channel.public_id}" opened tries>' in page


# --- The desk -----------------------------------------------------------------------------------


@pytest.fixture
def talking(visitor: Visitor) -> Visitor:
    visitor.say("Is it blue?")
    visitor.post("beat/", {"url": f"{SHOP}/vase?secret=1", "title": "<b>Vase</b>"})
    return visitor


def test_agents_see_where_the_visitor_is_and_what_is_known_of_him(
    desk: Client, talking: Visitor
) -> None:
    page = desk.get(f"/inbox/all/{talking.conversation.pk}/").content.decode()

    assert "Visitor is here" in page
    assert f'href="{SHOP}/vase"' in page and "secret=1" not in page
    assert "&lt;b&gt;Vase&lt;/b&gt;" in page
    assert "Has not said who it is" in page
    assert "Send to buyer" in page and "the chat" in page
    assert "visitor-" not in page.split('class="letters"')[0]


def test_agents_see_that_he_left_and_that_he_ended(desk: Client, talking: Visitor) -> None:
    strip = reverse("webchat:strip", args=[talking.conversation.pk])

    talking.post("beat/", {"here": False})
    left = desk.get(strip).content.decode()
    talking.post("end/", {})

    assert "Visitor has left" in left
    assert "Ended by the visitor" in desk.get(strip).content.decode()
    timeline = desk.get(f"/inbox/all/{talking.conversation.pk}/").content.decode()
    assert "The visitor ended the chat" in timeline


def test_a_row_of_a_chat_carries_its_sign(desk: Client, talking: Visitor) -> None:
    rows = desk.get("/inbox/all/").content.decode()

    assert "#chat" in rows.split('id="rows"')[1]


def test_who_may_not_see_the_conversation_learns_nothing_of_its_visitor(talking: Visitor) -> None:
    number = talking.conversation.pk

    assert Client().get(reverse("webchat:strip", args=[number])).status_code == 302
    assert Client().post(reverse("webchat:types", args=[number])).status_code == 302


# --- Queries ------------------------------------------------------------------------------------


def counted(run: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        run()
    return len(queries)


def test_fifty_messages_are_read_with_the_queries_of_one(
    talking: Visitor, agent: Identity, desk: Client
) -> None:
    strip = reverse("webchat:strip", args=[talking.conversation.pk])
    talking.look(), desk.get(strip)
    one, seen = counted(talking.look), counted(lambda: desk.get(strip))

    for at in range(49):
        services.reply(
            by=agent.actor,
            conversation_id=talking.conversation.pk,
            text=f"answer {at}",
            audience=Party.BUYER,
        )
    fifty, seen_fifty = counted(talking.look), counted(lambda: desk.get(strip))

    assert len(talking.look()["said"]) == 50
    assert fifty <= one <= 16
    assert seen_fifty <= seen
