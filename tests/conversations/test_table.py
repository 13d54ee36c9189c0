"""The list as a table: its columns, its orders, its constant work (F3)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from comptoir.accounts.identity import Identity
from comptoir.conversations import services
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.models import ChosenColumns, Conversation, SavedView
from comptoir.conversations.queries.inbox import inbox
from comptoir.kit.clock import now
from tests.conversations.conftest import Write
from tests.conversations.test_pages import queries_of

TABLE = "/inbox/waiting/?as=table"


@pytest.fixture
def desk(client: Client, agent: Identity) -> Client:
    client.force_login(agent.member)
    return client


@pytest.fixture
def five(write: Write) -> list[int]:
    """Five that wait: due in one to four hours, the last without a promise."""
    for at in range(5):
        write(message_id=f"<{at}@b.example>", sender=f"b{at}@b.example", subject=f"No. {at}")
    numbers = list(Conversation.objects.order_by("pk").values_list("pk", flat=True))
    for at, number in enumerate(numbers):
        due = None if at == 4 else now() + timedelta(hours=at + 1)
        waits = now() - timedelta(hours=at)
        Conversation.objects.filter(pk=number).update(next_due_at=due, waiting_since=waits)
    return numbers


def order_of(agent: Identity, sort: Sort, *, size: int = 2) -> list[int]:
    """All pages of the list, one behind the other."""
    found, cursor = [], ""
    for _page in range(10):
        page = inbox(agent.viewer, view="waiting", sort=sort, cursor=cursor, size=size)
        found += [row.number for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            return found
    raise AssertionError(found)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.DUE, [0, 1, 2, 3, 4]),
        (Sort.DUE_LAST, [3, 2, 1, 0, 4]),
        (Sort.WAITING, [4, 3, 2, 1, 0]),
        (Sort.WAITING_LAST, [0, 1, 2, 3, 4]),
        (Sort.NUMBER, [0, 1, 2, 3, 4]),
        (Sort.NUMBER_LAST, [4, 3, 2, 1, 0]),
    ],
)
def test_each_order_holds_over_all_pages_and_what_is_empty_stands_last(
    agent: Identity, five: list[int], sort: Sort, order: list[int]
) -> None:
    assert order_of(agent, sort) == [five[at] for at in order]


def test_an_order_that_does_not_exist_changes_nothing_f3(desk: Client, five: list[int]) -> None:
    plain = desk.get("/inbox/waiting/").content.decode()

    asked = desk.get("/inbox/waiting/?sort=subject;drop%20table").content.decode()

    numbers = [re.findall(r'data-row="(\d+)"', page) for page in (plain, asked)]
    assert numbers[0] == numbers[1] == [str(number) for number in five]
    assert "drop" not in asked


def test_the_table_names_its_order_and_a_click_turns_it_round(
    desk: Client, five: list[int]
) -> None:
    page = desk.get(f"{TABLE}&sort=due").content.decode()

    assert 'aria-sort="ascending"><a href="?as=table&amp;sort=due-last">Due' in page
    assert '<a href="?as=table&amp;sort=number-last">Number</a>' in page
    assert f'href="/inbox/waiting/{five[0]}/?as=table&amp;sort=due">#{five[0]}' in page


def test_the_number_of_queries_of_the_table_does_not_depend_on_its_rows(
    desk: Client, write: Write
) -> None:
    write()
    with_one = queries_of(desk, TABLE)

    for at in range(49):
        write(message_id=f"<{at}@buyer.example>", sender=f"b{at}@buyer.example")

    assert queries_of(desk, TABLE) == with_one
    assert with_one <= 10


def test_the_columns_a_member_chose_are_his_own(
    desk: Client, agent: Identity, five: list[int]
) -> None:
    told = {"view": "waiting", "sort": "newest", "column": ["tags", "subject", "nonsense"]}

    answer = desk.post("/table/columns/", told)

    assert answer["Location"] == "/inbox/waiting/?as=table&sort=newest"
    assert ChosenColumns.objects.get(member_id=agent.viewer.id).columns == ["subject", "tags"]
    page = desk.get(TABLE).content.decode()
    assert re.findall(r'<td class="of-(\w+)', page)[:2] == ["subject", "tags"]


def test_without_any_column_the_usual_ones_stand(desk: Client, five: list[int]) -> None:
    desk.post("/table/columns/", {"view": "waiting"})

    page = desk.get(TABLE).content.decode()

    assert re.findall(r'<td class="of-(\w+)', page)[:3] == ["buyer", "subject", "order"]


def test_a_status_stands_there_in_words(desk: Client, agent: Identity, five: list[int]) -> None:
    services.set_status(by=agent.actor, conversation_id=five[0], status="resolved")

    page = desk.get("/inbox/all/?as=table").content.decode()

    said = re.findall(r'<td class="of-status ">([^<]*)</td>', page)
    assert sorted(said) == ["Open", "Open", "Open", "Open", "Resolved"]


def test_a_saved_view_is_offered_the_order_it_is_shown_in(
    desk: Client, agent: Identity, five: list[int]
) -> None:
    desk.post("/views/new/", {"name": "All", "query": "is:open", "match": "all", "sort": "due"})

    page = desk.get(f"/inbox/v{SavedView.objects.get().pk}/?sort=waiting")

    key = re.search(r"/views/(\d+)/\?sort=waiting", page.content.decode())
    assert key is not None
    form = desk.get(key[0]).content.decode()
    assert '<option value="waiting" selected>' in form
