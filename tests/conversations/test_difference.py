"""A reply that knows less than the conversation is stopped, and shows what it does not know."""

from datetime import timedelta

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.conversations import services
from comptoir.conversations.models import Conversation, Draft, Message
from comptoir.kit.clock import freeze, now
from comptoir.kit.ids import uuid7
from tests.conversations.conftest import Write, make_member


@pytest.fixture
def conversation(write: Write) -> Conversation:
    write()
    return Conversation.objects.get()


@pytest.fixture
def colleague(db: None) -> Identity:
    return make_member("jonas@shop.example", "Jonas Weber", "agent")


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


def send(desk: Client, conversation: Conversation, token: str, **more: str) -> str:
    told = {
        "text": "It leaves today.",
        "audience": "1",
        "last_seen": str(conversation.operator_last_id),
        "token": token,
        "after": "resolve",
        **more,
    }
    return desk.post(f"/c/{conversation.pk}/send/", told).content.decode()


def test_a_stale_reply_shows_what_came_and_what_a_colleague_changed(
    desk: Client, agent: Identity, colleague: Identity, conversation: Conversation, write: Write
) -> None:
    with freeze(now() - timedelta(minutes=1)):
        services.tag(by=colleague.actor, conversation_id=conversation.pk, name="earlier")
    token = str(uuid7())
    services.set_priority(by=agent.actor, conversation_id=conversation.pk, priority=1)
    services.tag(by=colleague.actor, conversation_id=conversation.pk, name="fragile")
    services.write_note(by=colleague.actor, conversation_id=conversation.pk, text="I rang her.")
    write("It is broken, too.", message_id="<b@x.example>", In_Reply_To="<one@buyer.example>")

    shown = send(desk, conversation, token)
    alert = shown.partition('class="difference"')[2].partition("</ul>")[0]

    assert alert.count("<li>") == 3
    assert "It is broken, too." in alert
    assert "I rang her." in alert
    assert "Jonas Weber added the tag fragile" in alert
    assert "earlier" not in alert
    assert "Inès" not in alert
    assert 'name="anyway" value="resolve"' in shown
    assert Draft.objects.get().text == "It leaves today."
    assert Message.objects.filter(author_id=agent.member.pk, author_kind="agent").count() == 0


def test_sending_anyway_keeps_what_was_chosen_to_follow(
    desk: Client, conversation: Conversation, write: Write
) -> None:
    write("One more thing", message_id="<b@x.example>", In_Reply_To="<one@buyer.example>")

    send(desk, conversation, str(uuid7()), after="", anyway="resolve")

    sent = Message.objects.get(author_kind="agent")
    assert sent.text == "It leaves today."
    assert sent.facts["then"] == "resolve"


@pytest.mark.parametrize("token", ["", "nonsense", "ffffffff-ffff-ffff-ffff-ffffffffffff"])
def test_a_token_without_a_time_shows_the_messages_alone(
    desk: Client, colleague: Identity, conversation: Conversation, write: Write, token: str
) -> None:
    services.tag(by=colleague.actor, conversation_id=conversation.pk, name="fragile")
    write("One more thing", message_id="<b@x.example>", In_Reply_To="<one@buyer.example>")

    shown = send(desk, conversation, token)
    alert = shown.partition('class="difference"')[2].partition("</ul>")[0]

    assert alert.count("<li>") == 1
    assert "One more thing" in alert


def test_d1_the_difference_names_nothing_of_another_conversation(
    desk: Client, conversation: Conversation, write: Write
) -> None:
    write("Secret of Bo", sender="Bo <bo@buyer.example>", message_id="<bo@buyer.example>")
    write("One more thing", message_id="<b@x.example>", In_Reply_To="<one@buyer.example>")

    shown = send(desk, conversation, str(uuid7()))

    assert "One more thing" in shown
    assert "Secret of Bo" not in shown
