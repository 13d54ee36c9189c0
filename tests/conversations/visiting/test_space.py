"""The buyer space: orders, messages, promises."""

from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel, Delivery
from comptoir.commerce.models import Order
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.promises import promise_to_newcomer
from comptoir.deadlines.models import Deadline
from comptoir.journal.models import Entry
from comptoir.kit.clock import now
from tests.conversations.conftest import Write
from tests.conversations.visiting.conftest import CAMILLE, page_of, write_new


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


def test_all_hours_of_a_page_are_by_one_clock(buyer: Client) -> None:
    """That of the house, where the buyer's own is not known."""
    conversation = write_new(buyer)
    Channel.objects.update(settings={"time_zone": "Asia/Tokyo"})
    tokyo = ZoneInfo("Asia/Tokyo")
    wrote, due = Message.objects.get().received_at, conversation.next_due_at

    page = page_of(buyer, conversation)

    assert due is not None
    assert f">{wrote.astimezone(tokyo):%H:%M}</time>" in page
    assert f"{due.astimezone(tokyo):, %H:%M}." in page


def test_the_language_is_changed_beside_a_refused_message(buyer: Client) -> None:
    conversation = write_new(buyer)
    address = f"/space/c/{conversation.public_id}/"

    refused = buyer.post(f"{address}answer/", {"text": " "}).content.decode()

    assert f'name="next" value="{address}"' in refused


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
