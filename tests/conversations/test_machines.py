"""Mail that machines write, and the desk's own automatic mail (A7, A8, B1)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import AutomaticMail, Channel, Delivery
from comptoir.channels.services import receive
from comptoir.channels.states import Intake
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.policies.acknowledging import Silence
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import freeze
from tests.conversations.conftest import Write, mail

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def conversation(write: Write) -> Conversation:
    with freeze(NOON):
        write()
    return Conversation.objects.get()


@pytest.fixture
def polite(mailbox: Channel) -> Channel:
    """A mailbox that acknowledges new conversations."""
    words = {"open": "We have your message.", "closed": "We are closed and have your message."}
    mailbox.acknowledge, mailbox.acknowledgements = True, {"en": words}
    mailbox.save()
    return mailbox


def acknowledge(message_id: str) -> Silence:
    message = Message.objects.get(external_id=message_id)
    return services.acknowledge(conversation_id=message.conversation_id, message_id=message.pk)


def test_a7_two_desks_that_answer_each_other_stop_at_once(polite: Channel, write: Write) -> None:
    desk = "Other desk <desk@other.example>"

    first = write("We got your message.", sender=desk, message_id="<d1@other.example>")
    answered = acknowledge("d1@other.example")
    write("We got your message!", sender=desk, message_id="<d2@other.example>", subject="My order")
    repeated = acknowledge("d2@other.example")

    assert first.state is Intake.STORED
    assert (answered, repeated) == (Silence.NONE, Silence.SAME_SUBJECT)
    assert AutomaticMail.objects.count() == 1


def test_a7_ten_automatic_mails_to_one_address_are_the_end(polite: Channel, write: Write) -> None:
    silences = []
    for at in range(12):
        write(f"Words {at}", message_id=f"<{at}@buyer.example>", subject=f"Subject {at}")
        silences.append(acknowledge(f"{at}@buyer.example"))

    assert silences == [Silence.NONE] * 10 + [Silence.TOO_MANY] * 2


def test_where_nothing_is_acknowledged_one_statement_says_so(
    mailbox: Channel, write: Write, django_assert_num_queries: Callable[..., object]
) -> None:
    write(message_id="<quiet@buyer.example>")
    message = Message.objects.get()

    # The statement between a savepoint and its end.
    with django_assert_num_queries(3):
        silence = services.acknowledge(
            conversation_id=message.conversation_id, message_id=message.pk
        )

    assert silence is Silence.SWITCHED_OFF
    assert Message.objects.count() == 1


def test_a7_a_mail_that_says_it_is_automatic_moves_no_clock(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    services.set_status(by=agent.actor, conversation_id=conversation.pk, status="resolved")

    write(
        "I am away until Monday.",
        message_id="<away@buyer.example>",
        In_Reply_To="<one@buyer.example>",
        Auto_Submitted="auto-replied",
    )

    conversation.refresh_from_db()
    assert conversation.category == "resolved"
    assert conversation.next_due_at is None
    assert conversation.operator_count == 2


def test_b1_an_acknowledgement_holds_no_word_of_the_stranger(polite: Channel, write: Write) -> None:
    write("BUY CHEAP PILLS at evil.example", subject="CHEAP PILLS")

    acknowledge("one@buyer.example")

    letter = services.letter_for(delivery=Delivery.objects.get())
    assert letter is not None
    assert letter.subject == "Your message to Shop"
    assert "PILLS" not in letter.text
    assert "evil.example" not in letter.text
    assert letter.auto_submitted


def test_b1_a_forwarded_mail_is_not_acknowledged(
    polite: Channel, agent: Identity, write: Write
) -> None:
    passed_on = (
        "---------- Forwarded message ---------\n"
        "From: Victim <victim@elsewhere.example>\nDate: Mon, 16 Nov 2026 at 09:00\n"
        "Subject: Help\nTo: <desk@shop.example>\n\nPlease refund me.\n"
    )
    write(passed_on, sender=f"Inès Bernard <{agent.member.email}>", subject="Fwd: Help")

    silence = acknowledge("one@buyer.example")

    assert silence is Silence.PASSED_ON
    assert not Delivery.objects.exists()


def test_a8_our_own_mail_that_comes_back_is_an_echo(
    conversation: Conversation, agent: Identity, mailbox: Channel
) -> None:
    services.reply(
        by=agent.actor, conversation_id=conversation.pk, text="It left.", audience=Party.BUYER
    )
    ours = Delivery.objects.get().message_id
    raw = mail("It left.", sender="Shop <desk@shop.example>", subject="Re", message_id=f"<{ours}>")

    received = receive(by=Actor(ActorKind.CHANNEL, mailbox.pk), channel=mailbox, raw=raw)

    assert received.state is Intake.ECHO
    assert Message.objects.count() == 2
