"""Pictures in the words of templates: drawn anew, kept with every version, put into replies."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation import services
from comptoir.automation.errors import PictureMissing, TemplateUnclear
from comptoir.automation.models import Revision, Template, TemplateFile
from comptoir.automation.queries.picking import offers
from comptoir.automation.services import Content, Details, Drawn
from comptoir.conversations import services as desk
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.kit import files
from comptoir.kit.drawn import NotDrawn
from tests.automation.conftest import (
    agent,
    conversation,
    lead,
    mailbox,
    make_member,
    pick,
    send,
    write,
)

__all__ = ["agent", "conversation", "lead", "mailbox", "make_member", "write"]

WORDS = "Stick it here:\n\n[box.jpg: the long side]\n\nThank you."


def png(size: tuple[int, int] = (30, 20)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, "PNG")
    return made.getvalue()


def drawn(name: str = "box.jpg", content: bytes = b"\xff\xd8\xff our own copy") -> Drawn:
    return Drawn(name, files.put(content, folder="template-pictures"), len(content))


def add(lead: Identity, text: str = WORDS, *pictures: Drawn, name: str = "Labels") -> Template:
    template = services.add_template(
        by=lead.actor,
        content=Content(name, {"en": text}, pictures=pictures or (drawn(),)),
        details=Details(),
    )
    services.approve_revision(by=lead.actor, revision_id=template.revisions.get().pk)
    template.refresh_from_db()
    return template


# --- Drawn anew ---------------------------------------------------------------------------------


def test_a_picture_is_drawn_anew_and_gets_a_name_that_a_mark_can_hold(lead: Identity) -> None:
    made = services.draw_picture(by=lead.actor, name="[my] box: {1}.PNG", content=png())

    kept = files.read(made.key)
    assert made.name == "my-box-1.jpg"
    assert kept.startswith(b"\xff\xd8\xff")
    assert made.size == len(kept)
    assert services.drawn_by(services.token_of(made)) == made


def test_a_name_that_is_taken_is_counted_up(lead: Identity) -> None:
    made = services.draw_picture(
        by=lead.actor, name="box.png", content=png(), taken={"box.jpg", "box-2.jpg"}
    )

    assert made.name == "box-3.jpg"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg onload=alert(1)>", "This is no picture that can be shown"),
        (b"%PDF-1.7", "This is no picture that can be shown"),
        (b"\x89PNG\r\n\x1a\n broken", "This picture is damaged"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(lead: Identity, content: bytes, said: str) -> None:
    with pytest.raises(NotDrawn, match=said):
        services.draw_picture(by=lead.actor, name="x.png", content=content)


def test_a_token_of_another_hand_is_none(lead: Identity) -> None:
    made = services.token_of(drawn())

    assert services.drawn_by(made + "x") is None
    assert services.drawn_by("") is None


# --- Kept with the versions ---------------------------------------------------------------------


def test_a_template_keeps_the_pictures_that_its_words_have_a_place_for(lead: Identity) -> None:
    template = add(lead, WORDS, drawn(), drawn("unused.jpg"))

    held = TemplateFile.objects.get()
    assert (held.template_id, held.name, held.is_inline) == (template.pk, "box.jpg", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Here: [box.jpg: ]", "Say what “box.jpg” shows"),
        ("Here: [other.jpg: the lid]", "There is no picture “other.jpg”"),
        ("\n".join(f"[{n}.jpg: it]" for n in range(6)), "at most 5 pictures"),
    ],
)
def test_a_picture_without_words_or_without_a_file_is_refused(
    lead: Identity, text: str, said: str
) -> None:
    with pytest.raises(TemplateUnclear, match=said):
        add(lead, text, drawn())

    assert TemplateFile.objects.count() == 0
    assert Revision.objects.count() == 0


def test_an_earlier_version_is_restored_with_its_picture(lead: Identity) -> None:
    template = add(lead)
    services.change_template(
        by=lead.actor,
        template_id=template.pk,
        content=Content("Labels", {"en": "No picture now."}),
        details=Details(),
    )

    first = template.revisions.get(number=1)
    restored = services.restore_revision(by=lead.actor, revision_id=first.pk)

    assert restored.texts["en"]["text"] == WORDS
    assert TemplateFile.objects.get().name == "box.jpg"


def test_two_pictures_of_one_name_do_not_replace_each_other(lead: Identity) -> None:
    template = add(lead)

    with pytest.raises(TemplateUnclear, match=r"Somebody else has put in a picture “box\.jpg”"):
        services.change_template(
            by=lead.actor,
            template_id=template.pk,
            content=Content("Labels", {"en": WORDS + "!"}, pictures=[drawn(content=b"other")]),
            details=Details(),
        )

    assert template.revisions.count() == 1


# --- Put into replies ---------------------------------------------------------------------------


def test_a_picked_template_brings_its_picture_into_the_draft_and_the_message(
    lead: Identity, agent: Identity, conversation: Conversation
) -> None:
    text = pick(agent, conversation, add(lead))

    message = send(agent, conversation, text)

    attached = Attachment.objects.get()
    assert text == WORDS
    assert (attached.message, attached.name, attached.is_inline) == (message, "box.jpg", True)
    assert attached.preview == "ready"
    assert files.read(attached.content_key) == b"\xff\xd8\xff our own copy"


def test_pictures_of_two_templates_with_one_name_stand_beside_each_other(
    lead: Identity, agent: Identity, conversation: Conversation
) -> None:
    first = pick(agent, conversation, add(lead))
    second = pick(agent, conversation, add(lead, WORDS, drawn(content=b"\xff\xd8 2"), name="B"))

    assert "[box.jpg: the long side]" in first
    assert "[box-2.jpg: the long side]" in second
    assert {each.name for each in Attachment.objects.all()} == {"box.jpg", "box-2.jpg"}


def test_an_optional_part_that_is_left_out_brings_no_picture(
    lead: Identity, agent: Identity, conversation: Conversation
) -> None:
    template = add(lead, "Hello.[[ See {{guide_link}} [box.jpg: the side]]]")

    text = pick(agent, conversation, template)

    assert text == "Hello."
    assert Attachment.objects.count() == 0


def test_words_whose_picture_was_taken_out_are_not_sent(
    lead: Identity, agent: Identity, conversation: Conversation
) -> None:
    text = pick(agent, conversation, add(lead))
    desk.remove_from_draft(
        by=agent.actor,
        conversation_id=conversation.pk,
        public_id=str(Attachment.objects.get().public_id),
    )

    with pytest.raises(PictureMissing, match=r"“box\.jpg” is not attached any more"):
        send(agent, conversation, text)

    assert Message.objects.filter(author_kind="agent").count() == 0


def test_the_picker_shows_the_picture_with_one_query_for_all(
    lead: Identity,
    agent: Identity,
    conversation: Conversation,
    django_assert_max_num_queries: Any,
) -> None:
    add(lead)
    add(lead, name="Other")

    with django_assert_max_num_queries(14):
        found = offers(agent, conversation, audience=Party.BUYER)

    urls = {
        each.name: reverse("automation:picture", args=[each.public_id])
        for each in TemplateFile.objects.filter(template__name="Other")
    }
    assert next(offer for offer in found if offer.name == "Other").pictures == urls


# --- The pages ----------------------------------------------------------------------------------


@pytest.fixture
def page(client: Client, lead: Identity) -> Client:
    client.force_login(lead.member)
    return client


def form(text: str, *tokens: str) -> dict[str, Any]:
    said = {"name": "Labels", "reach": "all", "audience": "1", "language": "en"}
    return {**said, "text_en": text, "picture": list(tokens)}


def test_a_picture_is_put_in_seen_before_it_is_saved_and_saved(page: Client) -> None:
    upload = SimpleUploadedFile("box.png", png(), "image/png")
    told = page.post(reverse("automation:draw_picture"), {"picture": upload}).json()
    words = f"Here:\n[{told['name']}: the side]"
    shown = page.post(
        reverse("automation:preview"),
        {"text_en": words, "shown": "en", "number": "", "picture": told["token"]},
    ).content.decode()

    refused = page.post(reverse("automation:new_template"), form("[box.jpg: ]", told["token"]))
    page.post(reverse("automation:new_template"), form(words, told["token"]))

    held = TemplateFile.objects.get()
    assert f'name="picture" value="{told["token"]}"' in refused.content.decode()
    assert refused.status_code == 422
    assert 'alt="the side"' in shown
    assert held.name == "box.jpg"
    answer = page.get(reverse("automation:picture", args=[held.public_id]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert answer.content.startswith(b"\xff\xd8\xff")


def test_a_colleague_does_not_see_the_picture_of_a_personal_template(
    page: Client, agent: Identity
) -> None:
    services.add_template(
        by=agent.actor,
        content=Content("Mine", {"en": WORDS}, pictures=[drawn()]),
        details=Details(reach="personal"),  # type: ignore[arg-type]
    )
    public_id = TemplateFile.objects.get().public_id

    assert page.get(reverse("automation:picture", args=[public_id])).status_code == 404


def test_who_approves_sees_the_picture_in_the_version(page: Client, lead: Identity) -> None:
    template = services.add_template(
        by=lead.actor,
        content=Content("Labels", {"en": WORDS}, pictures=[drawn()]),
        details=Details(),
    )

    shown = page.get(reverse("automation:template", args=[template.pk])).content.decode()

    address = reverse("automation:picture", args=[TemplateFile.objects.get().public_id])
    assert f'<img class="in-words" src="{address}" alt="the long side"' in shown
