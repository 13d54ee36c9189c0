"""Mailboxes set up, tried and paused by programs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Team
from comptoir.accounts.roles import Role
from comptoir.channels.models import Channel
from comptoir.connectors.email.account import secrets_of
from comptoir.deadlines.models import BusinessCalendar
from comptoir.journal.models import Detail, Entry
from tests.connectors.email.dovecot import PASSWORD, Dovecot
from tests.connectors.email.mail_servers import Standin
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


@pytest.fixture(autouse=True)
def _profiles(mailbox: Channel) -> None:
    """The house has a mailbox, and with it the mail profiles."""


def wanted(**more: Any) -> dict[str, Any]:
    reach = {
        "user": "shop",
        "password": PASSWORD,
        "imap": {"host": "imap.shop.example"},
        "smtp": {"host": "smtp.shop.example", "port": 2525, "security": "none"},
        "fetch_since": "2026-01-02",
    }
    return {"name": "Returns", "address": "returns@shop.example", "reach": reach, **more}


def row_of(told: dict[str, Any]) -> Channel:
    return Channel.objects.get(public_id=told["id"])


def test_a_mailbox_is_set_up_and_its_password_is_never_told(program: Program) -> None:
    team = Team.objects.create(name="Returns")
    calendar = BusinessCalendar.objects.create(key="x", name="X", time_zone="Europe/Paris")

    made = program.post("mailboxes", wanted(team=team.pk, calendar=calendar.pk, country="fr"))

    told, row = made.json(), row_of(made.json())
    assert made.status_code == 201
    assert PASSWORD not in made.content.decode()
    assert secrets_of(row) == {"password": PASSWORD}
    assert (told["team"], told["calendar"], told["country"]) == (team.pk, calendar.pk, "FR")
    assert told["reach"]["imap"] == {"host": "imap.shop.example", "port": 993, "security": "tls"}
    assert told["reach"]["smtp"] == {"host": "smtp.shop.example", "port": 2525, "security": "none"}
    assert (told["reach"]["has_password"], told["reach"]["fetch_since"]) == (True, "2026-01-02")
    assert row.settings["time_zone"] == "Europe/Paris"


def test_what_is_not_named_stays(program: Program) -> None:
    made = program.post("mailboxes", wanted(acknowledgements={"fr": {"open": "Bonjour."}})).json()
    before = row_of(made)

    paused = program.patch(f"mailboxes/{made['id']}", {"is_active": False})
    moved = program.patch(
        f"mailboxes/{made['id']}", {"reach": {"imap": {"host": "b.example"}, "password": PASSWORD}}
    )

    after = row_of(made)
    assert paused.json()["is_active"] is False
    assert moved.json()["reach"]["imap"]["host"] == "b.example"
    assert moved.json()["reach"]["smtp"] == made["reach"]["smtp"]
    assert after.acknowledgements == before.acknowledgements == {"fr": {"open": "Bonjour."}}
    assert secrets_of(after) == secrets_of(before)
    assert {**after.settings, "imap": None} == {**before.settings, "imap": None}
    assert Entry.objects.filter(event="channels.ChannelChanged").count() == 3


def test_the_audit_log_tells_which_server_was_changed_and_no_password(program: Program) -> None:
    made = program.post("mailboxes", wanted()).json()

    program.patch(
        f"mailboxes/{made['id']}", {"reach": {"imap": {"host": "b.example"}, "password": PASSWORD}}
    )

    detail = Detail.objects.latest("entry_id").data
    assert detail == {
        "before": {"incoming": "imap.shop.example:993 (tls)"},
        "after": {"incoming": "b.example:993 (tls)"},
        "renewed": True,
    }
    assert PASSWORD not in str([*Detail.objects.values_list("data", flat=True)])
    shown = program.get("audit-log").json()["items"][0]
    assert "b.example:993 (tls)" in str(shown)


@pytest.mark.parametrize(
    "reach",
    [
        {"imap": {"host": "thief.example"}},
        {"smtp": {"host": "thief.example", "port": 2525, "security": "none"}},
        {"imap": {"host": "imap.shop.example", "security": "none"}},
    ],
)
def test_e1_a_stored_password_is_shown_to_no_other_server(
    program: Program, reach: dict[str, Any]
) -> None:
    made = program.post("mailboxes", wanted()).json()
    before = row_of(made)

    refused = program.patch(f"mailboxes/{made['id']}", {"reach": reach})
    allowed = program.patch(f"mailboxes/{made['id']}", {"reach": {**reach, "password": "another"}})

    assert (refused.status_code, allowed.status_code) == (422, 200)
    assert "password" in refused.json()["detail"]
    assert secrets_of(row_of(made)) == {"password": "another"} != secrets_of(before)


def test_a_server_of_null_is_forgotten(program: Program) -> None:
    made = program.post("mailboxes", wanted()).json()

    told = program.patch(f"mailboxes/{made['id']}", {"reach": {"imap": None}}).json()

    assert told["reach"]["imap"] is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"address": "nobody"}, "address: Enter a valid email address."),
        ({"language": "xx"}, "language: Select a valid choice."),
        ({"profile": "nowhere"}, "profile: Select a valid choice."),
        ({"team": 999_999}, "team: Select a valid choice."),
        ({"marketplace": "nowhere"}, "marketplace: Select a valid choice."),
        ({"reach": {"sign_in": "google"}}, "oauth_client_id: Register the desk"),
        ({"reach": {"webhook_secret": "short"}}, "webhook_secret"),
        ({"acknowledgements": {"fr": {"open": "{{x}}"}}}, "There is no variable {{x}}."),
        ({"acknowledgements": {"xx": {"open": "x"}}}, "No acknowledgement is known in “xx”."),
    ],
)
def test_what_its_page_refuses_is_refused_here(
    program: Program, change: dict[str, Any], said: str
) -> None:
    before = Channel.objects.count()

    answer = program.post("mailboxes", wanted(**change))

    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert Channel.objects.count() == before


def test_trying_a_mailbox_says_how_it_went_both_ways(
    program: Program, imap_server: Dovecot, smtp: Standin, settings
) -> None:
    settings.DEMO = False
    way_in = {"host": "127.0.0.1", "port": imap_server.port, "security": "none"}
    reach = wanted()["reach"] | {"imap": way_in, "smtp": None}
    made = program.post("mailboxes", wanted(reach=reach)).json()

    alone = program.post(f"mailboxes/{made['id']}/test").json()
    program.patch(f"mailboxes/{made['id']}", {"reach": {"password": "wrong"}})
    wrong = program.post(f"mailboxes/{made['id']}/test").json()

    assert alone["works"] is False
    assert alone["said"].startswith("Outgoing mail: ")
    assert wrong["works"] is False
    assert wrong["said"].startswith("Incoming mail: ")


def test_a_chat_is_no_mailbox(program: Program) -> None:
    chat = Channel.objects.create(key="c", name="C", kind="chat")

    answer = program.get(f"mailboxes/{chat.public_id}")

    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no such channel.")


def test_the_list_asks_as_much_for_fifty_as_for_one(program: Program) -> None:
    program.get("mailboxes")
    with CaptureQueriesContext(connection) as few:
        program.get("mailboxes")
    for number in range(49):
        Channel.objects.create(key=f"m{number}", name="M", kind="email")

    with CaptureQueriesContext(connection) as many:
        told = program.get("mailboxes").json()

    assert len(told["items"]) == 50
    assert len(many) == len(few)


def test_a_lead_sees_channels_and_sets_none_up_d2(give_token: Give) -> None:
    lead = give_token(Role.LEAD, name="Lou")
    narrow = give_token(only=("channels.read",), name="Nia")
    before = Channel.objects.count()

    answers = [each.post("mailboxes", wanted()) for each in (lead, narrow)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert lead.get("channels").status_code == 200
    assert Channel.objects.count() == before
