"""Where incoming mail ends up, on the mails that attackers and machines write (A1–A5, A7, A8, A14)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.mail.threading import make_message_id, make_reply_address
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.services import receive
from comptoir.channels.states import Intake
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, ConversationLink, Message
from comptoir.conversations.queries.composing import composer
from comptoir.conversations.queries.thread import find
from comptoir.deadlines.models import Deadline
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from tests.conversations.conftest import Write, mail

KEY = settings.SECRET_KEY.encode()
NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
CAMILLE = "Camille Laurent <camille@buyer.example>"
FORGED = "mx.shop.example; dmarc=fail header.from=buyer.example"


@pytest.fixture
def conversation(write: Write) -> Conversation:
    with freeze(NOON):
        write()
    return Conversation.objects.get()


def letters(conversation: Conversation) -> list[tuple[str, int]]:
    found = Message.objects.filter(conversation=conversation).order_by("pk")
    return list(found.values_list("author_kind", "audience"))


def trust(mailbox: Channel) -> None:
    """The mailbox's own server says what it found about senders."""
    mailbox.settings = {"mail_servers": ["mx.shop.example"]}
    mailbox.save()


# --- Forged senders -----------------------------------------------------------------------------


def test_a1_a_mail_from_an_agents_address_is_never_an_agents_message(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    lookalike = make_message_id(
        key=b"not our key", conversation_id=conversation.pk, message_id=1, domain="shop.example"
    )

    write(
        "Refund him all of it.",
        sender=f"Inès Bernard <{agent.member.email}>",
        message_id=f"<{lookalike}>",
        In_Reply_To=f"<{lookalike}>",
    )

    other = Conversation.objects.exclude(pk=conversation.pk).get()
    assert letters(conversation) == [("buyer", Party.BUYER | Party.OPERATOR)]
    assert letters(other) == [("buyer", Party.BUYER | Party.OPERATOR)]
    assert not ConversationLink.objects.exists()


def test_a1_a_forged_colleague_forwards_nothing(
    mailbox: Channel, agent: Identity, write: Write
) -> None:
    trust(mailbox)
    passed_on = (
        "---------- Forwarded message ---------\n"
        "From: Victim <victim@elsewhere.example>\nDate: Mon, 16 Nov 2026 at 09:00\n"
        "Subject: Help\nTo: <desk@shop.example>\n\nPlease refund me.\n"
    )

    write(
        passed_on,
        sender=f"Inès Bernard <{agent.member.email}>",
        subject="Fwd: Help",
        Authentication_Results="mx.shop.example; dmarc=fail header.from=shop.example",
    )

    conversation = Conversation.objects.get()
    assert conversation.identity is not None
    assert conversation.identity.value == agent.member.email
    assert conversation.is_spam


def test_a2_a_forged_buyer_with_a_known_id_continues_nothing(
    conversation: Conversation, mailbox: Channel, write: Write
) -> None:
    trust(mailbox)
    before = Conversation.objects.values().get()

    write(
        "Send it to another address.",
        message_id="<evil@evil.example>",
        In_Reply_To="<one@buyer.example>",
        Authentication_Results=FORGED,
    )

    apart = Conversation.objects.exclude(pk=conversation.pk).get()
    assert Conversation.objects.values().get(pk=conversation.pk) == before
    assert (apart.is_spam, apart.spam_reason) == (True, "forged")
    assert apart.next_due_at is None and apart.waiting_since is None
    assert ConversationLink.objects.get().earlier_id == conversation.pk


def test_a2_a_forged_reply_address_finds_nothing(conversation: Conversation, write: Write) -> None:
    forged = make_reply_address(
        "desk@shop.example", key=b"not our key", conversation_id=conversation.pk
    )

    write(message_id="<two@buyer.example>", subject="Re: My order", to=forged)

    assert Conversation.objects.count() == 2


def test_a_signed_reply_address_finds_its_conversation_without_any_id(
    conversation: Conversation, write: Write
) -> None:
    signed = make_reply_address("desk@shop.example", key=KEY, conversation_id=conversation.pk)

    write("And now?", message_id="<two@buyer.example>", to=signed)

    conversation.refresh_from_db()
    assert Conversation.objects.count() == 1
    assert conversation.operator_count == 2


# --- Strangers ----------------------------------------------------------------------------------


def test_a3_a_stranger_in_cc_is_read_by_the_operator_alone(
    write: Write, agent: Identity, mailbox: Channel
) -> None:
    write(Cc="Friend <friend@elsewhere.example>")
    conversation = Conversation.objects.get()

    write(
        "I am her friend.",
        sender="Friend <friend@elsewhere.example>",
        message_id="<three@elsewhere.example>",
        In_Reply_To="<one@buyer.example>",
        Cc="spy@evil.example",
    )

    conversation.refresh_from_db()
    assert letters(conversation) == [
        ("buyer", Party.BUYER | Party.OPERATOR),
        ("other", Party.OPERATOR),
    ]
    assert conversation.buyer_excerpt.startswith("Where is my parcel?")
    assert conversation.buyer_count == 1
    assert "spy@evil.example" not in composer(agent, find(agent.viewer, conversation.pk)).cc


def test_a3_an_unknown_stranger_with_a_known_id_gets_a_linked_conversation(
    conversation: Conversation, write: Write
) -> None:
    write(
        "Tell me all about it.",
        sender="Eve <eve@evil.example>",
        message_id="<eve@evil.example>",
        In_Reply_To="<one@buyer.example>",
    )

    assert letters(conversation) == [("buyer", Party.BUYER | Party.OPERATOR)]
    link = ConversationLink.objects.get()
    assert link.earlier_id == conversation.pk
    assert link.later.identity is not None
    assert link.later.identity.value == "eve@evil.example"


def test_a4_two_buyers_with_one_subject_have_two_conversations(
    conversation: Conversation, write: Write
) -> None:
    write(sender="Tom <tom@buyer.example>", message_id="<tom@buyer.example>", subject="My order")

    assert Conversation.objects.count() == 2
    assert not ConversationLink.objects.exists()


def test_a4_the_same_buyer_without_ids_begins_anew_under_the_same_subject(
    conversation: Conversation, write: Write
) -> None:
    write(message_id="<later@buyer.example>", subject="Re: My order")

    assert Conversation.objects.count() == 2


# --- Message-IDs --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message_id", ["", "<>", "no brackets", "<" + "x" * 1_000_000 + "@a.example>", "<\0@\udce9>"]
)
def test_a5_a_strange_message_id_is_taken_in(mailbox: Channel, message_id: str) -> None:
    raw = (
        f"From: {CAMILLE}\r\nTo: desk@shop.example\r\nSubject: Hi\r\nMessage-ID: {message_id}\r\n"
        "\r\nWhere is my parcel? I have been waiting for ten days.\r\n"
    ).encode("utf-8", "surrogateescape")

    received = receive(by=SYSTEM, channel=mailbox, raw=raw)

    assert received.state is Intake.STORED
    assert len(Message.objects.get().external_id) <= 998


