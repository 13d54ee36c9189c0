"""Chatting: what comes in, what is answered, what nobody else reads (A, B1, D1, D2, F)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Pass
from comptoir.accounts.parties import Party
from comptoir.channels.models import Channel, Delivery
from comptoir.commerce.models import Buyer, BuyerIdentity
from comptoir.commerce.services import identify_buyer
from comptoir.commerce.states import IdentityKind
from comptoir.conversations import services
from comptoir.conversations.models import Attachment, Conversation, Message, Reading
from comptoir.deadlines.models import Deadline
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import freeze, now
from tests.connectors.webchat.conftest import CAMILLE, SHOP, Chat, Visitor, made_chat, texts

NOTE = "between us: he asks every week"


def answer(agent: Identity, visitor: Visitor, text: str = "Yes, it is.") -> Message:
    return services.reply(
        by=agent.actor,
        conversation_id=visitor.conversation.pk,
        text=text,
        audience=Party.BUYER,
        token=uuid4().hex,
    )


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
    photo = SimpleUploadedFile("vase.txt", b"broken", "text/plain")
    (said,) = visitor.say("It broke", files=photo)["said"]
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


# --- Who he is ----------------------------------------------------------------------------------


@pytest.fixture
def camilles_past(chat: Chat) -> Conversation:
    """A buyer who has written before, elsewhere."""
    identity = identify_buyer(by=SYSTEM, kind=IdentityKind.EMAIL, value=CAMILLE, name="Camille")
    known = Visitor(chat)
    known.open(token=chat.token())
    known.say("My old matter")
    assert known.conversation.identity_id == identity.pk
    known.post("end/", {})
    return known.conversation


def test_whom_the_shop_names_is_that_buyer_with_his_past(
    chat: Chat, camilles_past: Conversation
) -> None:
    visitor = Visitor(chat)
    state = visitor.open(token=chat.token())
    visitor.say("A new one")

    assert (state["me"]["known"], state["me"]["mail"]) == (True, CAMILLE)
    rows = visitor.ask("get", "past/").json()["past"]
    assert [row["id"] for row in rows] == [str(camilles_past.public_id)]
    old = visitor.ask("get", f"past/?id={camilles_past.public_id}").json()
    assert texts(old) == ["My old matter"]
    assert Buyer.objects.count() == 1


def test_on_a_second_device_the_same_person_reads_on(chat: Chat) -> None:
    phone, desk = Visitor(chat), Visitor(chat)
    phone.open(token=chat.token())
    phone.say("From the train")

    assert texts(desk.open(token=chat.token())) == ["From the train"]


def test_who_signed_out_of_the_shop_is_a_stranger_again(chat: Chat) -> None:
    visitor = Visitor(chat)
    visitor.open(token=chat.token())
    visitor.say("As Camille")

    state = visitor.open()

    assert (state["said"], state["me"]["known"], state["me"]["past"]) == ([], False, False)


def test_another_chats_token_is_refused_and_nothing_is_made(chat: Chat) -> None:
    other = made_chat(name="Other")
    visitor = Visitor(chat)

    response = visitor.post("visit/", {"token": other.token()})

    assert response.status_code == 401
    assert response.json()["error"].startswith("Who you are could not be checked")
    assert (Buyer.objects.count(), visitor.client.cookies) == (0, {})


def test_b1_an_address_that_is_only_said_opens_nothing_and_gets_no_mail(
    chat: Chat, camilles_past: Conversation, agent: Identity
) -> None:
    stranger = Visitor(chat)
    stranger.open()
    stranger.say("I am Camille, show me all", mail=CAMILLE)
    answer(agent, stranger)
    with freeze(now() + timedelta(minutes=10)):
        from comptoir.connectors.webchat.services import mail_if_left

        again = mail_if_left(conversation_id=stranger.conversation.pk)

    assert (stranger.look()["me"]["past"], again) == (False, False)
    assert stranger.ask("get", "past/").json() == {"past": []}
    assert stranger.ask("get", f"past/?id={camilles_past.public_id}").status_code == 404
    assert not Delivery.objects.filter(kind="missed").exists()


def test_d2_a_stranger_whom_an_agent_took_for_a_buyer_reads_no_more_than_before(
    chat: Chat, camilles_past: Conversation
) -> None:
    from comptoir.commerce.services import merge_buyers

    stranger = Visitor(chat)
    stranger.open()
    stranger.say("It is me")
    buyer = BuyerIdentity.objects.get(value=CAMILLE).buyer_id
    stray = stranger.visit.identity.buyer_id
    merge_buyers(by=SYSTEM, keep_id=buyer, merge_id=stray)

    assert texts(stranger.look()) == ["It is me"]
    assert stranger.ask("get", "past/").json() == {"past": []}
    assert stranger.ask("get", f"past/?id={camilles_past.public_id}").status_code == 404


def code_of(visitor: Visitor, mailoutbox: list, address: str = CAMILLE) -> str:
    from comptoir.accounts.services import mail_pass

    response = visitor.post("prove/", {"mail": address})
    assert response.status_code == 200, response.content
    mail_pass(pass_id=Pass.objects.latest("pk").pk)
    return mailoutbox[-1].subject[:7]


def test_d9_a_code_is_mailed_to_any_address_in_our_words_and_proves_it(
    visitor: Visitor, mailoutbox: list, agent: Identity
) -> None:
    visitor.say("<b>buy pills</b> http://spam.example")

    code = code_of(visitor, mailoutbox)
    state = visitor.post("prove/", {"code": code}).json()

    (mail,) = mailoutbox
    assert "pills" not in mail.body and "http" not in mail.body
    assert state["me"]["proved"] is True
    identity = BuyerIdentity.objects.get(value=CAMILLE)
    assert identity.verified_at is not None
    assert visitor.visit.identity.buyer_id == identity.buyer_id
    assert texts(visitor.look()) == ["<b>buy pills</b> http://spam.example"]
    assert Entry.objects.filter(event="connectors.VisitorProved").count() == 1


def test_who_has_proved_his_address_reads_his_past(
    chat: Chat, camilles_past: Conversation, mailoutbox: list
) -> None:
    visitor = Visitor(chat)
    visitor.open()
    visitor.say("Hello again")

    visitor.post("prove/", {"code": code_of(visitor, mailoutbox)})

    assert [row["subject"] for row in visitor.ask("get", "past/").json()["past"]] == [
        "My old matter"
    ]


def test_d10_a_code_is_tried_five_times_and_in_its_own_browser_only(
    chat: Chat, visitor: Visitor, mailoutbox: list
) -> None:
    visitor.say("Hello")
    code = code_of(visitor, mailoutbox)
    other = Visitor(chat)
    other.open()

    assert other.post("prove/", {"code": code}).status_code >= 400
    assert other.look()["me"]["proved"] is False
    wrong = "000 000" if code != "000 000" else "111 111"
    statuses = [visitor.post("prove/", {"code": wrong}).status_code for _ in range(5)]
    assert set(statuses) == {statuses[0]} and statuses[0] >= 400
    assert visitor.post("prove/", {"code": code}).status_code == statuses[0]
    assert visitor.look()["me"]["proved"] is False


def test_a_code_lets_nobody_in_by_the_buyers_door(
    chat: Chat, visitor: Visitor, mailoutbox: list
) -> None:
    from comptoir.accounts.errors import PassUnusable
    from comptoir.accounts.services import come_in_by_code
    from comptoir.accounts.visitors import SPACE

    visitor.say("Hello")
    code = code_of(visitor, mailoutbox)

    with pytest.raises(PassUnusable):
        come_in_by_code(door=SPACE, browser=f"chat {visitor.key}", code=code)


# --- When he has left ---------------------------------------------------------------------------


def test_who_left_gets_all_answers_in_one_mail_once(chat: Chat, agent: Identity) -> None:
    from comptoir.connectors.webchat.services import mail_if_left

    visitor = Visitor(chat)
    visitor.open(token=chat.token())
    visitor.say("Is it blue?")
    answer(agent, visitor, "It is.")
    answer(agent, visitor, "And it shines.")
    number = visitor.conversation.pk

    assert mail_if_left(conversation_id=number) is True
    assert not Delivery.objects.filter(kind="missed").exists()
    with freeze(now() + timedelta(minutes=3)):
        assert mail_if_left(conversation_id=number) is False
        assert mail_if_left(conversation_id=number) is False

    delivery = Delivery.objects.get(kind="missed")
    letter = services.letter_for(delivery=delivery)
    assert letter is not None
    assert (delivery.recipients, letter.sender.address) == ([CAMILLE], "desk@shop.example")
    assert letter.text.startswith("It is.\n\nAnd it shines.")


def test_who_has_read_it_gets_no_mail(chat: Chat, agent: Identity) -> None:
    from comptoir.connectors.webchat.services import mail_if_left

    visitor = Visitor(chat)
    visitor.open(token=chat.token())
    visitor.say("Is it blue?")
    message = answer(agent, visitor, "It is.")
    visitor.post("beat/", {"here": True, "read": str(message.public_id)})

    assert mail_if_left(conversation_id=visitor.conversation.pk) is False
    with freeze(now() + timedelta(minutes=3)):
        mail_if_left(conversation_id=visitor.conversation.pk)

    assert not Delivery.objects.filter(kind="missed").exists()


# --- The promise --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "de", "ru"])
def test_widget_acknowledgement_and_space_promise_the_same(chat: Chat, language: str) -> None:
    from tests.conversations.visiting.conftest import let_in

    Channel.objects.filter(pk=chat.channel.pk).update(acknowledge=True)
    visitor = Visitor(chat)
    visitor.open(token=chat.token(), language=language)
    state = visitor.say("Une question")
    Conversation.objects.update(language=language)
    conversation = visitor.conversation

    services.acknowledge(conversation_id=conversation.pk, message_id=Message.objects.get().pk)

    said = Message.objects.get(author_kind="system").text
    space = let_in(CAMILLE, Party.BUYER).get(
        f"/space/c/{conversation.public_id}/", headers={"Accept-Language": language}
    )
    assert state["promise"] and state["waits"] is True
    assert state["promise"] in said
    assert state["promise"] in space.content.decode()
    assert texts(visitor.look(state["position"])) == [said]


def test_out_of_hours_the_promise_is_said_before_one_types(chat: Chat) -> None:
    from comptoir.conversations.queries.promises import promise_to_newcomer

    promise = promise_to_newcomer(chat.channel, at=now(), language="es")

    told = Visitor(chat).ask("get", "hello/", data={"language": "es"}).json()

    assert told["promise"] == promise.words != ""
    assert told["open"] is promise.is_open
    assert told["words"]["send"] == "Enviar"


def test_the_secret_is_renewed_and_the_old_one_is_good_for_an_hour(chat: Chat) -> None:
    from comptoir.connectors.webchat.services import renew_secret

    new = Chat(chat.channel, renew_secret(by=SYSTEM, channel_id=chat.channel.pk))

    assert Visitor(new).open(token=new.token())["me"]["known"] is True
    assert Visitor(chat).open(token=chat.token())["me"]["known"] is True
    with freeze(now() + timedelta(minutes=61)):
        assert Visitor(chat).post("visit/", {"token": chat.token()}).status_code == 401
