"""Lists of conversations for programs: found, narrowed, turned page by page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.conversations.models import Conversation
from comptoir.conversations.services import write_note
from comptoir.kit.clock import freeze, now
from tests.conversations.test_api import conversation, path_of
from tests.rest.conftest import Program, give_token, program

__all__ = ["conversation", "give_token", "program"]


def test_search_finds_by_words(conversation, program: Program) -> None:
    found = program.get("conversations/search?q=parcel").json()

    assert [item["number"] for item in found["items"]] == [conversation.pk]
    assert found["is_complete"] is True


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("waiting=true", 1),
        ("waiting=false", 0),
        ("category=open", 1),
        ("category=resolved&category=snoozed", 0),
        ("reason=order_status", 1),
        ("priority=urgent", 0),
        ("assigned=true", 0),
        ("spam=true", 0),
        ("overdue=true", 0),
        ("language=en", 1),
        ("tag=none", 0),
        ("opened_before=2001-01-01T00:00:00Z", 0),
        ("sort=due_at", 1),
    ],
)
def test_filters_narrow_the_list(conversation, program: Program, asked: str, number: int) -> None:
    items = program.get(f"conversations?{asked}").json()["items"]

    assert len(items) == number


def test_a_filter_that_is_not_listed_is_refused_f3(conversation, program: Program) -> None:
    answer = program.get("conversations?assignee__password__startswith=x")

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:comptoir:problem:unknown-parameter"


def test_a_sort_that_is_not_listed_is_refused_f3(conversation, program: Program) -> None:
    assert program.get("conversations?sort=identity__value").status_code == 422


@pytest.fixture
def many(mailbox, write) -> list[Conversation]:
    for number in range(7):
        write(
            sender=f"Buyer {number} <b{number}@buyer.example>", message_id=f"<{number}@b.example>"
        )
    return list(Conversation.objects.order_by("-last_message_at", "-pk"))


@pytest.mark.parametrize("sort", ["-last_message_at", "last_message_at", "number", "due_at"])
def test_pages_hold_each_conversation_once(many, program: Program, sort: str) -> None:
    seen: list[int] = []
    cursor = ""

    for _ in range(4):
        page = program.get(f"conversations?limit=2&sort={sort}&cursor={cursor}").json()
        seen += [item["number"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert cursor is None
    assert sorted(seen) == sorted(conversation.pk for conversation in many)


def test_a_list_that_moves_between_pages_tells_nobody_twice(many, write, program: Program) -> None:
    first = program.get("conversations?limit=4").json()
    write(sender="New <new@buyer.example>", message_id="<new@b.example>")

    second = program.get(f"conversations?limit=4&cursor={first['next_cursor']}").json()

    numbers = [item["number"] for item in first["items"] + second["items"]]
    assert numbers == [conversation.pk for conversation in many]


@pytest.mark.parametrize("asked", ["spam=false&", "sort=number&"])
def test_a_cursor_belongs_to_its_own_list(many, program: Program, asked: str) -> None:
    cursor = program.get("conversations?limit=2").json()["next_cursor"]

    answer = program.get(f"conversations?{asked}limit=2&cursor={cursor}")

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:comptoir:problem:bad-cursor"


def test_a_changed_cursor_is_refused(many, program: Program) -> None:
    cursor = program.get("conversations?limit=2").json()["next_cursor"]

    answer = program.get(f"conversations?limit=2&cursor=x{cursor}")

    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["conversations?limit=50", "conversations/search?q=waiting"])
def test_fifty_conversations_ask_as_much_as_one(
    mailbox, write, program: Program, path: str
) -> None:
    def count() -> tuple[int, int]:
        program.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            items = program.get(path).json()["items"]
        return len(items), len(asked)

    write(sender="Buyer <b@buyer.example>", message_id="<one@b.example>")
    _one, few = count()
    for number in range(49):
        write(
            sender=f"Buyer {number} <b{number}@buyer.example>", message_id=f"<{number}@b.example>"
        )
    fifty, many = count()

    assert fifty == 50
    assert many == few


def test_fifty_messages_ask_as_much_as_one(conversation, agent, program: Program) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            program.get(path_of(conversation, "/messages?limit=100"))
        return len(asked)

    count()
    few = count()
    for number in range(49):
        write_note(by=agent.actor, conversation_id=conversation.pk, text=f"Note {number}")

    assert count() == few


def test_the_past_can_be_asked_for_by_time(conversation, program: Program) -> None:
    soon = (now() + timedelta(minutes=1)).isoformat().replace("+00:00", "Z")

    assert len(program.get(f"conversations?active_before={soon}").json()["items"]) == 1
    assert program.get(f"conversations?active_from={soon}").json()["items"] == []
    with freeze(now() + timedelta(days=400)):
        assert program.get("me").status_code == 401
