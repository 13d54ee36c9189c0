"""Mail of the catalogue that machines wrote, or nobody: bounces, away notes, null senders (A6, A9)."""

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels import services as channels
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.states import Intake, Sending
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.policies.acknowledging import Silence
from comptoir.kit.actor import Actor, ActorKind
from tests.conversations.conftest import Write, agent, mailbox, write

__all__ = ["agent", "mailbox", "write"]


def take(channel: Channel, raw: bytes) -> channels.Received:
    return channels.receive(by=Actor(ActorKind.CHANNEL, channel.pk), channel=channel, raw=raw)


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
