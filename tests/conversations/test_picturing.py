"""Pictures in the words of a reply: one picture, in the mail, the thread and behind the doors."""

import email
import email.policy
import io
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.mail.compose import compose
from comptoir.channels.models import Channel, Delivery
from comptoir.conversations import services
from comptoir.conversations.drawing.letters import paragraphs
from comptoir.conversations.errors import NotReadyToSend
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.conversations.queries.files import file_of
from comptoir.conversations.queries.visiting import own_thread
from tests.conversations.conftest import Write, make_member


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(made, "PNG")
    return made.getvalue()


PICTURE = b"\xff\xd8\xff\xe0 a safe copy"
WORDS = "Stick it here:\n\n[box.jpg: the long side]\n\nThank you."

type Put = Callable[..., str]


@pytest.fixture
def conversation(write: Write) -> Conversation:
    write()
    return Conversation.objects.get()


@pytest.fixture
def put(agent: Identity, conversation: Conversation) -> Put:
    def put_in(name: str = "box.jpg", content: bytes = PICTURE) -> str:
        return services.put_picture_into_draft(
            by=agent.actor,
            conversation_id=conversation.pk,
            mode="reply",
            name=name,
            content=content,
        )

    return put_in


def send(agent: Identity, conversation: Conversation, text: str = WORDS) -> Message:
    return services.reply(
        by=agent.actor, conversation_id=conversation.pk, text=text, audience=Party.BUYER
    )


def mail_of(message: Message) -> EmailMessage:
    letter = services.letter_for(delivery=Delivery.objects.get(message_delivery__message=message))
    assert letter is not None
    return email.message_from_bytes(compose(letter), policy=email.policy.default)  # type: ignore[return-value]


def test_a_picture_leaves_inside_the_mail(
    put: Put, agent: Identity, conversation: Conversation
) -> None:
    put()

    mail = mail_of(send(agent, conversation))

    page = mail.get_body(("html",))
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/jpeg")
    number = f"{Attachment.objects.get().public_id}@shop.example"
    assert picture["Content-ID"] == f"<{number}>"
    assert picture.get_content() == PICTURE
    assert page is not None
    assert f'<img src="cid:{number}" alt="the long side"' in page.get_content()


def test_where_only_plain_words_are_allowed_it_is_a_file_and_its_place_is_said(
    put: Put, agent: Identity, conversation: Conversation
) -> None:
    Channel.objects.update(profile="amazon")
    put()

    mail = mail_of(send(agent, conversation))

    plain = mail.get_body(("plain",))
    assert mail.get_body(("html",)) is None
    assert plain is not None
    assert "[box.jpg: the long side]" in plain.get_content()
    assert [(f.get_filename(), f.get_content_disposition()) for f in mail.iter_attachments()] == [
        ("box.jpg", "attachment")
    ]


def test_a_picture_whose_place_was_taken_out_goes_along_as_a_file(
    put: Put, agent: Identity, conversation: Conversation
) -> None:
    put()

    mail = mail_of(send(agent, conversation, "Thank you."))

    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached["Content-ID"]) == ("box.jpg", None)


def test_the_thread_shows_it_in_the_words_and_not_again_below(
    put: Put, agent: Identity, conversation: Conversation
) -> None:
    put()
    send(agent, conversation)
    client = Client()
    client.force_login(agent.member)

    page = client.get(f"/inbox/all/{conversation.pk}/").content.decode()

    shown = f"/files/{Attachment.objects.get().public_id}/"
    assert 'class="photo in-words"' in page
    assert 'alt="the long side"' in page
    assert "[box.jpg" not in page.split('class="letters"')[1].split("</article>")[1]
    assert page.count(f'src="/inbox{shown}') + page.count(f'src="{shown}') == 1


