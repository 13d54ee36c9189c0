"""Behind the two doors: what buyers and sellers read and write there (B1, C4, D1, D2, D3, D4)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Visit
from comptoir.accounts.parties import Party
from comptoir.accounts.visitors import DOORS, visitor_of
from comptoir.channels.models import Channel, Delivery
from comptoir.commerce import services as commerce
from comptoir.commerce.models import Order, Seller
from comptoir.commerce.services import BuyerFacts, LineFacts, OrderFacts, SellerFacts
from comptoir.commerce.states import IdentityKind
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation, Message, Status
from comptoir.conversations.queries.promises import promise_to_newcomer
from comptoir.conversations.queries.visiting import mark_of
from comptoir.deadlines.models import Deadline
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.kit.money import Money
from comptoir.kit.text import digest
from comptoir.shipping import services as shipping
from comptoir.shipping.services import ParcelFacts, Report
from tests.conversations.conftest import Write, make_member

CAMILLE = "camille@buyer.example"
KERAMOS = "hello@keramos.example"
NOTE = "between us: the third breakage this month"
QUESTION = "Did you pack it with paper?"


@pytest.fixture(autouse=True)
def _no_counts_of_another_test(db: None) -> Iterator[None]:
    cache.clear()
    yield


def let_in(address: str, party: Party) -> Client:
    """A browser in which somebody has come in; the way in has tests of its own."""
    client, door, key = Client(), DOORS[party], uuid4().hex
    Visit.objects.create(
        party=party,
        address=address,
        key_digest=digest(key),
        created_at=now(),
        expires_at=now() + timedelta(days=1),
    )
    client.cookies[door.cookie] = key
    return client


@pytest.fixture
def order(mailbox: Channel) -> Order:
    """Camille bought a vase from the workshop; it is on its way."""
    commerce.upsert_marketplace(by=SYSTEM, key="shop", name="Tiliane")
    commerce.upsert_seller(
        by=SYSTEM,
        facts=SellerFacts(
            external_id="keramos", marketplace="shop", name="Atelier Kéramos", email=KERAMOS
        ),
    )
    placed = commerce.upsert_order(
        by=SYSTEM,
        facts=OrderFacts(
            number="FR-4711",
            placed_at=now() - timedelta(days=5),
            total=Money.of("49.00", "EUR"),
            marketplace="shop",
            seller="keramos",
            buyer=BuyerFacts(identities=((IdentityKind.EMAIL, CAMILLE),), name="Camille Laurent"),
            lines=(
                LineFacts(
                    key="1", title="Blue vase", quantity=1, unit_price=Money.of("49.00", "EUR")
                ),
            ),
        ),
    )
    shipping.store_parcels(
        by=SYSTEM,
        facts=[
            ParcelFacts(
                order_number="FR-4711",
                marketplace="shop",
                carrier="Colissimo",
                tracking_number="6A0001",
                state="in_transit",
                expected_on=(now() + timedelta(days=2)).date(),
                events=(Report(at=now(), status="in_transit", place="Lyon", description="Sorted"),),
            )
        ],
    )
    return placed


@pytest.fixture
def buyer(order: Order) -> Client:
    return let_in(CAMILLE, Party.BUYER)


@pytest.fixture
def seller(order: Order) -> Client:
    return let_in(KERAMOS, Party.SELLER)


def write_new(client: Client, text: str = "Where is my vase?", **more: object) -> Conversation:
    response = client.post("/space/write/", {"text": text, "token": uuid4().hex, **more})
    assert response.status_code == 302, response.content.decode()[-2000:]
    return Conversation.objects.latest("pk")


def page_of(client: Client, conversation: Conversation, door: str = "space") -> str:
    response = client.get(f"/{door}/c/{conversation.public_id}/")
    assert response.status_code == 200
    return response.content.decode()


def answer(agent: Identity, conversation: Conversation, text: str, audience: Party) -> Message:
    """An agent answers, and the time to undo is over."""
    message = services.reply(
        by=agent.actor, conversation_id=conversation.pk, text=text, audience=audience
    )
    with transaction.atomic():
        for link in message.deliveries.all():
            services.release(by=SYSTEM, delivery=link.delivery)
    return message


@pytest.fixture
def matter(buyer: Client, agent: Identity, order: Order) -> Conversation:
    """A buyer's question, an answer to him, a note, and a question to the seller."""
    conversation = write_new(buyer, order=str(order.public_id))
    answer(agent, conversation, "We ask the workshop.", Party.BUYER)
    services.write_note(by=agent.actor, conversation_id=conversation.pk, text=NOTE)
    answer(agent, conversation, QUESTION, Party.SELLER)
    conversation.refresh_from_db()
    return conversation


