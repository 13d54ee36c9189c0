"""Mail of the catalogue that needs the whole way in: machines, bad addresses, bombs, poison."""

import base64
import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels import services as channels
from comptoir.channels.models import Channel, Delivery, Envelope
from comptoir.channels.services import importing, intake
from comptoir.channels.services.quarantine import retry_failed
from comptoir.channels.slots import CONNECTORS
from comptoir.channels.states import Intake, Sending
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.conversations.policies.acknowledging import Silence
from comptoir.journal.models import Entry
from comptoir.kit import files
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from tests.conversations.conftest import Write, agent, mail, mailbox, make_member, write
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


# --- A6 -------------------------------------------------------------------------------------

BOUNCE = """\
From: {sender}
To: desk@shop.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b
{headers}
--b
Content-Type: text/plain

Your mail was not delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.buyer.example

Final-Recipient: rfc822; camille@buyer.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: <{message_id}>
Subject: Re: My order

--b--
"""


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("MAILER-DAEMON@mx.buyer.example", ""),
        ("postbote@buyer.example", ""),
        ("postbote@buyer.example", "Return-Path: <>\n"),
        ("postbote@buyer.example", "Auto-Submitted: auto-replied\n"),
    ],
)
def test_a6_a_bounce_is_known_without_its_usual_sender_and_stands_on_the_message(
    write: Write, agent: Identity, mailbox: Channel, sender: str, headers: str
) -> None:
    write()
    delivery = _sent_reply(agent)

    raw = BOUNCE.format(sender=sender, headers=headers, message_id=delivery.message_id)
    received = take(mailbox, raw.encode())

    assert received.state is Intake.BOUNCE
    delivery.refresh_from_db()
    assert (delivery.state, delivery.bounce_kind) == (Sending.BOUNCED, "hard")
    assert delivery.code == "5.1.1"
    assert Conversation.objects.count() == 1


def _sent_reply(agent: Identity) -> Delivery:
    services.reply(
        by=agent.actor,
        conversation_id=Conversation.objects.get().pk,
        text="It leaves today.",
        audience=Party.BUYER,
    )
    Delivery.objects.update(state=Sending.SENT)
    return Delivery.objects.get()


def test_a6_a_bounce_of_a_mail_that_we_never_sent_changes_nothing(mailbox: Channel) -> None:
    raw = BOUNCE.format(sender="MAILER-DAEMON@x.example", headers="", message_id="x@evil.example")

    assert take(mailbox, raw.encode()).state is Intake.BOUNCE
    assert Conversation.objects.count() == Delivery.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "value"), [("Auto_Submitted", "auto-replied"), ("X_Autoreply", "yes")]
)
def test_a6_a_mail_that_a_machine_surely_wrote_starts_no_clock(
    write: Write, name: str, value: str
) -> None:
    received = write("I am away until Monday.", **{name: value})

    assert (received.state, received.is_auto_reply) == (Intake.STORED, True)
    conversation = Conversation.objects.get()
    assert (conversation.waiting_since, conversation.next_due_at) == (None, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X_Auto_Response_Suppress", "All"),
        ("Precedence", "bulk"),
        ("Precedence", "auto_reply"),
        ("Return_Path", "<>"),
    ],
)
def test_a6_what_may_be_a_machine_is_read_by_people_and_answered_by_no_machine(
    mailbox: Channel, write: Write, name: str, value: str
) -> None:
    acknowledging(mailbox)

    received = write("Where is my parcel?", channel=mailbox, **{name: value})

    assert acknowledged(received) is Silence.AUTOMATIC
    assert Conversation.objects.get().waiting_since is not None


def acknowledging(channel: Channel) -> None:
    channel.acknowledge = True
    channel.acknowledgements = {"en": {"open": "Thanks.", "closed": "Thanks."}}
    channel.save()


def acknowledged(received: channels.Received) -> Silence:
    assert received.taken is not None
    return services.acknowledge(
        conversation_id=received.taken.conversation_id, message_id=received.taken.message_id
    )


AWAY = {
    "en": "Out of office: Re: My order",
    "de": "Abwesenheitsnotiz: Ihre Bestellung",
    "fr": "Réponse automatique : Re: Ma commande",
    "es": "Respuesta automática: Mi pedido",
    "it": "Risposta automatica: Il mio ordine",
    "nl": "Automatisch antwoord: Mijn bestelling",
    "pt": "Resposta automática: O meu pedido",
    "pl": "Autoodpowiedź: Moje zamówienie",
    "ru": "Автоматический ответ: Мой заказ",
    "sv": "Autosvar: Min beställning",
}


@pytest.mark.parametrize("subject", AWAY.values(), ids=AWAY.keys())
def test_a6_away_notes_in_ten_languages_start_no_clock(write: Write, subject: str) -> None:
    assert write("…", subject=subject).is_auto_reply

    assert Conversation.objects.get().waiting_since is None


# --- A9 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sender", ["", "nobody", "<>", "Camille <camille@>", "@buyer.example", "x" * 400]
)
def test_a9_a_mail_of_nobody_is_taken_in_and_nothing_is_sent_for_ever(
    mailbox: Channel, sender: str
) -> None:
    acknowledging(mailbox)
    raw = f"From: {sender}\r\nSubject: Parcel\r\n\r\nWhere is it?".encode()

    received = take(mailbox, raw)

    assert received.state is Intake.STORED
    acknowledged(received)
    for delivery in Delivery.objects.all():
        channels.deliver(delivery_id=delivery.pk)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.code) == (Sending.FAILED, "unfit")
        assert delivery.next_attempt_at is None


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
