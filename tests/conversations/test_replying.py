"""A reply on its way: sent once, taken back in time, answered meanwhile, failed, come back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.errors import TooLateToUndo
from comptoir.channels.mail.compose import compose
from comptoir.channels.mail.read import read_mail
from comptoir.channels.mail.shapes import Bounce, BounceKind, BounceReason
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.services import receive
from comptoir.channels.services.bounces import note_bounce
from comptoir.channels.states import Sending
from comptoir.commerce.models import Buyer, Seller
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation, Draft, Message
from comptoir.conversations.queries.marks import sending_of
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze
from tests.conversations.conftest import Write, make_member

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def conversation(write: Write) -> Conversation:
    with freeze(NOON):
        write()
    return Conversation.objects.get()


@pytest.fixture
def with_seller(conversation: Conversation) -> Conversation:
    conversation.seller = Seller.objects.create(
        external_id="s1", name="Kéramos", sort_name="keramos", email="seller@keramos.example"
    )
    conversation.save()
    return conversation


def answer(agent: Identity, conversation: Conversation, **more: object) -> Message:
    told = {"text": "It left today.", "audience": Party.BUYER, **more}
    return services.reply(by=agent.actor, conversation_id=conversation.pk, **told)  # type: ignore[arg-type]


def release() -> None:
    for delivery in Delivery.objects.filter(state=Sending.HELD):
        with transaction.atomic():
            services.release(by=SYSTEM, delivery=delivery)
        Delivery.objects.filter(pk=delivery.pk).update(state=Sending.SENT)


def bounce_of(delivery: Delivery) -> Bounce:
    return Bounce(
        BounceKind.HARD,
        BounceReason.USER_UNKNOWN,
        status="5.1.1",
        original_message_id=delivery.message_id,
    )


def turn_of(conversation: Conversation) -> tuple[str | None, str, datetime | None]:
    conversation.refresh_from_db()
    return conversation.status_id, conversation.category, conversation.waiting_since


# --- Once ---------------------------------------------------------------------------------------


def test_a_form_that_is_sent_twice_is_one_message(
    conversation: Conversation, agent: Identity
) -> None:
    first = answer(agent, conversation, token="abc")
    again = answer(agent, conversation, token="abc", text="Changed a little.")
    other = answer(agent, conversation, token="def")

    assert again == first
    assert other != first
    assert Delivery.objects.count() == 2


def test_another_members_form_with_the_same_token_is_another_message(
    conversation: Conversation, agent: Identity
) -> None:
    jonas = make_member("jonas@shop.example", "Jonas Weber", "agent")

    assert answer(agent, conversation, token="abc") != answer(jonas, conversation, token="abc")


def test_a_note_that_is_sent_twice_is_one_note(conversation: Conversation, agent: Identity) -> None:
    for _ in range(2):
        services.write_note(
            by=agent.actor, conversation_id=conversation.pk, text="Look.", token="abc"
        )

    assert Message.objects.filter(author_kind="agent").count() == 1


def test_the_page_gives_each_composer_a_form_of_its_own(
    client: Client, conversation: Conversation, agent: Identity
) -> None:
    client.force_login(agent.member)
    form = {"mode": "reply", "text": "It left.", "audience": "1", "token": "one-form"}

    first = client.post(f"/c/{conversation.pk}/send/", form)
    second = client.post(f"/c/{conversation.pk}/send/", form)

    assert (first.status_code, second.status_code) == (200, 200)
    assert Delivery.objects.count() == 1


# --- Taken back ---------------------------------------------------------------------------------


def test_without_time_to_undo_nothing_offers_it(
    client: Client, conversation: Conversation, agent: Identity, mailbox: Channel
) -> None:
    mailbox.undo_seconds = 0
    mailbox.save()
    client.force_login(agent.member)

    response = client.post(
        f"/c/{conversation.pk}/send/", {"mode": "reply", "text": "It left.", "audience": "1"}
    )

    assert "undo" in response.headers["HX-Trigger"]
    assert f"/m/{Message.objects.latest('pk').pk}/undo/" not in response.headers["HX-Trigger"]
    assert Delivery.objects.get().next_attempt_at is not None


def test_words_begun_since_are_kept_behind_those_taken_back(
    conversation: Conversation, agent: Identity
) -> None:
    message = answer(
        agent, conversation, recipients=services.Recipients(cc=("boss@buyer.example",))
    )
    services.save_draft(
        by=agent.actor, conversation_id=conversation.pk, mode="reply", text="And another thing"
    )

    draft = services.withdraw(by=agent.actor, message_id=message.pk)

    assert draft.text == "It left today.\n\nAnd another thing"
    assert draft.cc == ["boss@buyer.example"]
    assert Draft.objects.count() == 1


def test_files_come_back_with_the_words(conversation: Conversation, agent: Identity) -> None:
    services.attach_to_draft(
        by=agent.actor,
        conversation_id=conversation.pk,
        mode="reply",
        name="label.txt",
        content_type="text/plain",
        content=b"a label",
    )
    message = answer(agent, conversation)
    assert message.files == 1

    draft = services.withdraw(by=agent.actor, message_id=message.pk)

    assert Attachment.objects.get().draft_id == draft.pk
    assert Attachment.objects.get().message_id is None


def test_what_was_released_or_taken_back_is_not_taken_back(
    conversation: Conversation, agent: Identity
) -> None:
    released = answer(agent, conversation)
    release()
    withdrawn = answer(agent, conversation)
    services.withdraw(by=agent.actor, message_id=withdrawn.pk)

    for message_id in (released.pk, withdrawn.pk, 999_999):
        with pytest.raises(TooLateToUndo):
            services.withdraw(by=agent.actor, message_id=message_id)

    assert Message.objects.filter(pk=released.pk).exists()


# --- Whose turn it is ---------------------------------------------------------------------------


def test_who_writes_while_a_reply_is_held_goes_on_waiting(
    conversation: Conversation, agent: Identity, write: Write
) -> None:
    with freeze(NOON + timedelta(minutes=5)):
        answer(agent, conversation, then_resolve=True)
    with freeze(NOON + timedelta(minutes=6)):
        write("One more thing", message_id="<2@buyer.example>", In_Reply_To="<one@buyer.example>")
        release()

    assert turn_of(conversation) == ("open", "open", NOON + timedelta(minutes=6))
    assert conversation.first_replied_at == NOON + timedelta(minutes=5)
    assert conversation.next_due_kind == "next_reply"
    assert conversation.next_due_started_at == NOON + timedelta(minutes=6)


def test_a_question_to_the_seller_lets_our_clock_rest_and_his_answer_wakes_it(
    with_seller: Conversation, agent: Identity, write: Write
) -> None:
    with freeze(NOON + timedelta(minutes=5)):
        answer(agent, with_seller, audience=Party.SELLER)
        release()
    assert turn_of(with_seller) == ("waiting_seller", "waiting", NOON)
    assert with_seller.next_due_at is None
    assert with_seller.next_due_paused_left is not None

    letter = Delivery.objects.get().message_id
    with freeze(NOON + timedelta(minutes=30)):
        write(
            "It was packed well.",
            sender="Kéramos <seller@keramos.example>",
            message_id="<s@keramos.example>",
            In_Reply_To=f"<{letter}>",
        )

    assert turn_of(with_seller) == ("open", "open", NOON)
    assert with_seller.next_due_at is not None
    assert with_seller.first_replied_at is None


def test_an_answer_to_a_seller_who_asked_keeps_the_promise(
    mailbox: Channel, agent: Identity, write: Write
) -> None:
    Seller.objects.create(
        external_id="s1", name="Kéramos", sort_name="keramos", email="seller@keramos.example"
    )
    write("Where is my payout?", sender="seller@keramos.example", message_id="<s@keramos.example>")
    conversation = Conversation.objects.get()
    assert conversation.next_due_at is not None

    answer(agent, conversation, audience=Party.SELLER)
    release()

    assert turn_of(conversation) == ("waiting_seller", "waiting", None)
    assert conversation.next_due_at is None


@pytest.mark.parametrize("after", ["stay", "resolve"])
def test_a_reply_that_comes_back_is_ours_again(
    conversation: Conversation, agent: Identity, after: str
) -> None:
    answer(agent, conversation, then_resolve=after == "resolve")
    release()
    delivery = Delivery.objects.get()
    assert turn_of(conversation)[1] == ("resolved" if after == "resolve" else "waiting")

    note_bounce(by=SYSTEM, bounce=bounce_of(delivery))

    status, category, since = turn_of(conversation)
    assert (status, category) == ("open", "open")
    assert since is not None
    assert conversation.next_due_at is not None
    delivery.refresh_from_db()
    sending = sending_of(Message.objects.latest("pk"), [delivery])
    assert sending is not None
    assert (sending.tone, sending.can_resend) == ("danger", True)


def test_a_reply_that_failed_for_good_is_ours_again(
    conversation: Conversation, agent: Identity
) -> None:
    answer(agent, conversation)
    release()
    delivery = Delivery.objects.get()
    delivery.state = Sending.FAILED

    with transaction.atomic():
        services.note_delivery(by=SYSTEM, delivery=delivery)

    assert turn_of(conversation)[1] == "open"
    assert Entry.objects.filter(event="conversations.DeliveryNoted").count() == 1


def test_a_warning_of_delay_changes_no_turn(conversation: Conversation, agent: Identity) -> None:
    answer(agent, conversation)
    release()

    note_bounce(by=SYSTEM, bounce=replace(bounce_of(Delivery.objects.get()), delayed=True))

    assert turn_of(conversation)[1] == "waiting"


def test_a_letter_quotes_the_buyer_and_never_our_own_acknowledgement(
    conversation: Conversation, agent: Identity, mailbox: Channel
) -> None:
    mailbox.acknowledge = True
    mailbox.acknowledgements = {"en": {"open": "Received.", "closed": "Received."}}
    mailbox.save()
    message = Message.objects.get()
    services.acknowledge(conversation_id=conversation.pk, message_id=message.pk)

    seen = message.pk
    answer(agent, conversation, last_seen_id=seen)

    letter = services.letter_for(delivery=Delivery.objects.latest("pk"))
    assert letter is not None
    assert "Where is my parcel?" in letter.text
    assert "Received." not in letter.text


@pytest.mark.parametrize(
    ("buyers_zone", "mailboxes_zone", "hour"),
    [
        ("Asia/Tokyo", "Europe/Paris", "21:00"),
        ("", "Europe/Paris", "13:00"),
        ("", "", "12:00"),
        ("Nowhere/Land", "Also/Nowhere", "12:00"),
    ],
)
def test_what_is_quoted_has_the_hour_of_its_readers_clock(
    write: Write,
    agent: Identity,
    mailbox: Channel,
    buyers_zone: str,
    mailboxes_zone: str,
    hour: str,
) -> None:
    mailbox.settings = {"time_zone": mailboxes_zone}
    mailbox.save()
    with freeze(datetime(2026, 11, 16, 12, 0, tzinfo=UTC)):
        write("Where is my parcel?")
    Buyer.objects.update(time_zone=buyers_zone, country="")

    answer(agent, Conversation.objects.get())

    letter = services.letter_for(delivery=Delivery.objects.latest("pk"))
    assert letter is not None
    assert f"On 16 Nov 2026, {hour}, Camille Laurent wrote:" in letter.text


# --- Headers ------------------------------------------------------------------------------------

_INJECTION = "=?utf-8?q?Hello=0D=0ABcc=3A_victim=40evil.example=0D=0A=0D=0AWords?="


def test_b2_no_name_and_no_subject_writes_a_header(agent: Identity, mailbox: Channel) -> None:
    mailbox.sender_name = "Shop\r\nBcc: victim@evil.example"
    mailbox.save()
    head = f"From: {_INJECTION} <camille@buyer.example>\r\nSubject: {_INJECTION}\r\n"
    receive(by=SYSTEM, channel=mailbox, raw=f"{head}\r\nWords\r\n".encode())
    conversation = Conversation.objects.get()

    answer(agent, conversation)

    letter = services.letter_for(delivery=Delivery.objects.get())
    assert letter is not None
    mail = read_mail(compose(letter))
    assert "bcc" not in mail.headers
    assert [a.address for a in mail.to] == ["camille@buyer.example"]
    assert mail.cc == ()


@pytest.mark.parametrize(
    "cc", ["not an address", "a@b.example\r\nBcc: c@d.example", "a@b.example,nobody"]
)
def test_b2_what_is_no_address_is_refused_and_the_words_stay(
    client: Client, conversation: Conversation, agent: Identity, cc: str
) -> None:
    client.force_login(agent.member)

    response = client.post(
        f"/c/{conversation.pk}/send/",
        {"mode": "reply", "text": "My careful words", "audience": "1", "cc": cc},
    )

    assert "is not an e-mail address" in response.content.decode()
    assert "My careful words" in response.content.decode()
    assert not Delivery.objects.exists()


def test_what_a_trainee_may_not_ask_for_is_refused_in_words_and_kept(
    client: Client, conversation: Conversation
) -> None:
    trainee = make_member("new@shop.example", "New Here", "trainee")
    client.force_login(trainee.member)

    response = client.post(f"/c/{conversation.pk}/send/", {"mode": "reply", "text": "My words"})

    assert response.status_code == 200
    assert "Choose who is to read this" in response.content.decode()
    assert Draft.objects.get().text == "My words"
    assert Message.objects.count() == 1