# --- The buyer space ----------------------------------------------------------------------------


def test_the_first_page_shows_orders_parcels_and_messages(
    buyer: Client, matter: Conversation
) -> None:
    page = buyer.get("/space/").content.decode()

    assert "Blue vase" in page and "FR-4711" in page
    assert "On its way" in page
    assert "Order FR-4711" in page
    assert page.count('class="own-rows"') == 2


def test_an_order_shows_the_way_of_its_parcel(buyer: Client, order: Order) -> None:
    page = buyer.get(f"/space/orders/{order.public_id}/").content.decode()

    assert "Sorted, Lyon" in page
    assert "Expected on" in page


def test_what_is_written_about_an_order_becomes_a_conversation_with_its_clock(
    buyer: Client, order: Order
) -> None:
    conversation = write_new(buyer, "Where is my parcel?", order=str(order.public_id))

    message = Message.objects.get()
    assert (message.author_kind, message.address) == ("buyer", CAMILLE)
    assert message.audience == Party.BUYER | Party.OPERATOR
    assert conversation.order_id == order.pk
    assert conversation.channel.kind == "space"
    assert conversation.reason == "order_status"
    assert conversation.waiting_since is not None
    assert Deadline.objects.filter(subject_id=conversation.pk, kind="first_reply").count() == 1
    (entry,) = Entry.objects.filter(event="conversations.MessageReceived")
    assert (entry.data["opened"], entry.actor_kind) == (True, "buyer")


def test_the_promise_is_said_before_anything_is_written(buyer: Client, mailbox: Channel) -> None:
    promise = promise_to_newcomer(mailbox, at=now(), language="en")

    page = buyer.get("/space/write/").content.decode()

    assert promise.words
    assert f"by {promise.words}" in page


def test_the_space_the_acknowledgement_and_the_clock_promise_the_same(buyer: Client) -> None:
    """One query for all: what is said is what the desk will be measured by."""
    conversation = write_new(buyer, "A question about nothing in particular")
    conversation.channel.acknowledge = True
    conversation.channel.acknowledgements = {
        "en": dict.fromkeys(("open", "closed"), "By {{promised_time}}.")
    }
    conversation.channel.save()
    Conversation.objects.update(language="en")

    services.acknowledge(conversation_id=conversation.pk, message_id=Message.objects.get().pk)

    said = Message.objects.get(author_kind="system").text.removeprefix("By ").rstrip(".")
    assert f"You have our answer by {said}." in page_of(buyer, conversation)


def test_a_settled_conversation_is_open_again_by_writing(buyer: Client, agent: Identity) -> None:
    conversation = write_new(buyer)
    services.set_status(by=agent.actor, conversation_id=conversation.pk, status="resolved")
    settled = page_of(buyer, conversation)

    buyer.post(f"/space/c/{conversation.public_id}/answer/", {"text": "It broke again."})

    conversation.refresh_from_db()
    assert "Not settled after all?" in settled
    assert conversation.category == "open"
    assert Message.objects.filter(conversation=conversation).count() == 2


def test_a_form_sent_twice_is_one_message(buyer: Client) -> None:
    told = {"text": "Where is it?", "token": "same-form"}
    first = buyer.post("/space/write/", told)
    second = buyer.post("/space/write/", told)

    assert first["Location"] == second["Location"]
    assert Message.objects.count() == 1


def test_an_empty_message_is_refused_and_nothing_is_stored(buyer: Client) -> None:
    response = buyer.post("/space/write/", {"text": "   "})

    assert response.status_code == 422
    assert "Write something before you send it." in response.content.decode()
    assert (
        Conversation.objects.count(),
        Entry.objects.filter(subject_kind="conversation").count(),
    ) == (0, 0)


def test_a_refused_message_keeps_its_words(buyer: Client) -> None:
    response = buyer.post("/space/write/", {"text": "x" * 20_001})

    assert response.status_code == 413
    assert "x" * 20_001 in response.content.decode()


