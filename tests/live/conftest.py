"""A real server, a signed-in browser that listens, and things that happen."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx
import pytest
import uvicorn
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from comptoir.accounts.models import Member
from comptoir.config.handling import Handler
from comptoir.journal import Event, publish
from comptoir.kit.actor import SYSTEM
from comptoir.live.hub import close_all
from comptoir.live.slots import TOPICS


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRung(Event):
    SUBJECT: ClassVar = ("bell", "bell_id")
    bell_id: int


def ring(*bell_ids: int) -> None:
    with transaction.atomic():
        for bell_id in bell_ids:
            publish(BellRung(bell_id=bell_id), by=SYSTEM)


@pytest.fixture
def bells() -> Iterator[set[int]]:
    """A kind of topic that everybody may follow as a whole, and singly unless it stands here."""
    closed: set[int] = set()
    TOPICS.plug("bell", lambda viewer, bell_id: bell_id not in closed)
    yield closed
    del TOPICS._plugs["bell"]


def sign_in(member: Member) -> str:
    """A session, as the sign-in page makes it; returns its key."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key


class Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await close_all()
        await super().shutdown(sockets)


@pytest.fixture
def server(transactional_db: None, settings: Any) -> Iterator[str]:
    settings.LISTEN_URL = ""
    config = uvicorn.Config(Handler(), port=0, lifespan="off", log_level="warning", ws="none")
    running = Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


@dataclass
class Heard:
    """One block of the stream."""

    id: str = ""
    event: str = ""
    data: dict[str, Any] | None = None


class Ear:
    """Reads a stream in a thread; `next` waits for a block that holds data."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self.blocks: list[Heard] = []
        self.closed = threading.Event()
        self.status = 0
        self.ready = threading.Event()
        self._news = threading.Condition()
        self._client = httpx.Client(timeout=30)
        self._thread = threading.Thread(target=self._read, args=(url, headers), daemon=True)
        self._thread.start()

    def _read(self, url: str, headers: dict[str, str]) -> None:
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                self.status = response.status_code
                block = Heard()
                for line in response.iter_lines():
                    block = self._take(line, block)
        except httpx.HTTPError:
            pass
        finally:
            self.ready.set()
            self.closed.set()

    def _take(self, line: str, block: Heard) -> Heard:
        name, _, value = line.partition(": ")
        if line:
            if name == "id":
                block.id = value
            elif name == "event":
                block.event = value
            elif name == "data":
                block.data = json.loads(value)
            return block
        if block.id:
            self.ready.set()
            with self._news:
                self.blocks.append(block)
                self._news.notify_all()
        return Heard()

    @property
    def heard(self) -> list[Heard]:
        return [block for block in self.blocks if block.data is not None]

    @property
    def position(self) -> str:
        return self.blocks[-1].id

    def wait_for(self, count: int, within: float = 5) -> list[Heard]:
        with self._news:
            assert self._news.wait_for(lambda: len(self.heard) >= count, within), self.blocks
        return self.heard

    def close(self) -> None:
        self._client.close()


Listen = Callable[..., Ear]


@pytest.fixture
def listen(server: str) -> Iterator[Listen]:
    ears: list[Ear] = []

    def open_ear(session: str, topics: str = "bell", after: str = "", resume: str = "") -> Ear:
        headers = {"Cookie": f"sessionid={session}"} | ({"Last-Event-ID": resume} if resume else {})
        ear = Ear(f"{server}/live/stream?topics={topics}&after={after}", headers)
        ears.append(ear)
        assert ear.ready.wait(5)
        return ear

    yield open_ear
    for ear in ears:
        ear.close()


@contextmanager
def open_transaction(database_url: dict[str, Any]) -> Iterator[Any]:
    """A second connection whose transaction commits late."""
    import psycopg

    with psycopg.connect(**database_url) as other:
        yield other
