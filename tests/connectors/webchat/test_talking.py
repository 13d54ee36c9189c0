"""Chatting: what comes in, what is answered, what nobody else reads (A, B1, D1, D2, F)."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel, Delivery
from comptoir.commerce.models import Buyer
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation, Message, Reading
from comptoir.deadlines.models import Deadline
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from tests.connectors.webchat.conftest import SHOP, Chat, Visitor, answer, made_chat, texts
from tests.kit.previews.strange_files import photo

NOTE = "between us: he asks every week"


# --- In -----------------------------------------------------------------------------------------


def test_opening_the_chat_makes_neither_a_buyer_nor_a_conversation(visitor: Visitor) -> None:
    assert (Buyer.objects.count(), Conversation.objects.count()) == (0, 0)
    assert visitor.look()["said"] == []


def test_what_a_stranger_writes_becomes_a_conversation_with_its_clock(visitor: Visitor) -> None:
    state = visitor.say("Where is my parcel?", token="one")

    conversation, message = Conversation.objects.get(), Message.objects.get()
    assert (message.author_kind, message.author_name) == ("buyer", "Visitor")
    assert message.audience == Party.BUYER | Party.OPERATOR
    assert conversation.channel.kind == "chat"
    assert conversation.reason == "order_status"
    assert conversation.waiting_since is not None
    assert Deadline.objects.filter(subject_id=conversation.pk, kind="first_reply").count() == 1
    assert (texts(state), state["said"][0]["token"], state["said"][0]["by"]) == (
        ["Where is my parcel?"], "one", "",
    )  # fmt: skip
    (entry,) = Entry.objects.filter(event="conversations.MessageReceived")
    assert (entry.data["opened"], entry.actor_kind) == (True, "buyer")


def test_the_second_message_joins_the_first(visitor: Visitor) -> None:
    visitor.say("One")
    visitor.say("Two")

    assert Conversation.objects.count() == 1
    assert texts(visitor.look()) == ["One", "Two"]


def test_f1_a_message_sent_twice_under_one_name_is_one(visitor: Visitor) -> None:
    first = visitor.say("Once", token="same")
    second = visitor.say("Once", token="same", after=first["position"])

    assert Message.objects.count() == 1
    assert second["said"] == []


def test_a_file_comes_with_a_message_and_only_his_browser_opens_it(
    chat: Chat, visitor: Visitor
) -> None:
    told = SimpleUploadedFile("vase.txt", b"broken", "text/plain")
    (said,) = visitor.say("It broke", files=told)["said"]
    (file,) = said["files"]
    other = Visitor(chat)
    other.open()
    other.say("Me too")

    good = visitor.ask("get", file["url"])
    assert (file["name"], good.content) == ("vase.txt", b"broken")
    assert good["Content-Disposition"].startswith("attachment")
    stolen = file["url"].replace(f"v={visitor.visit.pk}", f"v={other.visit.pk}")
    assert other.ask("get", stolen).status_code == 404
    assert Attachment.objects.count() == 1


def test_c2_of_a_picture_his_browser_gets_a_safe_copy_once_it_is_drawn(
    chat: Chat, visitor: Visitor
) -> None:
    sent = SimpleUploadedFile("vase.png", photo((640, 480), "PNG"), "image/png")
    (said,) = visitor.say("It broke", files=sent)["said"]
    (file,) = said["files"]
    other = Visitor(chat)
    other.open()
    other.say("Me too")

    early = visitor.ask("get", f"{file['url']}&show=small")
    services.prepare_previews(message_id=Message.objects.get(text="It broke").pk)
    small = visitor.ask("get", f"{file['url']}&show=small")
    whole = visitor.ask("get", f"{file['url']}&show=whole")

    assert (file["picture"], early.status_code) == (True, 404)
    assert (small["Content-Type"], whole["Content-Type"]) == ("image/jpeg", "image/jpeg")
    assert len(small.content) < len(whole.content)
    assert "sandbox" in whole["Content-Security-Policy"]
    forged = f"{file['url'].partition('&s=')[0]}&s=forged&show=small"
    stolen = file["url"].replace(f"v={visitor.visit.pk}", f"v={other.visit.pk}")
    assert visitor.ask("get", forged).status_code == 403
    assert other.ask("get", f"{stolen}&show=whole").status_code == 404
    assert visitor.ask("get", f"{file['url']}&show=original").status_code == 404


def test_an_empty_message_is_refused_and_nothing_is_stored(visitor: Visitor) -> None:
    response = visitor.ask("post", "say/", data={"text": "  ", "token": "x"})

    assert (response.status_code, Message.objects.count(), Buyer.objects.count()) == (422, 0, 0)


def test_what_has_to_be_told_first_is_asked_for(chat: Chat) -> None:
    strict = Visitor(made_chat(name="Strict", ask_name="must"))
    strict.open()

    refused = strict.ask("post", "say/", data={"text": "Hello", "token": "x"})
    strict.say("Hello", name="Ada")

    assert refused.json() == {"error": "Tell us your name first."}
    assert Message.objects.get().author_name == "Ada"


def test_an_ended_chat_begins_anew_and_the_desk_reads_that_it_ended(visitor: Visitor) -> None:
    visitor.say("One")
    visitor.post("end/", {})
    visitor.say("Two")

    assert Conversation.objects.count() == 2
    assert texts(visitor.look()) == ["Two"]
    assert Entry.objects.filter(event="connectors.ChatEnded").count() == 1


def test_i_of_the_page_agents_see_neither_query_nor_tricks(visitor: Visitor) -> None:
    visitor.say("Hello")

    visitor.post("beat/", {"url": f"{SHOP}/vase?session=secret#x", "title": "Vase\u202e\n<b>"})
    clean = visitor.visit
    visitor.post("beat/", {"url": "javascript:alert(1)", "title": "x" * 900})

    assert (clean.page_url, clean.page_title) == (f"{SHOP}/vase", "Vase <b>")
    assert (visitor.visit.page_url, len(visitor.visit.page_title)) == ("", 200)


# --- Out ----------------------------------------------------------------------------------------


def test_an_answer_is_in_the_chat_at_once_and_under_the_name_of_the_house(
    visitor: Visitor, agent: Identity
) -> None:
    before = visitor.say("One")

    message = answer(agent, visitor)

    after = visitor.look(before["position"])
    assert texts(after) == ["Yes, it is."]
    assert (after["said"][0]["by"], after["reset"]) == ("Tiliane", False)
    assert Delivery.objects.get().state == "sent"
    assert message.released_at is not None
    conversation = visitor.conversation
    assert (conversation.waiting_since, conversation.category) == (None, "waiting")
    assert "Inès" not in str(after) and "ines@" not in str(after)


def test_with_a_time_to_undo_the_answer_comes_when_it_is_over_though_others_came_first(
    visitor: Visitor, agent: Identity, chat: Chat
) -> None:
    Channel.objects.filter(pk=chat.channel.pk).update(undo_seconds=10)
    visitor.say("One")
    held = answer(agent, visitor)
    state = visitor.say("Are you there?")

    from django.db import transaction

    with transaction.atomic():
        services.release(by=SYSTEM, delivery=held.deliveries.get().delivery)

    assert texts(visitor.look(state["position"])) == ["Yes, it is."]


def test_d1_a_whisper_is_on_no_page_of_the_visitor(visitor: Visitor, agent: Identity) -> None:
    state = visitor.say("One")
    services.write_note(by=agent.actor, conversation_id=visitor.conversation.pk, text=NOTE)

    answers = [
        visitor.look(),
        visitor.look(state["position"]),
        visitor.look(f"{visitor.conversation.public_id}.1"),
        visitor.say("Two", after=state["position"]),
        visitor.open(),
        visitor.ask("get", "past/").json(),
        visitor.ask("get", f"past/?id={visitor.conversation.public_id}").json(),
        visitor.post("end/", {}).json(),
    ]

    assert Message.objects.filter(text=NOTE).count() == 1
    assert all(NOTE not in str(each) for each in answers)


def test_seen_is_told_both_ways(visitor: Visitor, agent: Identity) -> None:
    (mine,) = visitor.say("One")["said"]
    assert visitor.look()["seen"] is None
    services.mark_read(
        by=agent.actor,
        conversation_id=visitor.conversation.pk,
        up_to=Message.objects.get().pk,
    )
    message = answer(agent, visitor)

    assert visitor.look()["seen"] == mine["id"]
    visitor.post("beat/", {"here": True, "read": str(message.public_id)})
    assert visitor.visit.read_id == message.pk
    assert Reading.objects.count() == 1


def test_resume_tells_each_message_once_in_order(visitor: Visitor, agent: Identity) -> None:
    positions, told = [visitor.say("0")["position"]], ["0"]
    for at in range(1, 8):
        state = visitor.say(str(at), after=positions[-1])
        told += texts(state)
        answer(agent, visitor, f"answer {at}")
        state = visitor.look(state["position"])
        told += texts(state)
        positions.append(state["position"])

    assert told == ["0", *(text for at in range(1, 8) for text in (str(at), f"answer {at}"))]
    assert texts(visitor.look(positions[-3])) == ["6", "answer 6", "7", "answer 7"]
    assert visitor.look(positions[-1])["said"] == []


def test_a_position_of_nowhere_begins_anew(visitor: Visitor) -> None:
    visitor.say("One")

    for wrong in ("", "x", "1-2", f"{uuid4()}.4", f"{visitor.conversation.public_id}.-1"):
        state = visitor.look(wrong)
        assert (texts(state), state["reset"]) == (["One"], True)
