"""What follows a reply: he stays, or the next conversation opens; chosen once, kept."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.conversations.models import Conversation, Message
from comptoir.journal.models import Entry
from comptoir.kit.ids import uuid7
from tests.conversations.conftest import Write


@pytest.fixture
def conversation(write: Write) -> Conversation:
    write()
    return Conversation.objects.get()


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


def choose(desk: Client, conversation: Conversation, opens_next: str) -> HttpResponse:
    url = reverse("conversations:choose_after", args=[conversation.pk])
    return desk.post(url, {"opens_next": opens_next})


def send(desk: Client, conversation: Conversation, after: str) -> HttpResponse:
    told = {
        "mode": "reply",
        "text": "It left this morning.",
        "audience": str(Party.BUYER.value),
        "token": str(uuid7()),
        "last_seen": Message.objects.latest("pk").pk,
        "after": after,
    }
    return desk.post(reverse("conversations:send", args=[conversation.pk]), told)


def composer(desk: Client, conversation: Conversation) -> str:
    url = reverse("conversations:composer", args=[conversation.pk, "reply"])
    return desk.get(url).content.decode()


def test_the_choice_is_kept_and_the_button_follows_it(
    desk: Client, conversation: Conversation
) -> None:
    before = composer(desk, conversation)

    answer = choose(desk, conversation, "1")

    assert 'class="btn main send" name="after" value="stay"' in before
    for drawn in (answer.content.decode(), composer(desk, conversation)):
        assert 'class="btn main send" name="after" value="next"' in drawn
        assert (
            'class="choice send-resolve" role="menuitem" name="after" value="resolve-next"' in drawn
        )
        assert 'name="after" value="stay">' in drawn


def test_it_is_chosen_once_and_taken_back(desk: Client, conversation: Conversation) -> None:
    for said in ("1", "1", "0"):
        choose(desk, conversation, said)

    assert not Member.objects.get().opens_next
    assert Entry.objects.filter(event="accounts.ProfileChanged").count() == 2


@pytest.mark.parametrize(
    ("after", "resolves", "leaves"),
    [
        ("stay", False, False),
        ("next", False, True),
        ("resolve", True, False),
        ("resolve-next", True, True),
    ],
)
def test_what_follows_is_what_was_pressed(
    desk: Client, conversation: Conversation, after: str, resolves: bool, leaves: bool
) -> None:
    answer = send(desk, conversation, after)

    assert (Message.objects.latest("pk").facts.get("then") == "resolve") is resolves
    assert ("next-conversation" in answer.headers.get("HX-Trigger", "")) is leaves


def test_who_sends_anyway_still_goes_on_to_the_next(
    desk: Client, conversation: Conversation, write: Write
) -> None:
    seen = Message.objects.latest("pk").pk
    write("One more thing.", message_id="<two@buyer.example>", In_Reply_To="<one@buyer.example>")
    url = reverse("conversations:send", args=[conversation.pk])
    told = {
        "mode": "reply",
        "text": "It left.",
        "audience": str(Party.BUYER.value),
        "token": str(uuid7()),
        "last_seen": seen,
    }

    stopped = desk.post(url, {**told, "after": "resolve-next"})
    gone = desk.post(url, {**told, "anyway": "resolve-next"})

    assert 'name="anyway" value="resolve-next"' in stopped.content.decode()
    assert Message.objects.latest("pk").facts["then"] == "resolve"
    assert "next-conversation" in gone.headers["HX-Trigger"]
