"""Files, hostile words and forged forms at the doors."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel
from comptoir.commerce.models import Order
from comptoir.conversations.models import Attachment, Conversation, Message
from tests.conversations.conftest import make_member
from tests.conversations.visiting.conftest import CAMILLE, let_in, page_of, write_new


def attach(client: Client) -> Attachment:
    file = SimpleUploadedFile("bill.txt", b"a bill", content_type="text/plain")
    write_new(client, "See the bill", files=file)
    return Attachment.objects.get()


def test_a_file_from_the_door_is_a_signed_download_for_its_reader_alone_c4(
    buyer: Client, seller: Client, agent: Identity
) -> None:
    attachment = attach(buyer)
    page = page_of(buyer, Conversation.objects.get())
    link = re.search(r'href="(/space/files/[^"]+)"', page)
    assert link
    thief = let_in("hello@keramos.example", Party.SELLER)
    desk = Client()
    desk.force_login(agent.member)

    own = buyer.get(link[1])

    assert (own.status_code, own.content) == (200, b"a bill")
    assert own["Content-Disposition"].startswith("attachment")
    assert buyer.get(f"/space/files/{attachment.public_id}/").status_code in (403, 404)
    assert thief.get(link[1].replace("/space/", "/seller/")).status_code in (403, 404)
    assert desk.get(link[1].replace("/space/", "/")).status_code in (403, 404)
    assert Client().get(link[1]).status_code == 302


def test_a_files_link_is_dead_after_signing_out_c4(buyer: Client) -> None:
    attach(buyer)
    link = re.search(r'href="(/space/files/[^"]+)"', page_of(buyer, Conversation.objects.get()))
    assert link
    buyer.post("/space/sign-out/")

    assert buyer.get(link[1]).status_code == 302


def test_too_many_files_are_refused_and_nothing_is_stored(buyer: Client) -> None:
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]

    response = buyer.post("/space/write/", {"text": "Many", "files": files})

    assert response.status_code == 413
    assert (Message.objects.count(), Attachment.objects.count()) == (0, 0)


def test_hostile_words_are_only_words_c1(buyer: Client) -> None:
    conversation = write_new(buyer, "<script>alert(1)</script><img src=x onerror=alert(2)>")

    page = page_of(buyer, conversation)

    assert "<script>alert(1)" not in page and "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_csrf_is_asked_for_at_the_doors(order: Order) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = let_in(CAMILLE, Party.BUYER).cookies

    assert strict.post("/space/write/", {"text": "x"}).status_code == 403
    assert Message.objects.count() == 0


def test_an_administrator_lets_sellers_write_to_buyers(order: Order) -> None:
    admin = make_member("ada@shop.example", "Ada", "administrator")
    client = Client()
    client.force_login(admin.member)

    shown = client.get("/channels/doors/").content.decode()
    client.post("/channels/doors/", {"sellers_write_to_buyers": "on"})
    space = Channel.objects.get(kind="space")
    opened = client.get(f"/channels/{space.pk}/")

    assert "http://testserver/space/" in shown and "desk@shop.example" in shown
    assert space.settings["sellers_write_to_buyers"] is True
    assert opened["Location"] == "/channels/doors/"


def test_an_agent_does_not_decide_who_writes_to_whom(order: Order, agent: Identity) -> None:
    client = Client()
    client.force_login(agent.member)

    assert client.post("/channels/doors/", {"sellers_write_to_buyers": "on"}).status_code == 403
    assert Channel.objects.filter(kind="space").count() == 0
