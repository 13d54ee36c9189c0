"""A chat on a shop's page, its visitors, and an agent who answers."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel
from comptoir.connectors.webchat import services
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.services import ChatValues
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.services import reply
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from tests.conversations.conftest import make_member
from tests.shipped import load_rules

SHOP = "https://www.shop.example"
CAMILLE = "camille@buyer.example"


@pytest.fixture(autouse=True)
def _no_counts_of_another_test(db: None) -> Iterator[None]:
    cache.clear()
    yield


@pytest.fixture
def agent(db: None) -> Identity:
    return make_member("ines@shop.example", "Inès Bernard", "agent")


@dataclass
class Chat:
    channel: Channel
    secret: str

    def url(self, page: str) -> str:
        return f"/chat/{self.channel.public_id}/{page}"

    def token(self, **claims: Any) -> str:
        """As a shop's server makes it."""
        told = {
            "sub": CAMILLE,
            "aud": str(self.channel.public_id),
            "exp": int(now().timestamp()) + 600,
            "name": "Camille Laurent",
        }
        return signed({**told, **claims}, self.secret)


def signed(claims: dict[str, Any], secret: str, **header: Any) -> str:
    head = encoded({"alg": "HS256", "typ": "JWT", **header})
    body = f"{head}.{encoded(claims)}"
    mark = hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest()
    return f"{body}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def encoded(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@pytest.fixture
def chat(db: None) -> Chat:
    load_rules()
    Channel.objects.create(key="shop", name="Shop", address="desk@shop.example", language="en")
    return made_chat()


def made_chat(**more: Any) -> Chat:
    values = ChatValues(**{"name": "Tiliane", "origins": [SHOP], **more})
    return Chat(*services.add_chat(by=SYSTEM, values=values))


@dataclass
class Visitor:
    """A browser on the shop's page."""

    chat: Chat
    key: str = ""
    client: Client = field(default_factory=Client)

    def ask(self, method: str, page: str, *, origin: str | None = SHOP, **told: Any) -> Any:
        headers = {"Origin": origin} if origin else {}
        if self.key:
            headers["Authorization"] = f"Chat {self.key}"
        return getattr(self.client, method)(self.chat.url(page), headers=headers, **told)

    def post(self, page: str, told: dict[str, Any], **more: Any) -> Any:
        return self.ask(
            "post", page, data=json.dumps(told), content_type="application/json", **more
        )

    def open(self, **told: Any) -> dict[str, Any]:
        response = self.post("visit/", {"language": "en", **told})
        assert response.status_code == 200, response.content
        state = response.json()
        self.key = state["key"]
        return state

    def say(self, text: str = "Is the blue vase dishwasher-proof?", **told: Any) -> dict[str, Any]:
        response = self.ask("post", "say/", data={"text": text, "token": uuid4().hex, **told})
        assert response.status_code == 200, response.content
        return response.json()

    def look(self, after: str = "") -> dict[str, Any]:
        response = self.ask("get", "messages/", data={"after": after})
        assert response.status_code == 200, response.content
        return response.json()

    @property
    def visit(self) -> ChatVisit:
        from comptoir.connectors.webchat.queries import visit_of

        return visit_of(self.chat.channel, self.key)

    @property
    def conversation(self) -> Conversation:
        number = self.visit.conversation_id
        return Conversation.objects.select_related("channel").get(pk=number)


@pytest.fixture
def visitor(chat: Chat) -> Visitor:
    """A stranger who has opened the chat."""
    found = Visitor(chat)
    found.open()
    return found


def texts(state: dict[str, Any]) -> list[str]:
    return [one["text"] for one in state["said"]]


def answer(agent: Identity, visitor: Visitor, text: str = "Yes, it is.") -> Message:
    return reply(
        by=agent.actor,
        conversation_id=visitor.conversation.pk,
        text=text,
        audience=Party.BUYER,
        token=uuid4().hex,
    )
