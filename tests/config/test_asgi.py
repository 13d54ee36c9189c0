"""The web process: its sign of life, its beginning and its end."""

import asyncio

import pytest
from asgiref.testing import ApplicationCommunicator

from comptoir.config import asgi
from comptoir.live import hub


@pytest.fixture
def ended(monkeypatch):
    """What was ended, in order."""
    order = []

    async def close_all():
        order.append("streams")

    monkeypatch.setattr(hub, "close_all", close_all)
    # The watch looks into the database from a thread of its own; here there is none to look into.
    monkeypatch.setattr(asgi.watch, "start", lambda: None)
    monkeypatch.setattr(asgi, "close_connections", lambda: order.append("connections"))
    return order


def told_in_turn(scope, *messages):
    """What the application answers to these messages, one after the other."""

    async def talk():
        application = ApplicationCommunicator(asgi.application, scope)
        answers = []
        for message in messages:
            await application.send_input(message)
            answers.append(await application.receive_output(5))
        await application.wait(5)
        return answers

    return asyncio.run(talk())


def test_the_sign_of_life_needs_no_database():
    scope = {"type": "http", "method": "GET", "path": "/health", "headers": []}

    async def ask():
        application = ApplicationCommunicator(asgi.application, scope)
        return [await application.receive_output(5), await application.receive_output(5)]

    start, body = asyncio.run(ask())

    assert start["status"] == 200
    assert (b"cache-control", b"no-store") in start["headers"]
    assert body["body"] == b"ok"


def test_the_end_closes_streams_before_connections(ended):
    answers = told_in_turn(
        {"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}
    )

    assert [answer["type"] for answer in answers] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
    assert ended == ["streams", "connections"]
