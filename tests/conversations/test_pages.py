"""The workspace's pages: they render without queries, and their number does not grow."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member, MemberGrant
from comptoir.conversations.models import Conversation
from tests.conversations.conftest import Write


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


def queries_of(client: Client, address: str) -> int:
    """Asked twice: what is kept for some seconds may have grown old meanwhile."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def test_the_inbox_shows_who_waits(desk: Client, write: Write) -> None:
    write()

    page = desk.get("/").content.decode()

    assert "Camille Laurent" in page
    assert "Where is my parcel?" in page


def test_the_number_of_queries_of_the_inbox_does_not_depend_on_its_rows(
    desk: Client, write: Write
) -> None:
    write()
    with_one = queries_of(desk, "/")

    for at in range(49):
        write(message_id=f"<{at}@buyer.example>", sender=f"b{at}@buyer.example")

    assert queries_of(desk, "/") == with_one


def test_the_number_of_queries_of_a_conversation_does_not_depend_on_its_messages(
    desk: Client, write: Write
) -> None:
    write()
    number = Conversation.objects.get().pk
    address = f"/inbox/waiting/{number}/"
    with_one = queries_of(desk, address)

    for at in range(29):
        write(
            f"And another thing, the {at}th",
            message_id=f"<{at}@buyer.example>",
            In_Reply_To="<one@buyer.example>",
        )

    assert Conversation.objects.count() == 1
    assert queries_of(desk, address) == with_one


def test_a_stranger_is_sent_to_the_sign_in_page(client: Client, db: None) -> None:
    response = client.get("/")

    assert response.status_code == 302
    assert "/account/" in response["Location"]


# ---------- What a page that stays open asks for ----------


def changed(desk: Client, view: str, **asked: Any) -> list[int]:
    """The numbers of the rows that came."""
    page = desk.get(f"/inbox/{view}/changes/", asked).content.decode()
    return [int(number) for number in re.findall(r'data-row="(\d+)"', page)]


def two_that_wait(write: Write) -> list[int]:
    write()
    write(message_id="<two@buyer.example>", sender="b2@buyer.example")
    return list(Conversation.objects.order_by("pk").values_list("pk", flat=True))


def test_a_page_gets_the_rows_it_heard_of_and_no_others(desk: Client, write: Write) -> None:
    first, second = two_that_wait(write)

    assert changed(desk, "waiting", heard=second) == [second]
    assert changed(desk, "waiting", heard=[first, second], shown=[]) == [first, second]
    assert changed(desk, "waiting") == []


def test_what_left_the_list_does_not_come(desk: Client, write: Write) -> None:
    first, second = two_that_wait(write)
    Conversation.objects.filter(pk=first).update(category="resolved", status_id="resolved")

    assert changed(desk, "waiting", shown=[first, second]) == [second]
    assert changed(desk, "resolved", heard=[first, second]) == [first]


def test_what_lies_beyond_the_page_comes_only_where_it_is_shown(desk: Client, write: Write) -> None:
    first, second = two_that_wait(write)
    end = Conversation.objects.values_list("next_due_at", flat=True).get(pk=first)
    until = f"{end.isoformat() if end else ''}~{first}"

    assert changed(desk, "waiting", heard=[first, second], until=until) == [first]
    assert changed(desk, "waiting", heard=[first], shown=[second], until=until) == [first, second]


@pytest.mark.parametrize("view", ["waiting", "mine", "overdue", "resolved", "all", "spam"])
def test_every_list_says_what_changed_of_it(desk: Client, write: Write, view: str) -> None:
    """Whatever it is sorted by, and whatever its cursor holds."""
    numbers = two_that_wait(write)

    for until in ("", "~0", "2026-11-21T10:00:00+00:00~5", "nonsense"):
        for sort in ("", "newest", "oldest", "due"):
            asked = {"shown": numbers, "until": until, "sort": sort}
            assert len(changed(desk, view, **asked)) in (0, 2)


def test_the_rows_that_changed_cost_the_same_queries_whatever_their_number(
    desk: Client, write: Write
) -> None:
    numbers = two_that_wait(write)
    address = "/inbox/waiting/changes/?shown={}"
    with_one = queries_of(desk, address.format(numbers[0]))

    for at in range(48):
        write(message_id=f"<{at}@buyer.example>", sender=f"b{at}@buyer.example")
    every = Conversation.objects.values_list("pk", flat=True)

    assert queries_of(desk, address.format("&shown=".join(map(str, every)))) == with_one


def test_an_agent_of_another_team_gets_no_row(client: Client, write: Write) -> None:
    """D1 D2: a number that was guessed brings nothing."""
    numbers = two_that_wait(write)
    stranger = Member.objects.create_user("lea@shop.example", "secret", name="Léa Petit")
    MemberGrant.objects.create(member=stranger, role="agent", scope="team", scope_id=999_999)
    client.force_login(stranger)

    assert changed(client, "waiting", shown=numbers) == []
