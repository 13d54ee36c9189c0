"""Mailboxes that point to servers of the test, on this machine."""

import json
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from comptoir.channels.models import Channel
from comptoir.kit.secrets import seal
from tests.connectors.email.mail_servers import Standin, smtp_server
from tests.conversations.conftest import agent, mailbox, write

__all__ = ["agent", "mailbox", "write"]


@pytest.fixture(autouse=True)
def _servers_of_the_test_may_be_dialled(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ("127.0.0.0/8", "localhost")


@pytest.fixture
def smtp() -> Iterator[Standin]:
    with smtp_server() as standin:
        yield standin


@pytest.fixture
def sending(mailbox: Channel, smtp: Standin) -> Channel:
    """The mailbox `Shop`, sending through the stand-in."""
    mailbox.settings = {"smtp": {"host": "127.0.0.1", "port": smtp.port, "security": "none"}}
    mailbox.undo_seconds = 0
    mailbox.save()
    return mailbox


def with_password(channel: Channel, password: str) -> None:
    channel.sealed = seal(json.dumps({"password": password}))
    channel.save()
