"""The settings pages: who sees them, what they change, how much they ask the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts.models import Member, MemberGrant, Team
from comptoir.deadlines.models import BusinessCalendar, ClockPolicy, PlatformPreset, TeamHours

pytestmark = pytest.mark.usefixtures("rules")

PAGES = ("deadlines:promises", "deadlines:hours", "deadlines:marketplaces")
WEEK = {f"day_{day}": "09:00-17:00" for day in range(5)} | {"day_5": "", "day_6": ""}


def signed_in(role: str) -> Client:
    member = Member.objects.create_user(f"{role}@example.org", "a-long-password", name=role.title())
    MemberGrant.objects.create(member=member, role=role)
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def lead() -> Client:
    return signed_in("lead")


@pytest.mark.parametrize("page", [*PAGES, "deadlines:add_calendar"])
def test_pages_are_for_those_who_may_change_them(page: str) -> None:
    address = reverse(page)

    assert Client().get(address).status_code == 302
    assert signed_in("agent").get(address).status_code == 403
    assert signed_in("lead").get(address).status_code == 200


def test_promises_show_the_reason_groups(lead: Client) -> None:
    page = lead.get(reverse("deadlines:promises")).content.decode()

    for words in ("Delivery and damage", "First reply", "2 h", "business hours", "72 h"):
        assert words in page
    assert "first_reply" not in page
    assert "not_received" not in page


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_as_much_for_many_rows_as_for_few(lead: Client, page: str) -> None:
    _fill(1)
    lead.get(reverse(page))
    with CaptureQueriesContext(connection) as few:
        lead.get(reverse(page))

    _fill(50)
    with CaptureQueriesContext(connection) as many:
        lead.get(reverse(page))

    assert len(many) == len(few)
    assert len(few) <= 10


def _fill(count: int) -> None:
    paris = BusinessCalendar.objects.get(key="office-paris")
    for number in range(count):
        team = Team.objects.create(name=f"Team {count}-{number}")
        key = f"copy-{count}-{number}"
        calendar = BusinessCalendar.objects.create(
            key=key, name=key, time_zone="Europe/Paris", week=paris.week, country="FR"
        )
        TeamHours.objects.create(team=team, calendar=calendar)
        for row in (ClockPolicy.objects.first(), PlatformPreset.objects.first()):
            assert row is not None
            row.pk, row.key = None, key
            row.save()


def test_row_opens_into_a_form_and_is_saved(lead: Client) -> None:
    policy = ClockPolicy.objects.get(key="delivery-first_reply")
    address = reverse("deadlines:change_policy", args=[policy.pk])
    prefix = f"policy-{policy.pk}"

    form = lead.get(address).content.decode()
    assert f'name="{prefix}-time" value="2 h"' in form

    saved = lead.post(
        address, {f"{prefix}-time": "1 h 30", f"{prefix}-stretch": "", f"{prefix}-enabled": "on"}
    )
    policy.refresh_from_db()
    assert (policy.minutes, policy.stretch_minutes, policy.enabled) == (90, None, True)
    assert "1 h 30" in saved.content.decode()
    assert "<html" not in saved.content.decode()
    assert "due time" in saved.headers["HX-Trigger"]


def test_unclear_time_is_said_beside_the_field(lead: Client) -> None:
    policy = ClockPolicy.objects.get(key="delivery-first_reply")
    prefix = f"policy-{policy.pk}"

    answer = lead.post(
        reverse("deadlines:change_policy", args=[policy.pk]), {f"{prefix}-time": "soon"}
    )

    assert "is no length of time" in answer.content.decode()
    policy.refresh_from_db()
    assert policy.minutes == 120


def test_preset_is_changed_and_becomes_ours(lead: Client) -> None:
    preset = PlatformPreset.objects.get(key="mirakl-reply-first_reply")
    prefix = f"preset-{preset.pk}"

    saved = lead.post(
        reverse("deadlines:change_preset", args=[preset.pk]),
        {f"{prefix}-time": "20 h", f"{prefix}-enabled": "on"},
    )

    preset.refresh_from_db()
    assert (preset.minutes, preset.edited_at is None) == (1200, False)
    assert "Yours" in saved.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_agent_opens_and_saves_no_row(method: str) -> None:
    agent = signed_in("agent")
    policy = ClockPolicy.objects.get(key="delivery-first_reply")
    preset = PlatformPreset.objects.get(key="mirakl-reply-first_reply")
    said = {
        f"policy-{policy.pk}-time": "1 h",
        f"preset-{preset.pk}-time": "1 h",
    }

    for address in (
        reverse("deadlines:change_policy", args=[policy.pk]),
        reverse("deadlines:change_preset", args=[preset.pk]),
        reverse("deadlines:change_calendar", args=[BusinessCalendar.objects.earliest("pk").pk]),
    ):
        assert getattr(agent, method)(address, said).status_code == 403

    policy.refresh_from_db()
    assert policy.minutes == 120


def test_calendar_is_added_and_given_to_a_team(lead: Client) -> None:
    team = Team.objects.create(name="Madrid")

    added = lead.post(
        reverse("deadlines:add_calendar"),
        {
            "name": "Madrid",
            "time_zone": "Europe/Madrid",
            "country": "es",
            **WEEK,
            "closed_days": "2026-12-24\n2026-12-31",
            "open_days": "2026-12-19 10:00-16:00",
        },
    )
    madrid = BusinessCalendar.objects.get(key="madrid")
    given = lead.post(reverse("deadlines:set_team_hours", args=[team.pk]), {"calendar": madrid.pk})

    assert (added.status_code, given.status_code) == (302, 302)
    assert madrid.open_days == {"2026-12-19": "10:00-16:00"}
    assert [day.isoformat() for day in madrid.closed_days] == ["2026-12-24", "2026-12-31"]
    assert TeamHours.objects.get().calendar == madrid
    assert "Madrid" in lead.get(reverse("deadlines:hours")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day_0": "nine to five"}, "are no opening hours"),
        ({f"day_{day}": "" for day in range(5)}, "never open"),
        ({"country": "XX"}, "No holidays are known"),
        ({"closed_days": "Christmas"}, "is no date"),
        ({"open_days": "2026-12-19 noon"}, "are no opening hours"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
    ],
)
def test_refused_calendar_says_why_and_keeps_what_was_written(
    lead: Client, wrong: dict[str, str], sentence: str
) -> None:
    paris = BusinessCalendar.objects.get(key="office-paris")
    said = {"name": "Ours", "time_zone": "Europe/Paris", "country": "FR", **WEEK, **wrong}

    answer = lead.post(reverse("deadlines:change_calendar", args=[paris.pk]), said)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Ours"' in answer.content.decode()
    paris.refresh_from_db()
    assert paris.name == "Office hours, Paris"


def test_calendar_form_shows_what_is_stored(lead: Client) -> None:
    berlin = BusinessCalendar.objects.get(key="office-berlin")

    page = lead.get(reverse("deadlines:change_calendar", args=[berlin.pk])).content.decode()

    assert 'value="09:00-17:00"' in page
    assert '<option value="Europe/Berlin" selected>' in page


def test_default_calendar_is_chosen(lead: Client) -> None:
    berlin = BusinessCalendar.objects.get(key="office-berlin")

    lead.post(reverse("deadlines:choose_default_calendar", args=[berlin.pk]))

    assert BusinessCalendar.objects.get(is_default=True) == berlin
