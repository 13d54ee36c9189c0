"""What an open conversation fetches when something happened to it."""

import re
from email.message import EmailMessage
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from comptoir.accounts.identity import Identity
from comptoir.channels.models import Channel
from comptoir.channels.services import receive
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.conversations.states import Intent
from comptoir.journal.models import Entry
from comptoir.kit.actor import Actor, ActorKind
from tests.conversations.conftest import Write, make_member

BOX = re.compile(r'class="(photo|photo-to-be|file)"')


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


@pytest.fixture
def colleague(db: None) -> Identity:
    return make_member("jonas@shop.example", "Jonas Weber", "agent")


@pytest.fixture
def conversation(write: Write) -> Conversation:
    write()
    return Conversation.objects.get()


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


def with_files(channel: Channel, *contents: bytes) -> Message:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Camille Laurent <camille@buyer.example>", "Broken"
    mail["Message-ID"] = "<files@buyer.example>"
    mail.set_content("See here.")
    for at, content in enumerate(contents):
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename=f"{at}.jpg")
    by = Actor(ActorKind.CHANNEL, channel.pk)
    taken = receive(by=by, channel=channel, raw=mail.as_bytes()).taken
    assert taken
    return Message.objects.get(pk=taken.message_id)


def news(desk: Client, number: int, *, after: int, waiting: tuple[int, ...] = ()) -> str:
    asked = {"after": after, "waiting": waiting}
    return desk.get(f"/c/{number}/news/", asked).content.decode()


# --- Previews -----------------------------------------------------------------------------------


def test_previews_are_told_once_all_files_of_a_message_are_prepared(mailbox: Channel) -> None:
    message = with_files(mailbox, picture(), b"\xff\xd8\xff\xe0 no picture at all")

    services.prepare_previews(message_id=message.pk)

    told = Entry.objects.get(event="conversations.PreviewsPrepared")
    assert told.subject_id == message.conversation_id
    assert told.data["message_id"] == message.pk
    assert list(Attachment.objects.order_by("pk").values_list("preview", flat=True)) == [
        "ready",
        "refused",
    ]


def test_preparing_again_tells_nobody(mailbox: Channel) -> None:
    message = with_files(mailbox, picture())
    services.prepare_previews(message_id=message.pk)

    services.prepare_previews(message_id=message.pk)

    assert Entry.objects.filter(event="conversations.PreviewsPrepared").count() == 1


def test_a_picture_has_its_box_before_and_after(desk: Client, mailbox: Channel) -> None:
    """The box of what is refused is the same too, so that nothing below moves."""
    message = with_files(mailbox, picture(), b"\xff\xd8\xff\xe0 no picture at all")
    number = message.conversation_id
    before = desk.get(f"/inbox/all/{number}/").content.decode()
    services.prepare_previews(message_id=message.pk)

    after = news(desk, number, after=message.pk, waiting=(message.pk,))

    assert BOX.findall(before) == ["photo-to-be", "photo-to-be"]
    assert before.count(f'data-waiting="{message.pk}"') == 2
    assert BOX.findall(after) == ["photo", "photo-to-be"]
    assert f'id="files-{message.pk}" hx-swap-oob="outerHTML"' in after
    assert "data-waiting" not in after


def test_news_bring_no_files_of_another_conversation(
    desk: Client, mailbox: Channel, write: Write
) -> None:
    """D1: whichever number the browser asks for."""
    message = with_files(mailbox, picture())
    services.prepare_previews(message_id=message.pk)
    write(sender="Bo <bo@buyer.example>")
    other = Conversation.objects.exclude(pk=message.conversation_id).get()

    told = news(desk, other.pk, after=other.operator_last_id, waiting=(message.pk,))

    assert "0.jpg" not in told


def test_news_ask_as_much_for_many_prepared_messages_as_for_one(
    desk: Client, conversation: Conversation, write: Write
) -> None:
    for at in range(29):
        write("More", message_id=f"<{at}@b.example>", In_Reply_To="<one@buyer.example>")
    ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    Message.objects.update(files=1)
    news(desk, conversation.pk, after=ids[-1], waiting=(ids[0],))

    with CaptureQueriesContext(connection) as few:
        news(desk, conversation.pk, after=ids[-1], waiting=(ids[0],))
    with CaptureQueriesContext(connection) as many:
        news(desk, conversation.pk, after=ids[-1], waiting=tuple(ids))

    assert len(many) == len(few)


# --- What happened ------------------------------------------------------------------------------


def test_what_a_colleague_did_comes_as_lines_with_the_head(
    desk: Client, conversation: Conversation, colleague: Identity
) -> None:
    number, by = conversation.pk, colleague.actor
    services.assign(by=by, conversation_id=number, member_id=colleague.member.pk)
    services.set_reason(by=by, conversation_id=number, reason=Intent.DAMAGED_ITEM)
    services.set_status(by=by, conversation_id=number, status="waiting_carrier")
    services.tag(by=by, conversation_id=number, name="fragile")

    told = news(desk, number, after=conversation.operator_last_id)

    lines = re.findall(r'data-line="\d+"><svg.*?</svg><span>(.*?)</span>', told)
    assert lines == [
        "Jonas Weber took it",
        "Jonas Weber chose the reason “Damaged item”",
        "Jonas Weber set it to “Waiting for the carrier”",
        "Jonas Weber added the tag fragile",
    ]
    assert 'id="head" hx-swap-oob="outerHTML"' in told
    assert "With Jonas Weber" in told


def test_a_line_stands_before_the_message_that_came_after_it(
    desk: Client, conversation: Conversation, colleague: Identity, write: Write
) -> None:
    seen = conversation.operator_last_id
    services.tag(by=colleague.actor, conversation_id=conversation.pk, name="fragile")
    write("And?", message_id="<2@buyer.example>", In_Reply_To="<one@buyer.example>")

    told = news(desk, conversation.pk, after=seen)

    assert told.index("added the tag fragile") < told.index("And?")


def test_each_line_is_known_by_its_entry_so_that_the_page_shows_it_once(
    desk: Client, conversation: Conversation, colleague: Identity
) -> None:
    services.tag(by=colleague.actor, conversation_id=conversation.pk, name="fragile")
    entry = Entry.objects.get(event="conversations.TagAdded")

    page = desk.get(f"/inbox/all/{conversation.pk}/").content.decode()
    told = news(desk, conversation.pk, after=conversation.operator_last_id)

    assert f'data-line="{entry.pk}"' in page
    assert f'data-line="{entry.pk}"' in told
