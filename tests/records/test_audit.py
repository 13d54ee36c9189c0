"""The audit log: who, what, before and after, from where (I4, F1, F5)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.events import TeamRenamed
from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member, Team
from comptoir.accounts.services import create_team, rename_team
from comptoir.journal import publish
from comptoir.journal.models import Detail, Entry
from comptoir.journal.origins import came_from, origin_of
from comptoir.kit.clock import freeze
from comptoir.records.queries.audit import PAGE, Asked, log, read_cursor
from tests.conversations.conftest import make_member

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def guardian(db: None) -> Identity:
    return make_member("vera@shop.example", "Vera Lind", "compliance")


@pytest.fixture
def lead(db: None) -> Identity:
    return make_member("lea@shop.example", "Lea Moos", "administrator")


def rename(by: Identity, team: Team, name: str, *, address: str = "192.0.2.7") -> None:
    with came_from({"address": address, "session": "abc"}):
        rename_team(by=by.actor, team_id=team.pk, name=name)


def fill(by: Identity, count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            publish(TeamRenamed(team_id=number), by=by.actor, detail={"before": "A", "after": "B"})


def test_an_entry_says_who_what_before_after_and_from_where(lead: Identity) -> None:
    team = create_team(by=lead.actor, name="Returns")

    rename(lead, team, "Refunds")

    line = log(Asked()).lines[0]
    assert (line.who, line.event, line.kind, line.subject_id) == (
        "Lea Moos",
        "accounts.TeamRenamed",
        "team",
        team.pk,
    )
    assert (line.before, line.after) == ("Returns", "Refunds")
    assert (line.address, line.way) == ("192.0.2.7", "abc")


def test_a_request_of_the_desk_notes_its_address_and_session(
    client: Client, lead: Identity
) -> None:
    client.force_login(lead.member)

    client.post("/account/teams/create", {"name": "Third"}, REMOTE_ADDR="198.51.100.4")

    origin = Detail.objects.get(subject_kind="team").origin
    assert origin["address"] == "198.51.100.4"
    assert len(origin["session"]) == 12


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
@pytest.mark.parametrize(
    ("told", "noted"),
    [
        ("203.0.113.9, 198.51.100.4", "198.51.100.4"),
        ("1.2.3.4\r\n2026-11-20 root signed in", ""),
        ("=cmd|' /C calc'!A0", ""),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_f5_an_address_that_is_none_is_not_written_down(told: str, noted: str) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=told)

    assert origin_of(request, token_id=7) == {"address": noted, "token": 7}


def test_signing_in_and_failing_to_are_entries(client: Client, lead: Identity) -> None:
    client.post("/account/sign-in/", {"login": "lea@shop.example", "password": "wrong"})
    client.post("/account/sign-in/", {"login": "nobody@shop.example", "password": "wrong"})
    client.post("/account/sign-in/", {"login": "lea@shop.example", "password": "secret"})

    found = list(Entry.objects.order_by("pk").values_list("event", "actor_id"))
    assert found == [
        ("accounts.SignInFailed", None),
        ("accounts.SignInFailed", None),
        ("accounts.SignedIn", lead.member.pk),
    ]
    typed = [row.data["address"] for row in Detail.objects.order_by("pk")[:2]]
    assert typed == ["lea@shop.example", "nobody@shop.example"]


def test_it_is_narrowed_by_member_action_thing_and_day(lead: Identity, guardian: Identity) -> None:
    with freeze(NOON):
        team = create_team(by=lead.actor, name="Returns")
    with freeze(NOON + timedelta(days=2)):
        rename(lead, team, "Refunds")

    assert len(log(Asked(member_id=lead.member.pk)).lines) == 2
    assert log(Asked(member_id=guardian.member.pk)).lines == ()
    assert [line.event for line in log(Asked(event="accounts.TeamCreated")).lines] == [
        "accounts.TeamCreated"
    ]
    assert len(log(Asked(kind="team", subject_id=team.pk)).lines) == 2
    assert len(log(Asked(since=NOON + timedelta(days=1))).lines) == 1
    assert len(log(Asked(until=NOON + timedelta(days=1))).lines) == 1


def test_pages_follow_each_other_without_gap_or_repeat(lead: Identity) -> None:
    with freeze(NOON):
        fill(lead, PAGE + 7)

    first = log(Asked())
    second = log(Asked(before=read_cursor(first.older)))

    seen = [line.id for line in (*first.lines, *second.lines)]
    assert len(first.lines) == PAGE
    assert second.older == ""
    assert seen == sorted(Entry.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize("cursor", ["", "x", "2026-11-20_1", "2026-11-20T12:00:00+00:00_x", "_"])
def test_what_is_no_cursor_is_the_first_page(cursor: str) -> None:
    assert read_cursor(cursor) is None


def test_a_page_asks_as_many_queries_for_fifty_entries_as_for_one(lead: Identity) -> None:
    fill(lead, 1)
    with CaptureQueriesContext(connection) as few:
        log(Asked())

    fill(lead, 49)
    with CaptureQueriesContext(connection) as many:
        assert len(log(Asked()).lines) == 50
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Asked(), "entry_audited"),
        (Asked(member_id=1), "entry_audited_by"),
        (Asked(event="accounts.TeamRenamed"), "entry_audited_as"),
    ],
)
def test_a_page_is_read_from_an_index_in_its_order(db: None, asked: Asked, index: str) -> None:
    """Among entries of sixty members and names: a few rows would be read by any index."""
    from comptoir.records.queries.audit import entries

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (event, subject_kind, subject_id, data, actor_kind, actor_id, at)"
            " SELECT CASE WHEN n % 60 = 0 THEN 'accounts.TeamRenamed' ELSE 'records.Done' || n % 60 END,"
            " 'team', n, '{}', 'agent', n % 60, now() - n * interval '1 minute'"
            " FROM generate_series(1, 6000) n"
        )
        cursor.execute("ANALYZE journal_entry")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = entries(asked)[:51].explain()

    assert f"using {index} on" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(
    "act", ["UPDATE journal_entry SET event = 'x'", "DELETE FROM journal_entry"]
)
def test_i4_an_entry_is_neither_changed_nor_deleted(lead: Identity, act: str) -> None:
    create_team(by=lead.actor, name="Returns")

    with pytest.raises(DatabaseError, match="the journal is never changed"), transaction.atomic():
        connection.cursor().execute(act)

    assert Entry.objects.get().event == "accounts.TeamCreated"


def test_f1_a_copy_for_spreadsheets_holds_no_formula(client: Client, guardian: Identity) -> None:
    team = Team.objects.create(name="Returns")
    lead = make_member("lea@shop.example", "=HYPERLINK(1)", "administrator")
    rename(lead, team, "@SUM(A1)\n+2")
    client.force_login(guardian.member)

    copied = client.post("/records/audit/copy/", {"format": "csv"})

    row = copied.content.decode("utf-8-sig").splitlines()[1]
    assert "'=HYPERLINK(1)" in row
    assert "'@SUM(A1) +2" in row
    assert Entry.objects.get(event="records.AuditExported").data == {
        "member_id": guardian.member.pk,
        "entries": 1,
    }


def test_a_copy_for_programs_is_one_entry_a_line(client: Client, guardian: Identity) -> None:
    team = Team.objects.create(name="Returns")
    lead = make_member("lea@shop.example", "Lea\u2028Moos", "administrator")
    rename(lead, team, "Refunds")
    client.force_login(guardian.member)

    copied = client.post("/records/audit/copy/", {"format": "jsonl"}).content.decode()

    (line,) = copied.strip().split("\n")
    told = json.loads(line)
    assert (told["before"], told["after"]) == ("Returns", "Refunds")
    assert told["data"] == {"team_id": team.pk}


def test_who_may_not_read_it_reads_and_copies_nothing(client: Client, db: None) -> None:
    agent = make_member("ines@shop.example", "Inès", "agent")
    client.force_login(agent.member)

    assert client.get("/records/audit/").status_code == 403
    assert client.post("/records/audit/copy/").status_code == 403
    assert not Entry.objects.exists()


def test_the_page_shows_the_entry(client: Client, guardian: Identity, lead: Identity) -> None:
    create_team(by=lead.actor, name="Returns")
    client.force_login(guardian.member)

    page = client.get("/records/audit/", {"member": Member.objects.get(name="Lea Moos").pk})

    assert "Team created" in page.content.decode()
    assert "No entry fits" in client.get("/records/audit/?event=nothing").content.decode()
