"""A team's own page: its people, hours, promises, habits and mailboxes, each by who owns it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts.models import MemberGrant, Team, TeamMembership
from comptoir.accounts.queries import active_members
from comptoir.channels.models import Channel
from comptoir.conversations.models import Conversation, TeamHabit
from comptoir.deadlines.models import BusinessCalendar, TeamHours
from comptoir.kit.clock import now
from comptoir.triage.models import Duty, TeamRouting
from tests.conversations.conftest import Write, agent, mailbox, make_member, write

__all__ = ["agent", "mailbox", "write"]


@pytest.fixture
def team(mailbox: Channel) -> Team:
    team = Team.objects.create(name="Parcels")
    Channel.objects.filter(pk=mailbox.pk).update(team=team)
    ada = make_member("ada@shop.example", "Ada Amber", "agent").member
    ada.languages = ["fr"]
    ada.save()
    TeamMembership.objects.create(team=team, member=ada)
    Duty.objects.create(
        member=ada, capacity=4, away_from=now(), away_until=now() + timedelta(days=1)
    )
    return team


def browser(role: str) -> Client:
    client = Client()
    client.force_login(make_member(f"{role}@shop.example", f"{role} Ray", role).member)
    return client


def address(team: Team) -> str:
    return reverse("account_team", args=[team.pk])


def test_it_shows_all_of_a_team_at_once(team: Team, write: Write) -> None:
    write()
    ada = team.members.get()
    Conversation.objects.update(assignee=ada)

    page = browser("administrator").get(address(team)).content.decode()

    assert "Ada Amber" in page
    assert "French" in page
    assert "Away" in page
    assert '<td class="n" data-label="Open">1</td>' in page
    assert "desk@shop.example" in page
    assert "Opening hours" in page
    assert "First reply" in page
    assert "Note outcomes" in page


def test_everything_is_changed_there_and_leads_back(team: Team) -> None:
    client, ada = browser("administrator"), team.members.get()
    hours = BusinessCalendar.objects.order_by("-pk")[0]
    back = {"back": address(team)}

    answers = [
        client.post(f"/triage/routing/teams/{team.pk}/", {"mode": "assign", "capacity": 7, **back}),
        client.post(f"/triage/routing/members/{ada.pk}/", {"capacity": "9", **back}),
        client.post(f"/deadlines/hours/teams/{team.pk}/", {"calendar": hours.pk, **back}),
        client.post(f"/statuses/teams/{team.pk}/", {"asked": "1", **back}),
        client.post(f"/statuses/teams/{team.pk}/drafts/", {"shared": "0", **back}),
    ]

    assert [answer.headers["Location"] for answer in answers] == [address(team)] * 5
    routing, habit = TeamRouting.objects.get(team=team), TeamHabit.objects.get(team=team)
    assert (routing.mode, routing.capacity) == ("assign", 7)
    assert Duty.objects.get(member=ada).capacity == 9
    assert TeamHours.objects.get(team=team).calendar_id == hours.pk
    assert (habit.asks_outcome, habit.shares_drafts) == (True, False)


def test_a_form_leads_to_no_strangers_page(team: Team) -> None:
    told = {"mode": "off", "capacity": "7", "back": "https://stranger.example/"}

    answer = browser("lead").post(f"/triage/routing/teams/{team.pk}/", told)

    assert answer.headers["Location"] == "/triage/routing/"


def test_a_lead_sees_what_only_administrators_change_without_its_forms(team: Team) -> None:
    page = browser("lead").get(address(team)).content.decode()

    assert "Need not be noted" in page
    assert f"/statuses/teams/{team.pk}/" not in page
    assert f"/triage/routing/teams/{team.pk}/" in page
    assert f"/deadlines/hours/teams/{team.pk}/" in page


def test_d1_a_lead_of_the_team_counts_only_what_he_may_know_of(team: Team, write: Write) -> None:
    write()
    elsewhere = Team.objects.create(name="Elsewhere")
    Conversation.objects.update(assignee=team.members.get(), team=elsewhere)
    client = browser("lead")
    MemberGrant.objects.filter(member__email="lead@shop.example").update(
        scope="team", scope_id=team.pk
    )

    page = client.get(address(team)).content.decode()

    assert '<td class="n" data-label="Open">0</td>' in page


def test_fifty_members_cost_no_more_queries_than_one(team: Team) -> None:
    client = browser("administrator")
    client.get(address(team))
    with CaptureQueriesContext(connection) as few:
        client.get(address(team))
    for number in range(50):
        make_member(f"m{number}@shop.example", f"Member {number}", "agent")
    for member in active_members():
        TeamMembership.objects.get_or_create(team=team, member=member)

    with CaptureQueriesContext(connection) as many:
        page = client.get(address(team)).content.decode()

    assert "Member 49" in page
    assert len(many) == len(few)