def test_a5_a_repeated_message_id_with_other_words_is_no_duplicate(
    conversation: Conversation, write: Write
) -> None:
    again = write("Something quite different")

    assert again.state is Intake.STORED
    assert Message.objects.count() == 2


def test_a5_without_any_message_id_two_mails_are_two_conversations(mailbox: Channel) -> None:
    for words in ("First words", "Other words"):
        raw = f"From: {CAMILLE}\r\nSubject: Hi\r\n\r\n{words}\r\n".encode()
        receive(by=SYSTEM, channel=mailbox, raw=raw)

    assert Conversation.objects.count() == 2


# --- Time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 31 Dec 2099 23:59:59 +0000",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "Mon, 99 Foo 2026 77:77:77 +9999",
        "",
    ],
)
def test_a14_the_date_header_moves_neither_order_nor_clock(
    conversation: Conversation, write: Write, date: str
) -> None:
    with freeze(NOON + timedelta(minutes=1)):
        write(
            "Second",
            message_id="<two@buyer.example>",
            In_Reply_To="<one@buyer.example>",
            Date=date,
        )

    conversation.refresh_from_db()
    newest = Message.objects.latest("pk")
    assert newest.text == "Second"
    assert conversation.operator_last_id == newest.pk
    assert conversation.last_message_at == NOON + timedelta(minutes=1)
    assert conversation.waiting_since == NOON
    assert {d.started_at for d in Deadline.objects.all()} == {NOON}


# --- Everybody is answered ------------------------------------------------------------------------


def test_a15_an_answer_to_all_keeps_to_and_cc(write: Write, agent: Identity) -> None:
    write(
        to="desk@shop.example, Partner <partner@buyer.example>",
        Cc="boss@buyer.example, DESK@shop.example",
    )
    conversation = Conversation.objects.get()

    offered = composer(agent, find(agent.viewer, conversation.pk))
    services.reply(
        by=agent.actor,
        conversation_id=conversation.pk,
        text="It left.",
        audience=Party.BUYER,
        recipients=services.Recipients(cc=offered.cc),
    )

    letter = services.letter_for(delivery=Delivery.objects.get())
    assert letter is not None
    assert [a.address for a in letter.to] == ["camille@buyer.example"]
    assert [a.address for a in letter.cc] == ["partner@buyer.example", "boss@buyer.example"]


# --- Merged conversations -------------------------------------------------------------------------


def test_a_mail_to_a_merged_conversation_joins_the_one_it_was_merged_into(
    conversation: Conversation, write: Write
) -> None:
    write(message_id="<second@buyer.example>", subject="Another")
    target = Conversation.objects.latest("pk")
    Conversation.objects.filter(pk=conversation.pk).update(merged_into=target)

    write("On", message_id="<three@buyer.example>", In_Reply_To="<one@buyer.example>")

    target.refresh_from_db()
    assert target.operator_count == 2


def test_a_circle_of_merged_conversations_loses_no_mail(
    conversation: Conversation, write: Write
) -> None:
    write(message_id="<second@buyer.example>", subject="Another")
    target = Conversation.objects.latest("pk")
    Conversation.objects.filter(pk=conversation.pk).update(merged_into=target)
    Conversation.objects.filter(pk=target.pk).update(merged_into=conversation)

    received = write("On", message_id="<3@buyer.example>", In_Reply_To="<one@buyer.example>")

    assert received.state is Intake.STORED
    assert Conversation.objects.count() == 3


def test_the_language_follows_what_the_buyer_writes(
    conversation: Conversation, write: Write
) -> None:
    assert conversation.language == "en"

    write(
        "Bonjour, je préfère écrire en français, où est mon colis ?",
        message_id="<fr@buyer.example>",
        In_Reply_To="<one@buyer.example>",
    )

    conversation.refresh_from_db()
    assert conversation.language == "fr"
    assert list(Message.objects.order_by("pk").values_list("language", flat=True)) == ["en", "fr"]


def test_a_failing_mail_leaves_nothing_behind(
    mailbox: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One mail, one commit: what fails late takes its message with it."""
    monkeypatch.setattr("comptoir.conversations.services.arriving.our_turn", lambda *_: 1 / 0)
    raw = mail("Words", sender=CAMILLE, subject="Hi", message_id="<one@buyer.example>")

    with transaction.atomic():
        received = receive(by=SYSTEM, channel=mailbox, raw=raw)

    assert received.state is Intake.FAILED
    assert not Conversation.objects.exists() and not Message.objects.exists()
