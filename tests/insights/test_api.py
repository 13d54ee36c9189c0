"""Figures and their rows, for programs: the same as on the page."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.accounts.roles import Role
from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation
from comptoir.insights import services
from comptoir.insights.models import Reached
from comptoir.journal.models import Entry
from comptoir.kit.clock import freeze
from tests.insights.conftest import MORNING, Answer, Ask
from tests.insights.test_outcomes import resolved
from tests.insights.test_pages import MINUTE, NOON, busy
from tests.rest.conftest import Give, Program, give_token

__all__ = ["busy", "give_token", "resolved"]


@pytest.fixture
def hanna(give_token: Give) -> Program:
    return give_token(Role.LEAD, name="Hanna")


def told(program: Program, path: str, status: int = 200) -> Any:
    """`path` may be a whole address, as the answers give it."""
    with freeze(NOON):
        answer = program.get(path[path.index("/api/v1/") :] if "://" in path else path)
    assert answer.status_code == status, answer.content[:600]
    return answer.json()


def all_rows(program: Program, address: str) -> list[Any]:
    """Page after page, five rows each."""
    found, cursor = [], ""
    while True:
        page = told(program, f"{address}&limit=5&cursor={cursor}")
        found += page["items"]
        if not (cursor := page["next_cursor"]):
            return found


def figures_in(answer: Any) -> list[tuple[int, str]]:
    """Every figure of an answer with the address of its rows."""
    if isinstance(answer, list):
        return [pair for each in answer for pair in figures_in(each)]
    if not isinstance(answer, dict):
        return []
    own = [(answer["value"], answer["rows"])] if "value" in answer else []
    return own + [pair for each in answer.values() for pair in figures_in(each)]


def test_the_figures_are_those_of_the_page(hanna: Program, busy: list[int]) -> None:
    figures = told(hanna, "service")

    assert (figures["received"]["value"], figures["received"]["before"]) == (13, 0)
    assert (figures["answered"]["value"], figures["standing"]["waiting"]["value"]) == (9, 4)
    assert figures["standing"]["overdue"]["value"] == 1
    assert figures["standing"]["waiting_since"] == "2026-11-14T09:00:00Z"
    first = figures["replies"][0]
    assert (first["kind"], first["now"]["count"], first["now"]["is_few"]) == (
        "first_reply",
        7,
        False,
    )
    assert first["now"]["median_seconds"] == 67 * 60
    assert first["now"]["within_hour_share"] == round(first["now"]["within_hour"] / 7, 4)
    assert first["before"]["within_hour_share"] is None
    assert figures["span"]["key"] == "today"
    assert figures["as_of"] == "2026-11-17T12:00:00Z"


@pytest.mark.parametrize("query", ["", "?span=week&hours=calendar"])
def test_each_figure_leads_to_exactly_its_rows(hanna: Program, busy: list[int], query: str) -> None:
    figures = told(hanna, f"service{query}")
    told_by_kind = [
        (each["now"][name], address)
        for each in figures["replies"]
        for name, address in each["rows"].items()
    ]

    pairs = set(figures_in(figures)) | set(told_by_kind)
    found = {address: len(all_rows(hanna, address)) for _value, address in pairs}
    wrong = {address: found[address] for value, address in pairs if found[address] != value}

    assert len(pairs) > 20
    assert wrong == {}


def test_a_row_names_its_conversation_and_what_counted(hanna: Program, busy: list[int]) -> None:
    rows = told(hanna, "service/rows?figure=answered&kind=next_reply")["items"]

    row = rows[-1]
    conversation = Conversation.objects.get(pk=busy[0])
    assert (row["conversation"], row["number"]) == (str(conversation.public_id), busy[0])
    assert (row["kind"], row["outcome"], row["seconds"]) == ("next_reply", "answered", 600)
    assert row["channel"]["id"] == str(Channel.objects.get().public_id)
    assert row["customer"] == {"name": "Buyer 1", "party": "buyer"}
    assert row["waiting_since"] is row["due_at"] is row["got"] is None


def test_what_waits_comes_longest_first(hanna: Program, busy: list[int]) -> None:
    rows = all_rows(hanna, "service/rows?figure=waiting")

    assert [row["number"] for row in rows] == [busy[11], busy[8], busy[9], busy[10]]
    assert rows[0]["waiting_since"] == "2026-11-14T09:00:00Z"
    assert (rows[0]["asked_at"], rows[0]["kind"]) == (None, None)


def test_what_customers_got_is_told_with_amounts(hanna: Program, resolved: list[int]) -> None:
    refunds, vouchers = told(hanna, "service")["outcomes"]
    rows = all_rows(hanna, refunds["rows"])

    assert (refunds["outcome"], refunds["value"], refunds["before"]) == ("refund", 2, 1)
    assert refunds["amounts"] == [{"amount": "27.50", "currency": "EUR"}]
    assert vouchers["amounts"] == [{"amount": "5.00", "currency": "PLN"}]
    assert {row["number"] for row in rows} == set(resolved[:2])
    assert sorted(row["got"]["amount"]["amount"] for row in rows) == ["20.00", "7.50"]
    assert {row["resolved_at"] for row in rows} == {"2026-11-17T09:00:00Z"}


def test_by_channel_it_goes_by_its_outward_id(hanna: Program, busy: list[int]) -> None:
    (line,) = told(hanna, "service")["by"]["channel"]

    assert line["key"] == str(Channel.objects.get().public_id)
    assert told(hanna, line["figures"])["received"]["value"] == line["received"]["value"] == 13
    assert f"channel={line['key']}" in line["answered"]["rows"]


def test_a_lead_of_one_team_reads_the_figures_of_that_team(
    give_token: Give, ask: Ask, mailbox: Channel
) -> None:
    """D1: figures, rows and files alike."""
    mine, theirs = Team.objects.create(name="Mine"), Team.objects.create(name="Theirs")
    for team, count in ((mine, 2), (theirs, 3)):
        for at in range(count):
            number = ask(MORNING + at * MINUTE)
            Conversation.objects.filter(pk=number).update(team=team)
            services.restate(conversation_ids=[number])
    lea = give_token(Role.LEAD, name="Lea", scope="team", scope_id=mine.pk)

    figures = told(lea, "service")
    rows = told(lea, "service/rows?figure=received")["items"]
    of_others = told(lea, f"service/rows?figure=received&team={theirs.pk}")["items"]
    with freeze(NOON):
        file = lea.get("service/rows.csv?figure=received").content.decode()

    assert (figures["received"]["value"], figures["standing"]["waiting"]["value"]) == (2, 2)
    assert [line["name"] for line in figures["by"]["team"]] == ["Mine"]
    assert {row["team"]["name"] for row in rows} == {"Mine"}
    assert of_others == []
    assert len(file.strip().splitlines()) == 1 + 2


def test_files_are_those_of_the_page_and_leave_an_entry(hanna: Program, busy: list[int]) -> None:
    with freeze(NOON):
        figures = hanna.get("service/figures.csv?span=week")
        rows = hanna.get("service/rows.csv?figure=received")

    table = list(csv.reader(io.StringIO(figures.content.decode().removeprefix("\ufeff"))))
    assert {(row[0], row[1]): row[2] for row in table}["Received", "All"] == "14"
    assert figures.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(rows.content.decode().strip().splitlines()) == 1 + 13
    noted = Entry.objects.filter(event__endswith="Exported").order_by("pk")
    assert [(each.event, each.data["days"]) for each in noted] == [
        ("insights.FiguresExported", 7),
        ("insights.RowsExported", 1),
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("figure=waiting&part=3", "“part” does not narrow the figure “waiting”. Leave it out."),
        ("figure=settled&kind=next_reply", "“kind” does not narrow the figure “settled”. Leave it out."),
        ("figure=answered&outcome=refund", "“outcome” does not narrow the figure “answered”. Leave it out."),
        ("figure=received&span=week&part=7", "This span has the parts 0 to 6."),
        ("figure=received&reason=DROP", "query.reason: No contact reason has this key."),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_meant_is_refused_with_a_sentence(
    hanna: Program, query: str, said: str
) -> None:
    """F3."""
    answer = told(hanna, f"service/rows?{query}", 422)

    assert answer["detail"].endswith(said.removeprefix("query."))


def test_a_channel_that_is_none_is_not_found(hanna: Program) -> None:
    answer = told(hanna, "service?channel=0190cafe-0000-7000-8000-000000000000", 404)

    assert answer["detail"] == "There is no such channel."


def test_a_token_for_figures_alone_names_no_customer(give_token: Give, busy: list[int]) -> None:
    board = give_token(Role.LEAD, name="Board", only=("insights.read",))

    figures = told(board, "service")
    with freeze(NOON):
        refused = [
            board.get(f"service/{path}?figure=received").status_code
            for path in ("rows", "rows.csv")
        ]

    assert figures["received"]["value"] == 13
    assert refused == [403, 403]
    assert not Entry.objects.filter(event="insights.RowsExported").exists()


def test_an_agent_reads_no_figures(give_token: Give, busy: list[int]) -> None:
    ada = give_token(Role.AGENT, name="Ada")

    paths = (
        "service",
        "service/rows?figure=received",
        "service/figures.csv",
        "service/definitions",
    )
    refused = [ada.get(path).status_code for path in paths]

    assert refused == [403] * 4


def test_what_is_not_counted_yet_is_said(hanna: Program, ask: Ask, agent: Identity) -> None:
    ask(MORNING)
    behind = told(hanna, "service")
    services.follow()
    Reached.objects.update(entry_id=Entry.objects.latest("pk").pk, tx=2**62)

    counted = told(hanna, "service")

    assert (behind["as_of"], behind["counted_until"]) == (
        "2026-11-17T12:00:00Z",
        "2026-11-17T09:00:00Z",
    )
    assert counted["counted_until"] == counted["as_of"]


def test_the_definitions_are_told_with_their_versions(hanna: Program) -> None:
    found = told(hanna, "service/definitions")["items"]

    (median,) = [each for each in found if each["key"] == "median"]
    assert (median["version"], median["since"]) == (1, "2026-11-22")
    assert "nine of ten replies took no longer" in median["text"]


PATHS = ("service", "service/rows?figure=answered", "service/rows?figure=waiting")


def queries_of(program: Program, path: str) -> int:
    told(program, path)
    with CaptureQueriesContext(connection) as captured:
        told(program, path)
    return len(captured)


def test_the_number_of_queries_does_not_depend_on_the_rows(
    hanna: Program, ask: Ask, answer: Answer
) -> None:
    counts = []
    for many in (range(1), range(1, 50)):
        for at in many:
            answer(ask(MORNING + at * MINUTE), MORNING + timedelta(hours=1))
        services.rebuild()
        Conversation.objects.update(waiting_since=MORNING, category="open")
        counts.append([queries_of(hanna, path) for path in PATHS])

    assert len(told(hanna, PATHS[2])["items"]) == 50
    assert counts[0] == counts[1]