def test_the_answer_leaves_by_the_mailbox_with_a_link_to_the_space(
    matter: Conversation, mailbox: Channel
) -> None:
    delivery = Delivery.objects.order_by("pk").first()
    assert delivery is not None
    letter = services.letter_for(delivery=delivery)

    assert delivery.channel_id == mailbox.pk
    assert letter is not None
    assert letter.sender.address == "desk@shop.example"
    assert [to.address for to in letter.to] == [CAMILLE]
    assert f"http://testserver/space/c/{matter.public_id}/" in letter.text


def test_an_answer_by_mail_finds_the_conversation_of_the_space(
    matter: Conversation, write: Write
) -> None:
    delivery = Delivery.objects.order_by("pk").first()
    assert delivery is not None

    write(
        "Thank you.",
        sender=f"Camille <{CAMILLE}>",
        message_id="<two@buyer.example>",
        In_Reply_To=f"<{delivery.message_id}>",
    )

    assert Conversation.objects.count() == 1
    assert Message.objects.latest("pk").text == "Thank you."


def test_who_writes_too_much_waits(buyer: Client) -> None:
    answers = [buyer.post("/space/write/", {"text": f"{n}"}).status_code for n in range(11)]

    assert answers == [302] * 10 + [429]
    assert Message.objects.count() == 10


def test_the_first_pages_take_as_many_queries_for_one_as_for_many(
    buyer: Client, agent: Identity, order: Order
) -> None:
    conversation = write_new(buyer, order=str(order.public_id))
    few = queries_of(buyer, conversation)
    for number in range(12):
        Conversation.objects.filter(pk=conversation.pk).update(buyer_last_id=number + 1)
        cache.clear()
        write_new(buyer, f"Question {number}", order=str(order.public_id))
        buyer.post(f"/space/c/{conversation.public_id}/answer/", {"text": f"more {number}"})

    assert queries_of(buyer, conversation) == few


def queries_of(buyer: Client, conversation: Conversation) -> list[int]:
    found = []
    for address in ("/space/", f"/space/c/{conversation.public_id}/"):
        buyer.get(address)
        with CaptureQueriesContext(connection) as asked:
            buyer.get(address)
        found.append(len(asked))
    return found


# --- The seller door ----------------------------------------------------------------------------


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


# --- Audience is law ----------------------------------------------------------------------------


def addresses(door: str, matter: Conversation, order: Order, last: str) -> list[str]:
    at = f"/{door}/c/{matter.public_id}/"
    return [
        f"/{door}/",
        f"/{door}/write/",
        f"/{door}/write/?order={order.public_id}",
        f"/{door}/orders/{order.public_id}/",
        at,
        f"{at}?before={uuid4()}",
        f"{at}news/?after={last}",
        f"{at}poll/?topics=conversation",
    ]


HIDDEN_FROM_ALL = (NOTE, "ines@shop.example", "Bernard")


@pytest.mark.parametrize(
    ("party", "hidden"),
    [
        (Party.BUYER, (QUESTION, KERAMOS)),
        (Party.SELLER, ("We ask the workshop.", "Where is my vase?", CAMILLE)),
    ],
)
def test_no_page_of_a_door_shows_what_its_party_may_not_see_d1(
    matter: Conversation, order: Order, party: Party, hidden: tuple[str, ...]
) -> None:
    door = DOORS[party]
    own = CAMILLE if party is Party.BUYER else KERAMOS
    client = let_in(own, party)
    first = Message.objects.order_by("pk").first()
    assert first is not None

    for address in addresses(door.name, matter, order, str(first.public_id)):
        response = client.get(address)
        said = response.content.decode().replace("about-", "")

        assert response.status_code == 200, address
        for words in (*hidden, *HIDDEN_FROM_ALL):
            assert words not in said, (address, words)
        assert f"#{matter.pk}" not in said and f"conversation:{matter.pk}" not in said