def test_the_buyer_sees_it_at_his_door(
    put: Put, agent: Identity, conversation: Conversation
) -> None:
    put()
    send(agent, conversation)
    Message.objects.update(released_at="2026-11-16T12:00:00Z")
    assert conversation.identity is not None
    viewer = Viewer(Party.BUYER, conversation.identity.buyer_id)

    letter = own_thread(viewer, conversation, language="en").letters[-1]

    drawn = paragraphs(letter.text, letter.pictures)
    assert letter.files == ()
    assert f'<img src="{letter.pictures[0].page_urls[0]}" alt="the long side"' in drawn
    assert letter.pictures[0].page_urls[0].startswith("/space/")


def test_the_same_picture_is_added_once_and_another_of_its_name_gets_its_own(put: Put) -> None:
    first, again, other = put(), put(), put(content=b"\xff\xd8\xff\xe0 another")

    assert (first, again, other) == ("box.jpg", "box.jpg", "box-2.jpg")
    assert Attachment.objects.count() == 2


def test_strangers_words_show_no_picture_but_their_own(agent: Identity, write: Write) -> None:
    write(text="[box.jpg: <b>mine</b>]")
    stranger = Message.objects.get()
    make_member("other@shop.example", "Other", "agent")

    assert "<img" not in paragraphs(stranger.text, ())
    assert "&lt;b&gt;" in paragraphs(stranger.text, ())


# --- Pasted by whoever writes -------------------------------------------------------------------


def paste(
    client: Client, conversation: Conversation, content: bytes, name: str = "Screen shot.png"
) -> HttpResponse:
    url = reverse("conversations:put_picture", args=[conversation.pk])
    upload = SimpleUploadedFile(name, content, "image/png")
    return client.post(url, {"picture": upload}, headers={"HX-Request": "true"})


def test_a_pasted_picture_is_drawn_anew_and_stands_in_the_mail(
    client: Client, agent: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)
    told = paste(client, conversation, png()).json()

    mail = mail_of(send(agent, conversation, f"Look:\n[{told['name']}: where to press]"))

    inside = next(part for part in mail.walk() if part.get_content_type() == "image/jpeg")
    page = mail.get_body(("html",))
    assert told["name"] == "Screen-shot.jpg"
    assert "in the text" in told["files"]
    assert inside.get_content()[:3] == b"\xff\xd8\xff"
    assert page is not None
    assert 'alt="where to press"' in page.get_content()


def test_two_pasted_pictures_of_one_name_never_share_a_mark(
    client: Client, agent: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)
    other = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(other, "PNG")

    names = [
        paste(client, conversation, content).json()["name"]
        for content in (png(), other.getvalue(), png())
    ]

    assert names == ["Screen-shot.jpg", "Screen-shot-2.jpg", "Screen-shot.jpg"]
    assert Attachment.objects.count() == 2


def test_what_is_no_picture_is_refused_in_a_sentence(
    client: Client, agent: Identity, conversation: Conversation
) -> None:
    client.force_login(agent.member)

    refused = paste(client, conversation, b"<svg onload=alert(1)>", name="x.png")

    assert refused.status_code == 422
    assert "Choose a JPEG or a PNG" in refused.headers["HX-Trigger"]
    assert not Attachment.objects.exists()


def test_who_may_only_read_pastes_nothing(client: Client, conversation: Conversation) -> None:
    client.force_login(make_member("vera@shop.example", "Vera", "viewer").member)

    refused = paste(client, conversation, png())

    assert refused.status_code == 403
    assert not Attachment.objects.exists()


def test_without_words_for_it_a_picture_is_not_sent_and_a_dash_says_that_it_decorates(
    agent: Identity, conversation: Conversation, put: Put
) -> None:
    put()

    with pytest.raises(NotReadyToSend, match="Say what “box\\.jpg” shows"):
        send(agent, conversation, "Look here:\n\n[box.jpg: ]")

    assert not Message.objects.filter(author_kind="agent").exists()
    assert Attachment.objects.get().draft is not None
    sent = send(agent, conversation, "Look here:\n\n[box.jpg: -]")
    file = file_of(Viewer(Party.BUYER, 1), Attachment.objects.get())
    assert 'alt=""' in paragraphs(sent.text, [file])
