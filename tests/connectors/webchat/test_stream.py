"""The live line of a chat, from a real server: it rings for his news and for nothing else (D1, D4)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.connectors.webchat import services as chats
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.conversations import services
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
    headers = {"Origin": SHOP, "Authorization": f"Chat {talking.key}"}
    found = Ear(server + talking.chat.url("stream/"), headers)
    assert found.ready.wait(5)
    yield found
    found.close()


def events(ear: Ear, count: int) -> list[Any]:
    return [block.data for block in ear.wait_for(count)]


def test_d1_an_answer_rings_and_a_whisper_does_not(
    ear: Ear, talking: Visitor, agent: Identity
) -> None:
    position = talking.look()["position"]
    number = talking.conversation.pk

    services.write_note(by=agent.actor, conversation_id=number, text="between us")
    services.assign(by=agent.actor, conversation_id=number, member_id=agent.member.pk)
    services.reply(by=agent.actor, conversation_id=number, text="Yes", audience=Party.BUYER)

    assert events(ear, 1) == [{"event": "news"}]
    assert texts(talking.look(position)) == ["Yes"]
    assert len(ear.heard) == 1


def test_an_agents_typing_rings_and_ones_own_does_not(
    ear: Ear, talking: Visitor, agent: Identity
) -> None:
    chats.visitor_types(visit=talking.visit)
    chats.agent_types(by=agent.actor, conversation=talking.conversation)

    assert events(ear, 1) == [{"event": "types"}]


def test_another_visitors_news_does_not_ring(ear: Ear, talking: Visitor, agent: Identity) -> None:
    other = Visitor(talking.chat)
    other.open()
    other.say("Another matter")
    chats.agent_types(by=agent.actor, conversation=other.conversation)
    talking.say("Mine", token=uuid4().hex)

    assert events(ear, 1) == [{"event": "news"}]
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