def test_strangers_find_nothing_by_any_address_d2(matter: Conversation, order: Order) -> None:
    commerce.identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value="o@x.example", name="O")
    Seller.objects.create(external_id="o", name="O", sort_name="o", email="s@x.example")
    count = Message.objects.count()

    for party, own in ((Party.BUYER, "o@x.example"), (Party.SELLER, "s@x.example")):
        client, door = let_in(own, party), DOORS[party].name
        at = f"/{door}/c/{matter.public_id}/"
        for address in (at, f"{at}news/", f"/{door}/orders/{order.public_id}/"):
            assert client.get(address).status_code == 404, address
        assert client.get(f"{at}poll/?topics=conversation").status_code == 401
        assert client.get(f"{at}stream/?topics=conversation").status_code == 401
        assert client.post(f"{at}answer/", {"text": "x"}).status_code == 404
        begun = client.get(f"/{door}/write/?order={order.public_id}").content.decode()
        assert "FR-4711" not in begun
    assert Message.objects.count() == count


def test_nobody_comes_further_than_the_entrance_without_a_visit(
    matter: Conversation, order: Order, agent: Identity
) -> None:
    """A member who is signed in is no visitor either."""
    client = Client()
    client.force_login(agent.member)

    for door in ("space", "seller"):
        for address in addresses(door, matter, order, str(uuid4())):
            answer = client.get(address)
            wanted = 401 if "/poll/" in address else 302
            assert answer.status_code == wanted, address
            assert answer.get("Location", f"/{door}/sign-in/").startswith(f"/{door}/sign-in/")


def test_an_unmerged_buyer_sees_his_own_again(buyer: Client, matter: Conversation) -> None:
    other = commerce.identify_buyer(
        by=SYSTEM, kind=IdentityKind.EMAIL, value="other@x.example", name="Other"
    )
    stranger = let_in("other@x.example", Party.BUYER)
    assert matter.identity is not None
    commerce.merge_buyers(by=SYSTEM, keep_id=other.buyer_id, merge_id=matter.identity.buyer_id)
    merged = stranger.get(f"/space/c/{matter.public_id}/").status_code

    commerce.unmerge_identity(by=SYSTEM, identity_id=matter.identity_id or 0)

    assert merged == 200
    assert stranger.get(f"/space/c/{matter.public_id}/").status_code == 404
    assert buyer.get(f"/space/c/{matter.public_id}/").status_code == 200


def test_the_status_is_in_the_buyers_words(buyer: Client, matter: Conversation) -> None:
    Status.objects.filter(key=matter.status_id).update(label_buyer="Bei der Werkstatt")

    page = page_of(buyer, matter)

    assert "Bei der Werkstatt" in page
    assert "Waiting for the seller" not in page


def test_a_visitors_stream_is_silent_about_what_is_not_his_d1(
    matter: Conversation, agent: Identity
) -> None:
    visitor = visitor_of(DOORS[Party.BUYER], let_in_key())
    assert visitor is not None
    viewer = visitor.viewers[0]
    before = mark_of(viewer, matter.pk)

    services.write_note(by=agent.actor, conversation_id=matter.pk, text=NOTE)
    services.tag(by=agent.actor, conversation_id=matter.pk, name="fragile")
    after_note = mark_of(viewer, matter.pk)
    answer(agent, matter, "It comes tomorrow.", Party.BUYER)

    assert after_note == before != ""
    assert mark_of(viewer, matter.pk) != before


def let_in_key() -> str:
    return str(let_in(CAMILLE, Party.BUYER).cookies["comptoir_space"].value)


def test_the_poll_tells_neither_number_nor_event(
    buyer: Client, matter: Conversation, agent: Identity
) -> None:
    page = page_of(buyer, matter)
    address = re.search(r'poll="([^"]+)"', page)
    position = re.search(r'position="([^"]+)"', page)
    assert address and position
    ask = f"{address[1]}&topics=conversation&after={position[1]}"
    services.write_note(by=agent.actor, conversation_id=matter.pk, text=NOTE)
    silent = buyer.get(ask).json()["events"]

    answer(agent, matter, "It comes tomorrow.", Party.BUYER)

    assert silent == []
    assert buyer.get(ask).json()["events"] == [{"topic": "conversation", "id": None, "event": ""}]


def test_new_letters_come_without_the_old_ones(
    buyer: Client, matter: Conversation, agent: Identity
) -> None:
    last = Message.objects.filter(audience=5).latest("pk")
    answer(agent, matter, "It comes tomorrow.", Party.BUYER)

    news = buyer.get(f"/space/c/{matter.public_id}/news/?after={last.public_id}").content.decode()

    assert "It comes tomorrow." in news
    assert "We ask the workshop." not in news


# --- Files (C4) ---------------------------------------------------------------------------------


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
