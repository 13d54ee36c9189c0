"""Mail of the catalogue that needs the whole way in: monsters, bombs, poison."""

import base64
import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError

from comptoir.channels import services as channels
from comptoir.channels.models import Channel, Envelope
from comptoir.channels.services import importing, intake
from comptoir.channels.services.quarantine import retry_failed
from comptoir.channels.slots import CONNECTORS
from comptoir.channels.states import Intake
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.journal.models import Entry
from comptoir.kit import files
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from tests.conversations.conftest import agent, mail, mailbox, make_member, write
from tests.shared_data import shared

__all__ = ["agent", "mailbox", "write"]


def take(channel: Channel, raw: bytes) -> channels.Received:
    return channels.receive(by=Actor(ActorKind.CHANNEL, channel.pk), channel=channel, raw=raw)


def plain(number: int) -> bytes:
    return mail(
        f"Where is parcel {number}?",
        sender=f"buyer-{number}@buyer.example",
        subject=f"Parcel {number}",
        message_id=f"<{number}@buyer.example>",
    )


# --- A10 ------------------------------------------------------------------------------------


def ten_thousand_parts() -> bytes:
    head = "From: a@buyer.example\nSubject: Parts\nContent-Type: multipart/mixed; boundary=b\n\n"
    return (head + "--b\nContent-Type: text/plain\n\nx\n" * 10_000 + "--b--\n").encode()


def hundred_levels() -> bytes:
    begin = "From: a@buyer.example\nSubject: Deep\n"
    levels = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(100)
    )
    return f"{begin}{levels}Content-Type: text/plain\n\nDeep down.\n".encode()


def with_file(content: bytes, name: str, kind: str) -> bytes:
    body = base64.encodebytes(content).decode()
    return (
        "From: a@buyer.example\nSubject: File\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nSee the file.\n"
        f"--b\nContent-Type: {kind}; name={name}\nContent-Transfer-Encoding: base64\n"
        f"Content-Disposition: attachment; filename={name}\n\n{body}\n--b--\n"
    ).encode()


def fifty_megabytes() -> bytes:
    return with_file(b"\0" * 37_000_000, "film.mp4", "video/mp4")


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("zeros", b"\0" * 100_000_000)
    return with_file(packed.getvalue(), "bomb.zip", "application/zip")


def unknown_charset() -> bytes:
    return b"From: a@buyer.example\nSubject: =?x-martian?q?abc?=\nContent-Type: text/plain; charset=x-martian\n\nCaf\xe9 late"


def winmail() -> bytes:
    return with_file(b"\x78\x9f\x3e\x22", "winmail.dat", "application/ms-tnef")


def signed() -> bytes:
    return with_file(b"0\x82", "smime.p7m", "application/pkcs7-mime")


@pytest.mark.parametrize(
    "make",
    [
        ten_thousand_parts,
        hundred_levels,
        fifty_megabytes,
        zip_bomb,
        unknown_charset,
        winmail,
        signed,
    ],
)
def test_a10_monsters_are_taken_in_within_bounded_time(
    mailbox: Channel, make: Callable[[], bytes]
) -> None:
    raw = make()
    begin = time.process_time()

    received = take(mailbox, raw)

    assert received.state is Intake.STORED
    assert time.process_time() - begin < 15
    assert Message.objects.count() == 1


def test_a10_a_zip_bomb_stays_a_closed_file(mailbox: Channel) -> None:
    take(mailbox, zip_bomb())

    assert Attachment.objects.get().size < 200_000


# --- A11 and A12 ----------------------------------------------------------------------------


class Poison(Exception):
    pass


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Mails whose subject is `Poison` can't be taken in, until somebody repairs the fault."""
    state: dict[str, Any] = {"broken": True}
    settle = intake._settle

    def fail(**told: Any) -> channels.Received:
        if state["broken"] and told["mail"].subject == "Poison":
            settle(**told)
            raise Poison("boom")
        return settle(**told)

    monkeypatch.setattr(intake, "_settle", fail)
    return state


def test_a11_one_poison_mail_stops_no_other_and_is_in_quarantine_after_three_tries(
    mailbox: Channel, poisoned: dict[str, Any]
) -> None:
    raw = mail("x", sender="Eve <eve@buyer.example>", subject="Poison", message_id="<p@x.example>")
    states = [take(mailbox, each).state for each in (plain(1), raw, plain(2))]
    assert states == [Intake.STORED, Intake.FAILED, Intake.STORED]

    retry_failed()
    retry_failed()
    assert retry_failed() == 0

    envelope = Envelope.objects.get(state=Intake.QUARANTINED)
    assert (envelope.attempts, envelope.reason) == (3, "Poison: boom")
    assert envelope.sender == "Eve <eve@buyer.example>"
    assert files.read(envelope.raw_key) == raw
    assert Entry.objects.filter(event="channels.EnvelopeQuarantined").count() == 1
    assert Conversation.objects.count() == 2


def test_a11_after_the_fault_is_repaired_it_is_taken_in_once(
    mailbox: Channel, poisoned: dict[str, Any]
) -> None:
    raw = mail("x", sender="eve@buyer.example", subject="Poison", message_id="<p@x.example>")
    take(mailbox, raw)
    retry_failed()
    retry_failed()
    admin = make_member("admin@shop.example", "Admin", "administrator").actor
    envelope = Envelope.objects.get()
    assert channels.try_again(by=admin, envelope_id=envelope.pk).state is Intake.QUARANTINED

    poisoned["broken"] = False
    assert channels.try_again(by=admin, envelope_id=envelope.pk).state is Intake.STORED

    assert take(mailbox, raw).state is Intake.DUPLICATE
    assert Conversation.objects.count() == Envelope.objects.count() == 1


def test_a12_a_database_that_goes_away_leaves_nothing_and_the_repeat_takes_all(
    mailbox: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**_told: Any) -> None:
        raise OperationalError("the connection is lost")

    with monkeypatch.context() as outage:
        outage.setattr(intake, "_settle", gone)
        with pytest.raises(OperationalError):
            take(mailbox, plain(1))
    assert Envelope.objects.count() == Conversation.objects.count() == 0

    assert take(mailbox, plain(1)).state is Intake.STORED


# --- From files -----------------------------------------------------------------------------


def test_what_cannot_be_taken_in_from_a_file_is_in_quarantine_at_once(
    mailbox: Channel, poisoned: dict[str, Any], tmp_path: Any
) -> None:
    (tmp_path / "1.eml").write_bytes(plain(1))
    poison = mail("x", sender="eve@x.example", subject="Poison", message_id="<p@x.example>")
    (tmp_path / "2.eml").write_bytes(poison)
    (tmp_path / "3.eml").write_bytes(plain(1))

    summary = importing.import_mails([tmp_path], channel="Shop", by=SYSTEM)

    del summary["seconds"]
    assert summary == {
        "read": 3,
        "stored": 1,
        "threaded": 0,
        "duplicates": 1,
        "bounces": 0,
        "auto_replies": 0,
        "quarantined": 1,
    }


@pytest.mark.parametrize("folder", ["mail-bounces", "mail-chatwoot", "mime-enmime", "mime-mikel"])
def test_every_mail_of_shared_data_is_taken_in(mailbox: Channel, folder: str) -> None:
    summary = importing.import_mails([shared(folder)], channel="Shop", by=SYSTEM)

    assert summary["read"] > 0
    assert summary["quarantined"] == 0


def test_without_a_server_a_channel_says_so(mailbox: Channel) -> None:
    assert CONNECTORS.get("email").fetch(channel=mailbox) == 0
