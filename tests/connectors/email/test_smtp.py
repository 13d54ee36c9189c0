"""Letters handed to a real SMTP server: taken, refused for now, refused for good, repeated."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels import services as channels
from comptoir.channels.errors import ConnectorError
from comptoir.channels.mail.compose import Letter
from comptoir.channels.mail.shapes import Address
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.states import Sending
from comptoir.connectors.email import smtp as carrier
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.services.replying import Recipients
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze, now
from tests.connectors.email.conftest import with_password
from tests.connectors.email.mail_servers import Standin, only, smtp_server
from tests.conversations.conftest import Write

LETTER = Letter(
    message_id="one@shop.example",
    sender=Address("Shop", "desk@shop.example"),
    to=(Address("", "ana@buyer.example"),),
    cc=(Address("", "bo@buyer.example"),),
    subject="Re: My vase",
    text="It leaves today.",
)
ALONE = Recipients()
SOON = timedelta(seconds=30)
SMUGGLING = (
    b"From: =?utf-8?q?Camille=0D=0ABcc:_eve=40evil.example?= <camille@buyer.example>\r\n"
    b"To: desk@shop.example\r\n"
    b"Subject: =?utf-8?q?Vase=0D=0ABcc:_eve=40evil.example?=\r\n"
    b"Message-ID: <one@buyer.example>\r\n\r\nWhere is it?"
)


@pytest.fixture
def answered(sending: Channel, write: Write, agent: Identity) -> Delivery:
    """A buyer wrote, an agent answered; the letter is due."""
    write(Cc="sister@buyer.example")
    return _reply(agent, "It leaves today.")


def _reply(agent: Identity, text: str, recipients: Recipients = ALONE) -> Delivery:
    services.reply(
        by=agent.actor,
        conversation_id=Conversation.objects.get().pk,
        text=text,
        audience=Party.BUYER,
        recipients=recipients,
    )
    return Delivery.objects.latest("pk")


def _deliver(delivery: Delivery) -> Delivery:
    channels.deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_a_reply_arrives_with_the_headers_that_thread_it(answered: Delivery, smtp: Standin) -> None:
    delivery = _deliver(answered)

    assert delivery.state == Sending.SENT
    (taken,) = smtp.taken
    assert taken.sender == "desk@shop.example"
    assert taken.recipients == ["camille@buyer.example"]
    assert taken.mail["Message-ID"] == f"<{delivery.message_id}>"
    assert taken.mail["In-Reply-To"] == "<one@buyer.example>"
    assert taken.mail["References"] == "<one@buyer.example>"
    assert [part.get_content_type() for part in taken.mail.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


def test_b7_a_refusal_for_now_is_repeated_with_the_same_message_id(
    answered: Delivery, smtp: Standin
) -> None:
    smtp.answers.extend(["451 try again later", "450 not yet"])

    first = _deliver(answered)
    assert (first.state, first.code, first.attempts) == (Sending.RETRYING, "451", 1)
    assert first.next_attempt_at == pytest.approx(now() + timedelta(minutes=5), abs=SOON)
    assert _deliver(answered).attempts == 1  # not yet due: nobody dials

    with freeze(now() + timedelta(minutes=6)):
        assert _deliver(answered).attempts == 2
    with freeze(now() + timedelta(minutes=67)):
        assert _deliver(answered).state == Sending.SENT

    assert [t.mail["Message-ID"] for t in smtp.taken] == [f"<{answered.message_id}>"]


def test_b7_a_delivery_that_was_sent_is_never_sent_again(answered: Delivery, smtp: Standin) -> None:
    _deliver(answered)

    _deliver(answered)

    assert len(smtp.taken) == 1


def test_b7_an_answer_that_got_lost_leads_to_the_same_message_id_once_more(
    answered: Delivery, smtp: Standin
) -> None:
    smtp.answers.append("250 gone")

    assert _deliver(answered).state == Sending.RETRYING
    with freeze(now() + timedelta(minutes=6)):
        assert _deliver(answered).state == Sending.SENT

    assert [t.mail["Message-ID"] for t in smtp.taken] == [f"<{answered.message_id}>"] * 2


def test_a_refusal_for_good_stops_and_a_person_may_send_it_again(
    answered: Delivery, smtp: Standin, agent: Identity
) -> None:
    smtp.answers.append("550 5.7.1 not from you")

    delivery = _deliver(answered)
    assert (delivery.state, delivery.code) == (Sending.FAILED, "550")
    assert "not from you" in delivery.trouble
    assert delivery.next_attempt_at is None

    channels.resend(by=agent.actor, delivery_id=delivery.pk)
    assert _deliver(delivery).state == Sending.SENT
    assert [t.mail["Message-ID"] for t in smtp.taken] == [f"<{answered.message_id}>"]


def test_after_seven_days_of_temporary_trouble_it_is_given_up(
    answered: Delivery, smtp: Standin
) -> None:
    smtp.answers.append("451 later")

    with freeze(now() + timedelta(days=6, hours=23, minutes=58)):
        delivery = _deliver(answered)

    assert (delivery.state, delivery.next_attempt_at) == (Sending.FAILED, None)


def test_a15_everybody_who_was_chosen_receives_it(
    sending: Channel, smtp: Standin, write: Write, agent: Identity
) -> None:
    write(to="desk@shop.example, aunt@buyer.example", Cc="sister@buyer.example")

    chosen = Recipients(
        to=("camille@buyer.example", "aunt@buyer.example"), cc=("sister@buyer.example",)
    )
    _deliver(_reply(agent, "It leaves today.", chosen))

    (taken,) = smtp.taken
    assert taken.recipients == [
        "camille@buyer.example",
        "aunt@buyer.example",
        "sister@buyer.example",
    ]
    assert taken.mail["To"] == "camille@buyer.example, aunt@buyer.example"
    assert taken.mail["Cc"] == "sister@buyer.example"


def test_b7_who_took_it_gets_no_second_copy_when_another_is_refused(
    sending: Channel, smtp: Standin, write: Write, agent: Identity
) -> None:
    write(Cc="full@buyer.example, gone@buyer.example")
    smtp.refused = {"full@buyer.example": "452 full", "gone@buyer.example": "550 no such user"}

    chosen = Recipients(cc=("full@buyer.example", "gone@buyer.example"))
    delivery = _deliver(_reply(agent, "It leaves today.", chosen))
    assert delivery.state == Sending.RETRYING
    assert "full@buyer.example (full)" in delivery.trouble
    del smtp.refused["full@buyer.example"]
    with freeze(now() + timedelta(minutes=6)):
        delivery = _deliver(delivery)

    assert (delivery.state, delivery.code) == (Sending.FAILED, "550")
    assert delivery.trouble_said == "The mail server refused gone@buyer.example (no such user)."
    assert [t.recipients for t in smtp.taken] == [
        ["camille@buyer.example"],
        ["full@buyer.example"],
    ]
    assert smtp.taken[0].mail["Cc"] == "full@buyer.example, gone@buyer.example"


def test_b2_no_header_can_be_smuggled_in_by_subject_or_name(
    sending: Channel, smtp: Standin, agent: Identity
) -> None:
    channels.receive(by=SYSTEM, channel=sending, raw=SMUGGLING)

    _deliver(_reply(agent, "It leaves today."))

    (taken,) = smtp.taken
    assert taken.recipients == ["camille@buyer.example"]
    assert "Bcc" not in taken.mail
    assert taken.mail["Subject"] == "Re: Vase Bcc: eve@evil.example"


def test_b3_an_internal_note_is_in_no_quote_and_no_header(
    sending: Channel, smtp: Standin, write: Write, agent: Identity
) -> None:
    write("Where is my vase?")
    services.write_note(
        by=agent.actor,
        conversation_id=Conversation.objects.get().pk,
        text="He is a difficult one.",
    )

    _deliver(_reply(agent, "It leaves today."))

    (taken,) = smtp.taken
    plain = taken.mail.get_body(("plain",))
    page = taken.mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    for words in (plain.get_content(), page.get_content(), str(taken.mail["References"])):
        assert "difficult" not in words
    assert "> Where is my vase?" in plain.get_content()


def test_a_wrong_password_is_told_at_the_channel_and_forgotten_when_it_works(
    answered: Delivery, sending: Channel
) -> None:
    options = {"authenticator": only(b"desk@shop.example", b"right"), "auth_required": True}
    with smtp_server(auth_require_tls=False, **options) as strict:
        sending.settings["smtp"]["port"] = strict.port
        with_password(sending, "wrong")
        assert _deliver(answered).state == Sending.RETRYING
        sending.refresh_from_db()
        assert "refused to sign us in" in sending.sending_trouble

        with_password(sending, "right")
        with freeze(now() + timedelta(minutes=6)):
            assert _deliver(answered).state == Sending.SENT

    sending.refresh_from_db()
    assert sending.sending_trouble == ""


def test_a_server_that_is_not_there_is_a_temporary_trouble(
    answered: Delivery, sending: Channel
) -> None:
    sending.settings["smtp"]["port"] = 1
    sending.save()

    delivery = _deliver(answered)

    assert delivery.state == Sending.RETRYING
    assert "was not reached" in delivery.trouble


def test_e1_a_private_address_is_not_dialled(sending: Channel, settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ()

    with pytest.raises(ConnectorError, match="private address"):
        carrier.send(sending, LETTER, LETTER.recipients)


def test_a_mail_of_which_the_server_takes_nothing_says_who_was_refused(
    sending: Channel, smtp: Standin
) -> None:
    smtp.refused = dict.fromkeys(LETTER.recipients, "550 no such user")

    with pytest.raises(ConnectorError) as refusal:
        carrier.send(sending, LETTER, LETTER.recipients)

    assert refusal.value.permanent
    assert refusal.value.accepted == ()
    assert "ana@buyer.example (no such user)" in str(refusal.value)
