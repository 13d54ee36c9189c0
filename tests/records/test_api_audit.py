"""The audit log for programs: who, what, before and after, from where (I4)."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.events import TeamRenamed
from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Team
from comptoir.accounts.roles import Role
from comptoir.accounts.services import create_team, rename_team
from comptoir.journal import publish
from comptoir.journal.models import Detail, Entry
from comptoir.journal.origins import came_from
from comptoir.kit.clock import freeze
from comptoir.rest.openapi import schema
from tests.conversations.conftest import make_member
from tests.rest.conftest import Give, Program, give_token

__all__ = ["give_token"]

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def vera(give_token: Give) -> Program:
    return give_token(Role.COMPLIANCE, name="Vera")


@pytest.fixture
def lea(db: None) -> Identity:
    return make_member("lea@shop.example", "Lea Moos", "administrator")


@pytest.fixture
def team(lea: Identity) -> Team:
    """Made at noon, and renamed two days later from another address."""
    with freeze(NOON):
        team = create_team(by=lea.actor, name="Returns")
    origin = came_from({"address": "192.0.2.7", "session": "abc"})
    with freeze(NOON + timedelta(days=2)), origin:
        rename_team(by=lea.actor, team_id=team.pk, name="Refunds")
    return team


def listed(program: Program, query: str) -> list[Any]:
    answer = program.get(f"audit-log?{query}")
    assert answer.status_code == 200, answer.content[:400]
    found: list[Any] = answer.json()["items"]
    return found


def test_an_entry_says_who_what_before_after_and_from_where(
    vera: Program, team: Team, lea: Identity
) -> None:
    (entry,) = listed(vera, "type=accounts.TeamRenamed")

    assert (entry["who"], entry["actor"]) == ("Lea Moos", {"kind": "agent", "id": lea.member.pk})
    assert (entry["subject"]["kind"], entry["subject"]["id"]) == ("team", team.pk)
    assert (entry["number"], entry["about"]) == (team.pk, "Refunds")
    assert (entry["before"], entry["after"]) == ("Returns", "Refunds")
    assert entry["changes"] == [{"name": "", "before": "Returns", "after": "Refunds"}]
    assert (entry["address"], entry["way"]) == ("192.0.2.7", "abc")
    assert entry["at"] == "2026-11-22T12:00:00Z"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("member={lea}", 2),
        ("member={lea}&type=accounts.TeamCreated", 1),
        ("kind=team&number={team}", 2),
        ("kind=team&since=2026-11-21T00:00:00Z", 1),
        ("kind=team&until=2026-11-21T00:00:00Z", 1),
        ("kind=order", 0),
    ],
)
def test_it_is_narrowed_as_on_the_page(
    vera: Program, team: Team, lea: Identity, query: str, count: int
) -> None:
    found = listed(vera, query.format(lea=lea.member.pk, team=team.pk))

    assert len(found) == count


def fill(by: Identity, count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            publish(TeamRenamed(team_id=number), by=by.actor, detail={"before": "A", "after": "B"})


def test_pages_follow_each_other_without_gap_or_repeat(vera: Program, lea: Identity) -> None:
    with freeze(NOON):
        fill(lea, 7)

    found, cursor = [], ""
    while True:
        page = vera.get(f"audit-log?kind=team&limit=3&cursor={cursor}").json()
        found += page["items"]
        if not (cursor := page["next_cursor"]):
            break

    assert [entry["number"] for entry in found] == [6, 5, 4, 3, 2, 1, 0]


def test_a_cursor_of_other_filters_and_a_filter_nobody_knows_are_refused(
    vera: Program, lea: Identity
) -> None:
    fill(lea, 3)
    cursor = vera.get("audit-log?limit=1").json()["next_cursor"]

    other = vera.get(f"audit-log?limit=1&kind=order&cursor={cursor}")
    unknown = vera.get("audit-log?event=x")

    assert (other.status_code, unknown.status_code) == (422, 422)
    assert unknown.json()["detail"].startswith("“event” is no parameter here.")


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_copy_is_that_of_the_page_and_leaves_an_entry(
    vera: Program, team: Team, kind: str
) -> None:
    answer = vera.get(f"audit-log/copy?format={kind}&kind=team")

    text = answer.content.decode().removeprefix("\ufeff")
    rows = (
        list(csv.DictReader(io.StringIO(text)))
        if kind == "csv"
        else [json.loads(line) for line in text.splitlines()]
    )
    assert [(row["what"], row["before"], row["after"]) for row in rows] == [
        ("accounts.TeamRenamed", "Returns", "Refunds"),
        ("accounts.TeamCreated", "", ""),
    ]
    noted = Entry.objects.get(event="records.AuditExported")
    assert noted.data["entries"] == 2
    assert "token" in Detail.objects.get(entry_id=noted.pk).origin


def test_the_choices_are_those_of_the_page(vera: Program) -> None:
    told = vera.get("audit-log/choices").json()

    assert {"key": "accounts.TeamRenamed", "name": "Team renamed"} in told["types"]
    assert {"key": "conversation", "name": "Conversation"} in told["kinds"]


def test_i4_no_operation_writes_the_log() -> None:
    ways = {
        (method, path)
        for path, told in schema()["paths"].items()
        for method in told
        if "audit" in path
    }

    assert {method for method, _path in ways} == {"get"}
    assert len(ways) == 3


def test_who_may_not_read_the_log_copies_nothing(give_token: Give, team: Team) -> None:
    lead = give_token(Role.LEAD, name="Lio")
    of_a_team = give_token(Role.ADMINISTRATOR, name="Tao", scope="team", scope_id=team.pk)
    narrow = give_token(Role.COMPLIANCE, name="Nia", only=("records.export",))

    refused = [
        program.get(path).status_code
        for program in (lead, of_a_team, narrow)
        for path in ("audit-log", "audit-log/copy")
    ]

    assert refused == [403] * 6
    assert not Entry.objects.filter(event="records.AuditExported").exists()


def test_fifty_entries_ask_as_many_queries_as_one(vera: Program, lea: Identity) -> None:
    counts = []
    for many in (1, 49):
        fill(lea, many)
        listed(vera, "kind=team")
        with CaptureQueriesContext(connection) as captured:
            found = listed(vera, "kind=team")
        counts.append(len(captured))

    assert len(found) == 50
    assert counts[0] == counts[1]
