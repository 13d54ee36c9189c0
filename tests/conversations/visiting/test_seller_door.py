"""The seller's door: questions, answers, who may write to whom."""

from django.db import transaction
from django.test import Client

from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel, Delivery
from comptoir.commerce import services as commerce
from comptoir.commerce.models import Seller
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.actor import SYSTEM
from tests.conversations.visiting.conftest import CAMILLE, KERAMOS, QUESTION, let_in, page_of


def test_a_seller_answers_and_the_operator_alone_reads_it_besides_him(
    seller: Client, matter: Conversation
) -> None:
    before = seller.get("/seller/").content.decode()

    seller.post(f"/seller/c/{matter.public_id}/answer/", {"text": "With paper, as always."})

    matter.refresh_from_db()
    message = Message.objects.latest("pk")
    assert "Waiting for your answer" in before
    assert (message.author_kind, message.audience) == ("seller", Party.SELLER | Party.OPERATOR)
    assert message.address == KERAMOS
    assert (matter.category, matter.seller_excerpt) == ("open", "With paper, as always.")
    assert Delivery.objects.count() == 2


def test_the_seller_sees_the_order_behind_the_question(
    seller: Client, matter: Conversation
) -> None:
    page = page_of(seller, matter, "seller")

    assert "FR-4711" in page and "Blue vase" in page
    assert QUESTION in page


def test_a_seller_writes_to_the_buyer_only_where_the_operator_allows_it(
    seller: Client, buyer: Client, matter: Conversation
) -> None:
    told = {"text": "I send a new one.", "to_buyer": "on"}
    address = f"/seller/c/{matter.public_id}/answer/"
    count = Message.objects.count()

    refused = seller.post(address, told)
    after_refusal = Message.objects.count()
    with transaction.atomic():
        Channel.objects.filter(kind="space").update(settings={"sellers_write_to_buyers": True})
    allowed = seller.post(address, told)

    assert (refused.status_code, after_refusal) == (403, count)
    assert allowed.status_code == 302
    assert Message.objects.latest("pk").audience == 7
    assert "I send a new one." in page_of(buyer, matter)


def test_the_mail_about_a_sellers_words_holds_none_of_them_b1(
    seller: Client, matter: Conversation
) -> None:
    Channel.objects.filter(kind="space").update(settings={"sellers_write_to_buyers": True})

    seller.post(
        f"/seller/c/{matter.public_id}/answer/", {"text": "buy at evil.example", "to_buyer": "on"}
    )

    delivery = Delivery.objects.latest("pk")
    letter = services.letter_for(delivery=delivery)
    assert letter is not None
    assert (delivery.kind, delivery.recipients) == ("notice", [CAMILLE])
    assert "evil.example" not in letter.text + letter.subject
    assert f"/space/c/{matter.public_id}/" in letter.text
    assert letter.auto_submitted


def test_two_contacts_of_one_seller_see_the_same_and_sign_out_apart_d3(
    seller: Client, matter: Conversation
) -> None:
    row = Seller.objects.get()
    commerce.invite_contact(by=SYSTEM, seller_id=row.pk, email="mia@keramos.example", name="Mia")
    mia = let_in("mia@keramos.example", Party.SELLER)

    both = [QUESTION in page_of(each, matter, "seller") for each in (seller, mia)]
    mia.post("/seller/sign-out/everywhere/")

    assert both == [True, True]
    assert seller.get("/seller/").status_code == 200
    assert mia.get("/seller/").status_code == 302
