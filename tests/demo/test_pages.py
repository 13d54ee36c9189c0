"""The buyers' side: write, arrive, read, answer; on a sample only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member, MemberGrant
from comptoir.accounts.parties import Party
from comptoir.channels import services as channels
from comptoir.channels.mail.compose import Letter
from comptoir.channels.mail.shapes import Address
from comptoir.channels.models import Channel, Delivery
from comptoir.conversations import services as conversations
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.demo import mailroom
from comptoir.demo.models import Drip, Sample
from comptoir.demo.people import Person, newcomer
from comptoir.demo.pictures import draw
from comptoir.kit.actor import SYSTEM

ADDRESS = "ada.okafor@post.example"
WORDS = {"mailbox": "tiliane", "subject": "My vase", "text": "Hello, where is it?"}


@pytest.fixture
def visitor(sample: Sample, client: Client) -> Client:
    client.post("/demo/new/", {"name": "Ada Okafor", "language": "en"})
    return client


def write(visitor: Client, **words: object) -> None:
    answer = visitor.post(f"/demo/as/{ADDRESS}/write/", WORDS | words)
    assert answer.status_code == 302, answer.content.decode()


def test_a_real_installation_has_no_such_pages(client: Client, db: None) -> None:
    assert client.get("/demo/").status_code == 404


@pytest.mark.urls("tests.demo.sample_urls")
@pytest.mark.parametrize("page", ["", f"as/{ADDRESS}/", "case/broken-vase/"])
def test_each_page_asks_whether_this_is_a_sample(client: Client, db: None, page: str) -> None:
    assert client.get(f"/demo/{page}").status_code == 404


@pytest.mark.urls("tests.demo.sample_urls")
@pytest.mark.parametrize("page", ["new/", f"as/{ADDRESS}/write/", "drip/start/", "drip/stop/"])
def test_each_act_asks_whether_this_is_a_sample(client: Client, db: None, page: str) -> None:
    assert client.post(f"/demo/{page}", WORDS).status_code == 404


def test_the_stage_offers_the_planted_buyers_with_their_stories(
    sample: Sample, client: Client
) -> None:
    page = client.get("/demo/").content.decode()

    assert "One buyer" not in page  # the cases' titles are for members
    assert page.count('<li><a href="/demo/as/') >= 12
    assert "Start the stream" in page


def test_words_and_photos_arrive_on_the_desk_at_once(visitor: Client) -> None:
    photos = [
        SimpleUploadedFile(f"{n}.jpg", draw("vase", seed=n, size=(60, 40)), "image/jpeg")
        for n in (1, 2)
    ]

    write(visitor, photos=photos)

    (conversation,) = Conversation.objects.all()
    message = Message.objects.get()
    assert (conversation.subject, conversation.category) == ("My vase", "open")
    assert (message.author_name, message.text) == ("Ada Okafor", "Hello, where is it?")
    assert message.facts["seen"] == ["pass", "pass", "pass", 1]
    assert [each.name for each in Attachment.objects.order_by("pk")] == ["1.jpg", "2.jpg"]


def test_a_marketplace_shows_a_mask_instead_of_the_buyer(visitor: Client) -> None:
    write(visitor, mailbox="amazon")

    message = Message.objects.get()
    assert message.address.startswith("ada.okafor.")
    assert message.address.endswith("@marketplace.amazon.example")


def test_the_answer_lies_in_the_box_and_an_answer_to_it_threads(visitor: Client) -> None:
    write(visitor)
    conversation = Conversation.objects.get()
    sent_to_buyer(conversation, "It comes on Tuesday.")

    page = visitor.get(f"/demo/as/{ADDRESS}/").content.decode()
    assert "It comes on Tuesday." in page
    key = page.partition("?answer=")[2].partition("#")[0]
    form = visitor.get(f"/demo/as/{ADDRESS}/?answer={key}").content.decode()
    assert 'value="Re: My vase"' in form

    write(visitor, subject="Re: My vase", text="Tuesday is fine.", answers=key)

    assert Conversation.objects.count() == 1
    last = Message.objects.order_by("pk").last()
    assert last and last.text == "Tuesday is fine."
    assert "It comes on Tuesday." in last.quoted


def sent_to_buyer(conversation: Conversation, text: str) -> None:
    member = Member.objects.create_user("amelie@tiliane.example", "secret", name="Amelie Brandt")
    MemberGrant.objects.create(member=member, role="agent")
    agent = identify(member).actor
    conversations.reply(by=agent, conversation_id=conversation.pk, text=text, audience=Party.BUYER)
    delivery = Delivery.objects.get()
    with transaction.atomic():
        conversations.release(by=SYSTEM, delivery=delivery)
    channels.note_sent(delivery_id=delivery.pk)


def test_nobody_reads_the_letters_of_another_buyer(visitor: Client) -> None:
    channel = Channel.objects.get(key="tiliane")
    letter = Letter(
        message_id="one@tiliane.example",
        sender=Address("Tiliane", channel.address),
        to=(Address("", "bo@buyer.example"),),
        subject="Re: Secret",
        text="For Bo alone.",
    )
    mailroom.keep(channel, letter, letter.recipients)

    page = visitor.get(f"/demo/as/{ADDRESS}/?answer=m1").content.decode()

    assert "For Bo alone." not in page


def test_too_large_and_too_many_files_are_refused_by_a_sentence(visitor: Client) -> None:
    six = [SimpleUploadedFile(f"{n}.txt", b"x", "text/plain") for n in range(6)]

    answer = visitor.post(f"/demo/as/{ADDRESS}/write/", WORDS | {"photos": six})

    assert answer.status_code == 422
    assert "At most five files" in answer.content.decode()
    assert not Message.objects.exists()


def test_a_stranger_address_is_not_found(sample: Sample, client: Client) -> None:
    assert client.get("/demo/as/nobody@nowhere.example/").status_code == 404


def test_a_forged_form_is_refused(sample: Sample) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/demo/drip/start/").status_code == 403
    assert not Drip.objects.exists()


def test_a_visitor_in_a_frenzy_is_asked_to_wait(visitor: Client) -> None:
    for _ in range(30):
        visitor.post(f"/demo/as/{ADDRESS}/write/", {})

    answer = visitor.post(f"/demo/as/{ADDRESS}/write/", WORDS)

    assert answer.status_code == 429
    assert not Message.objects.exists()


def test_a_newcomer_of_any_script_gets_an_address() -> None:
    assert newcomer("Ada Okafor", "en").address == ADDRESS
    assert newcomer("山田 花子", "ja").address.endswith("@post.example")


def test_who_hides_behind_a_mask_writes_to_that_marketplace_only() -> None:
    masked = Person("x1@members.ebay.example", "Kim", "de")

    assert [each.key for each in masked.mailboxes] == ["ebay"]
    assert list(masked.addresses) == ["x1@members.ebay.example"]


def test_the_case_of_a_key_is_found_by_its_number(
    sample: Sample, client: Client, settings: Settings
) -> None:
    sample.numbers = {"planted-broken-vase": 17}
    sample.save()

    assert client.get("/demo/case/broken-vase/").headers["Location"] == "/inbox/all/17/"
    assert client.get("/demo/case/never-heard-of/").status_code == 404


def test_the_buyer_reads_where_his_matter_stands_in_words_for_him(visitor: Client) -> None:
    write(visitor)
    conversation = Conversation.objects.get()
    open_page = visitor.get(f"/demo/as/{ADDRESS}/").content.decode()

    conversations.set_status(by=SYSTEM, conversation_id=conversation.pk, status="waiting_carrier")

    page = visitor.get(f"/demo/as/{ADDRESS}/").content.decode()
    assert "We are looking into it" in open_page
    assert "We have asked the carrier" in page
    assert "Waiting for the carrier" not in page


def test_nobody_reads_where_the_matter_of_another_buyer_stands(visitor: Client) -> None:
    """D1: the subject of another buyer's conversation shows on no page."""
    write(visitor, subject="A secret vase")
    visitor.post("/demo/new/", {"name": "Bo Lind", "language": "en"})

    page = visitor.get("/demo/as/bo.lind@post.example/").content.decode()

    assert "A secret vase" not in page
    assert "Where your matters stand" not in page


def test_an_internal_note_is_no_part_of_what_the_buyer_reads(visitor: Client) -> None:
    write(visitor)
    conversation = Conversation.objects.get()
    conversations.write_note(by=SYSTEM, conversation_id=conversation.pk, text="He is a liar.")

    assert "He is a liar." not in visitor.get(f"/demo/as/{ADDRESS}/").content.decode()
