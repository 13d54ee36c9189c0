"""Mail in quarantine that was never loaded is loaded when a person tries again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from comptoir.accounts.identity import Identity
from comptoir.channels import services as channels
from comptoir.channels.errors import ConnectorError
from comptoir.channels.models import Channel, Envelope
from comptoir.channels.slots import CONNECTORS
from comptoir.channels.states import Intake
from comptoir.conversations.models import Message
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.sentences import Sentence
from tests.conversations.conftest import agent, mail, mailbox, make_member, write

__all__ = ["agent", "mailbox", "write"]

RAW = mail(
    "Where is it?", sender="Ada <ada@b.example>", subject="Late", message_id="<late@b.example>"
)
REASON = "The mail server could not give this mail. It is still in the mailbox."
GONE = "This mail is not in the mailbox any more."

type Server = Callable[[], bytes]


@pytest.fixture
def boss(mailbox: Channel) -> Identity:
    return make_member("boss@shop.example", "Boss", "administrator")


@pytest.fixture
def unread(mailbox: Channel) -> Envelope:
    by = Actor(ActorKind.CHANNEL, mailbox.pk)
    refused = channels.refuse_unread(
        by=by,
        channel=mailbox,
        external_id="abc/7/2",
        size=900,
        reason=Sentence(REASON).kept(),
    )
    return Envelope.objects.get(pk=refused.envelope_id)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which mails the server was asked for; it gives them now."""
    names: list[str] = []

    def load(*, channel: Channel, external_id: str) -> bytes:
        names.append(external_id)
        return RAW

    monkeypatch.setattr(CONNECTORS.get("email"), "load", load)
    return names


def test_it_is_loaded_and_taken_in(unread: Envelope, boss: Identity, asked: list[str]) -> None:
    result = channels.try_again(by=boss.actor, envelope_id=unread.pk)

    unread.refresh_from_db()
    assert asked == ["abc/7/2"]
    assert result.state == unread.state == Intake.STORED
    assert unread.raw_key != ""
    assert unread.size == len(RAW)
    assert Message.objects.get().text == "Where is it?"


def test_what_came_in_another_way_meanwhile_is_a_duplicate(
    unread: Envelope, boss: Identity, asked: list[str], mailbox: Channel
) -> None:
    channels.receive(by=Actor(ActorKind.CHANNEL, mailbox.pk), channel=mailbox, raw=RAW)

    result = channels.try_again(by=boss.actor, envelope_id=unread.pk)

    unread.refresh_from_db()
    assert result.state == unread.state == Intake.DUPLICATE
    assert Message.objects.count() == 1


def test_what_still_cannot_be_loaded_stays_and_says_why(
    unread: Envelope, boss: Identity, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*, channel: Channel, external_id: str) -> bytes:
        raise ConnectorError(GONE)

    monkeypatch.setattr(CONNECTORS.get("email"), "load", load)
    client.force_login(boss.member)

    page = client.post(f"/channels/quarantine/{unread.pk}/again/", follow=True)

    unread.refresh_from_db()
    assert unread.state == Intake.QUARANTINED
    assert GONE in page.content.decode()
    assert not Message.objects.exists()


def test_the_page_offers_to_try_again_and_no_original_to_download(
    unread: Envelope, boss: Identity, client: Client
) -> None:
    client.force_login(boss.member)

    page = client.get("/channels/quarantine/").content.decode()

    assert f"/channels/quarantine/{unread.pk}/again/" in page
    assert f"/channels/quarantine/{unread.pk}/download/" not in page


def test_its_reason_is_said_in_the_readers_language(unread: Envelope) -> None:
    assert unread.reason_said == REASON
    with translation.override("fr"):
        assert unread.reason_said != REASON
