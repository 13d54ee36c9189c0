"""A shift, being away and sharing out, for programs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.identity import Identity, identify
from comptoir.accounts.models import Member, Team, TeamMembership
from comptoir.accounts.roles import Role
from comptoir.channels.models import Channel
from comptoir.conversations import services as conversations
from comptoir.conversations.models import Conversation, Message
from comptoir.deadlines import services as deadlines
from comptoir.deadlines.models import BusinessCalendar
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now
from comptoir.triage.access import ROUTE, SHIFT
from comptoir.triage.models import Duty, Handover, TeamRouting
from tests.conversations.conftest import Write, make_member
from tests.rest.conftest import Give, Program, give_token
from tests.triage.test_routing import sign_in

__all__ = ["give_token"]


@pytest.fixture
def ada(give_token: Give) -> Program:
    return give_token(Role.AGENT, name="Ada")


@pytest.fixture
def team(mailbox: Channel) -> Team:
    team = Team.objects.create(name="Buyers")
    always = BusinessCalendar.objects.get(key="always")
    deadlines.set_team_hours(by=SYSTEM, team_id=team.pk, calendar_id=always.pk)
    return team


def member(name: str) -> Member:
    return Member.objects.get(name=name)


def identity(name: str) -> Identity:
    return identify(member(name))


def own_ones(write: Write, count: int = 1) -> list[Conversation]:
    """Conversations that Ada has open."""
    for number in range(count):
        write(sender=f"b{number}@buyer.example", message_id=f"<{number}@buyer.example>")
    found = list(Conversation.objects.order_by("pk"))
    for each in found:
        conversations.assign(by=SYSTEM, conversation_id=each.pk, member_id=member("Ada").pk)
    return found


def test_a_program_switches_its_owner_off_and_on_again(ada: Program) -> None:
    off = ada.ask("PUT", "shift/away", {"line": "At the dentist"})
    on = ada.ask("DELETE", "shift/away")

    told = off.json()["away"]
    assert (off.status_code, told["is_now"], told["until"]) == (200, True, None)
    assert told["line"] == "At the dentist"
    assert (on.status_code, on.json()["away"]) == (200, None)
    events = Entry.objects.filter(event__startswith="triage.").order_by("pk")
    assert [each.event for each in events] == ["triage.WentAway", "triage.CameBack"]


def test_a_time_away_is_planned_and_read_again(ada: Program) -> None:
    since, until = now() + timedelta(days=1), now() + timedelta(days=3)

    ada.ask("PUT", "shift/away", {"since": since.isoformat(), "until": until.isoformat()})

    told = ada.get("shift").json()["away"]
    duty = Duty.objects.get()
    assert (duty.away_from, duty.away_until) == (since, until)
    assert (told["is_now"], told["line"]) == (False, "")


def test_an_end_before_the_beginning_is_refused_with_a_sentence(ada: Program) -> None:
    at = now() + timedelta(days=1)
    body = {"since": at.isoformat(), "until": (at - timedelta(hours=1)).isoformat()}

    answer = ada.ask("PUT", "shift/away", body)

    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json()["detail"] == ("You would be back before you are away. Choose a later end.")
    assert not Duty.objects.exists()


def test_the_shift_tells_load_and_team(ada: Program, team: Team, write: Write) -> None:
    TeamMembership.objects.create(team=team, member=member("Ada"))
    own_ones(write, 2)
    before = ada.get("shift").json()
    sign_in(identity("Ada"))

    told = ada.get("shift").json()

    assert (told["open"], told["capacity"], told["languages"]) == (2, None, [])
    assert [each["is_on_shift"] for each in before["teams"]] == [False]
    assert told["teams"] == [
        {"id": team.pk, "name": "Buyers", "mode": "off", "capacity": 15, "is_on_shift": True}
    ]


def test_everybody_says_his_own_languages_and_none_that_is_not_listed(ada: Program) -> None:
    said = ada.ask("PUT", "shift/languages", {"languages": ["fr", "de"]})
    wrong = ada.ask("PUT", "shift/languages", {"languages": ["xx"]})

    assert said.json()["languages"] == ["de", "fr"]
    assert (wrong.status_code, wrong.json()["detail"]) == (400, "Choose languages from the list.")
    assert member("Ada").languages == ["de", "fr"]


def test_one_is_handed_over_and_the_rest_stays(ada: Program, write: Write) -> None:
    given, kept = own_ones(write, 2)
    bo = make_member("bo@shop.example", "Bo", "agent").member
    move = {"conversation": str(given.public_id), "to": bo.pk, "line": "She calls at four"}

    first = ada.post("shift/hand-over", {"moves": [move]})
    again = ada.post("shift/hand-over", {"moves": [move]})

    assert (first.json(), again.json()) == ({"moved": 1}, {"moved": 0})
    for each in (given, kept):
        each.refresh_from_db()
    assert (given.assignee_id, kept.assignee_id) == (bo.pk, member("Ada").pk)
    assert Message.objects.get(author_kind="agent").text == "She calls at four"


def test_what_was_handed_over_is_listed_until_it_was_seen(
    ada: Program, give_token: Give, write: Write
) -> None:
    (given,) = own_ones(write)
    bo = give_token(Role.AGENT, name="Bo")
    move = {"conversation": str(given.public_id), "to": member("Bo").pk, "line": "Go on"}
    ada.post("shift/hand-over", {"moves": [move]})

    (told,) = bo.get("shift/handed").json()["items"]
    seen = bo.post("shift/handed/seen")

    assert (told["conversation"], told["number"]) == (str(given.public_id), given.pk)
    assert (told["giver"], told["line"], seen.status_code) == ("Ada", "Go on", 204)
    assert bo.get("shift/handed").json()["items"] == []


def test_a_token_that_may_not_assign_hands_nothing_over(give_token: Give, write: Write) -> None:
    ada = give_token(Role.AGENT, name="Ada", only=(SHIFT, "conversations.read"))
    (given,) = own_ones(write)
    bo = make_member("bo@shop.example", "Bo", "agent").member

    answer = ada.post(
        "shift/hand-over", {"moves": [{"conversation": str(given.public_id), "to": bo.pk}]}
    )

    assert answer.status_code == 403
    given.refresh_from_db()
    assert given.assignee_id == member("Ada").pk
    assert not Handover.objects.exists()


def test_a_token_without_the_right_reads_no_shift(give_token: Give) -> None:
    reader = give_token(Role.AGENT, name="Ada", only=("conversations.read",))

    refused = [
        reader.get("shift"),
        reader.ask("PUT", "shift/away", {}),
        reader.get("teams/1/shift"),
    ]

    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert not Duty.objects.exists()


def test_a_lead_reads_who_is_there_with_load(
    give_token: Give, ada: Program, team: Team, write: Write
) -> None:
    lead = give_token(Role.LEAD, name="Lea")
    TeamMembership.objects.create(team=team, member=member("Ada"))
    own_ones(write, 3)
    sign_in(identity("Ada"))

    told = lead.get(f"teams/{team.pk}/shift").json()
    ada.ask("PUT", "shift/away", {})
    away = lead.get(f"teams/{team.pk}/shift").json()

    (person,) = told["members"]
    assert (person["name"], person["open"], person["is_on_shift"]) == ("Ada", 3, True)
    assert [(p["is_on_shift"], p["is_away"]) for p in away["members"]] == [(False, True)]


def test_a_lead_sets_routing_and_capacity(give_token: Give, ada: Program, team: Team) -> None:
    lead = give_token(Role.LEAD, name="Lea")

    set_up = lead.ask("PUT", f"teams/{team.pk}/routing", {"mode": "assign", "capacity": 7})
    nothing = lead.ask("PUT", f"members/{member('Ada').pk}/capacity", {"capacity": 0})
    refused = ada.ask("PUT", f"teams/{team.pk}/routing", {"mode": "off", "capacity": 1})

    assert (set_up.json()["mode"], set_up.json()["capacity"]) == ("assign", 7)
    assert (nothing.status_code, refused.status_code) == (204, 403)
    assert (ada.get("shift").json()["capacity"], TeamRouting.objects.get().mode) == (0, "assign")


def test_a_lead_of_another_team_reads_and_sets_nothing(give_token: Give, team: Team) -> None:
    other = Team.objects.create(name="Sellers")
    lead = give_token(Role.LEAD, name="Lea", scope="team", scope_id=other.pk, only=(ROUTE,))

    read = lead.get(f"teams/{team.pk}/shift")
    written = lead.ask("PUT", f"teams/{team.pk}/routing", {"mode": "off", "capacity": 1})

    assert (read.status_code, written.status_code) == (403, 403)
    assert not TeamRouting.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_team(
    give_token: Give, team: Team, write: Write
) -> None:
    lead = give_token(Role.LEAD, name="Lea")
    counts = []
    for many in (range(1), range(1, 50)):
        for number in many:
            who = make_member(f"m{number}@shop.example", f"M {number}", "agent").member
            TeamMembership.objects.create(team=team, member=who)
        lead.get(f"teams/{team.pk}/shift")
        with CaptureQueriesContext(connection) as captured:
            assert lead.get(f"teams/{team.pk}/shift").status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]
