"""The live line of a chat, from a real server: it tells his news and nothing else (D1, D4)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.connectors.webchat import services as chats
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.conversations import services
from comptoir.journal.publishing import signal
from comptoir.live import guard
from tests.connectors.webchat.conftest import SHOP, Chat, Visitor, texts
from tests.live.conftest import Ear, server

__all__ = ["server"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talking(chat: Chat) -> Visitor:
    visitor = Visitor(chat)
    visitor.open()
    visitor.say("One")
    return visitor


@pytest.fixture
def ear(server: str, talking: Visitor) -> Iterator[Ear]:
    found = listening(server, talking, talking.look()["position"])
    yield found
    found.close()


def listening(server: str, visitor: Visitor, position: str) -> Ear:
    headers = {"Origin": SHOP, "Authorization": f"Chat {visitor.key}"}
    found = Ear(server + visitor.chat.url(f"stream/?after={position}"), headers)
    assert found.wait_for(1)
    return found


def told(ear: Ear, count: int) -> list[Any]:
    """The event of each block and the words that came with it, without how it stood at first."""
    blocks = [block.data or {} for block in ear.wait_for(count + 1)][1:]
    return [(each["event"], texts(each["state"]) if "state" in each else []) for each in blocks]


def test_d1_an_answer_is_told_and_a_whisper_is_not(
    ear: Ear, talking: Visitor, agent: Identity
) -> None:
    position = talking.look()["position"]
    number = talking.conversation.pk

    services.write_note(by=agent.actor, conversation_id=number, text="between us")
    services.assign(by=agent.actor, conversation_id=number, member_id=agent.member.pk)
    services.reply(by=agent.actor, conversation_id=number, text="Yes", audience=Party.BUYER)

    assert told(ear, 1) == [("news", ["Yes"])]
    assert ear.heard[1].data == {"event": "news", "state": talking.look(position)}
    assert len(ear.heard) == 2


def test_the_line_begins_with_what_was_missed_and_nothing_else(
    server: str, talking: Visitor, agent: Identity
) -> None:
    number, position = talking.conversation.pk, talking.look()["position"]
    services.reply(by=agent.actor, conversation_id=number, text="Missed", audience=Party.BUYER)
    services.write_note(by=agent.actor, conversation_id=number, text="between us")

    late, fresh = listening(server, talking, position), listening(server, talking, "")

    (first,), (all_of_it,) = late.heard, fresh.heard
    assert first.data and all_of_it.data
    assert texts(first.data["state"]) == ["Missed"]
    assert not first.data["state"]["reset"]
    assert texts(all_of_it.data["state"]) == ["One", "Missed"]
    assert all_of_it.data["state"]["reset"]
    for each in (late, fresh):
        each.close()


def test_what_is_told_goes_on_from_what_was_told_before(
    ear: Ear, talking: Visitor, agent: Identity
) -> None:
    number = talking.conversation.pk

    for text in ("Two", "Three"):
        services.reply(by=agent.actor, conversation_id=number, text=text, audience=Party.BUYER)
        ear.wait_for(len(ear.heard) + 1)

    assert told(ear, 2) == [("news", ["Two"]), ("news", ["Three"])]


def test_an_agents_typing_rings_and_ones_own_does_not(
    ear: Ear, talking: Visitor, agent: Identity
) -> None:
    chats.visitor_types(visit=talking.visit)
    chats.agent_types(by=agent.actor, conversation=talking.conversation)

    assert told(ear, 1) == [("types", [])]


def test_another_visitors_news_is_not_told(ear: Ear, talking: Visitor, agent: Identity) -> None:
    other = Visitor(talking.chat)
    other.open()
    other.say("Another matter")
    chats.agent_types(by=agent.actor, conversation=other.conversation)
    talking.say("Mine", token=uuid4().hex)

    assert told(ear, 1) == [("news", ["Mine"])]
    assert len(ear.heard) == 2


def test_d4_the_line_ends_where_the_chat_is_another_ones_now(ear: Ear, talking: Visitor) -> None:
    ChatVisit.objects.update(identity=None)
    number = talking.conversation.pk

    with transaction.atomic():
        signal("conversation", number, "conversations.MessageReceived")

    assert ear.closed.wait(5)
    assert len(ear.heard) == 1


def test_d4_a_visit_that_is_over_hears_no_more(
    ear: Ear, talking: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from comptoir.connectors.webchat.queries import key_of_stream, viewers_of_chats
    from comptoir.kit.clock import now

    key = key_of_stream(talking.visit)
    assert key in viewers_of_chats([key])
    ChatVisit.objects.update(expires_at=now() - timedelta(seconds=1))

    assert viewers_of_chats([key, "chat:x", "visit:1:2"]) == {}
    assert talking.ask("get", "messages/").status_code == 401
    assert guard.EVERY_SECONDS <= 15
