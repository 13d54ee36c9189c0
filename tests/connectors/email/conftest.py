"""Mailboxes that point to servers of the test, on this machine."""

import json
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from comptoir.channels.models import Channel
from comptoir.kit.secrets import seal
from tests.connectors.email.dovecot import PASSWORD, Dovecot, dovecot
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


@pytest.fixture(scope="session")
def imap_server() -> Iterator[Dovecot]:
    with dovecot() as server:
        yield server


@pytest.fixture
def fetching(mailbox: Channel, imap_server: Dovecot) -> Channel:
    """The mailbox `Shop`, read from a box of its own at Dovecot."""
    return at_dovecot(mailbox, imap_server)


def at_dovecot(channel: Channel, server: Dovecot) -> Channel:
    told = {"host": "127.0.0.1", "port": server.port, "security": "none"}
    channel.settings = {"user": f"box-{channel.public_id}", "imap": told}
    with_password(channel, PASSWORD)
    return channel
