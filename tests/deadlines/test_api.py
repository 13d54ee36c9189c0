"""Promises, opening hours and what marketplaces demand, for programs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Team
from comptoir.accounts.roles import Role
from comptoir.deadlines.models import (
    BusinessCalendar,
    ClockPolicy,
    KeptOptions,
    PlatformPreset,
    TeamHours,
)
from comptoir.deadlines.queries import forget_book
from comptoir.journal.models import Entry
from comptoir.kit.clock import now
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]

pytestmark = pytest.mark.usefixtures("rules")

HOURS = {
    "name": "Warehouse",
    "time_zone": "Europe/Madrid",
    "week": ["08:00-14:00 16:00-20:00"] * 5 + ["10:00-13:00", ""],
    "country": "es",
    "closed_days": ["2026-12-24"],
    "open_days": {"2026-12-25": "10:00-12:00"},
}


def test_opening_hours_are_added_changed_and_made_the_houses_own(program: Program) -> None:
    made = program.post("calendars", HOURS)
    number = made.json()["id"]

    changed = program.ask("PUT", f"calendars/{number}", HOURS | {"name": "Depot", "open_days": {}})
    chosen = program.post(f"calendars/{number}/default")

    assert (made.status_code, made.json()["country"]) == (201, "ES")
    assert made.json()["open_days"] == {"2026-12-25": "10:00-12:00"}
    assert (changed.json()["name"], changed.json()["open_days"]) == ("Depot", {})
    assert chosen.json()["is_default"] is True
    assert BusinessCalendar.objects.get(is_default=True).pk == number
    assert Entry.objects.filter(event="deadlines.CalendarChanged").count() == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"week": [""] * 7}, "This calendar is never open."),
        ({"week": ["18:00-09:00 10:00-11:00"] + [""] * 6}, "are no opening hours."),
        ({"time_zone": "Mars/Base"}, "“Mars/Base” is no time zone."),
        ({"country": "XX"}, "No holidays are known for “XX”."),
    ],
)
def test_hours_that_can_not_be_are_refused_in_the_pages_sentence_g3(
    program: Program, change: dict[str, Any], said: str
) -> None:
    before = BusinessCalendar.objects.count()

    answers = [
        program.post("calendars", HOURS | change),
        program.post("hours/preview", {"calendar": HOURS | change}),
    ]

    assert said in answers[0].json()["detail"]
    assert answers[0].status_code == 400
    assert answers[1].status_code in {200, 400}
    assert BusinessCalendar.objects.count() == before


def test_hours_are_tried_before_they_are_saved(program: Program) -> None:
    before = BusinessCalendar.objects.count()

    told = program.post("hours/preview", {"calendar": HOURS, "minutes": 60}).json()

    assert told["written_at"] < told["due_at"]
    assert "a mail on Friday 17:50 is due Friday 18:50" in told["words"]
    assert BusinessCalendar.objects.count() == before


def test_a_team_keeps_other_hours_and_the_houses_again(program: Program) -> None:
    team = Team.objects.create(name="Depot")
    calendar = BusinessCalendar.objects.get(key="office-paris")

    kept = program.ask("PUT", f"teams/{team.pk}/hours", {"calendar": calendar.pk})
    listed = program.get("hours").json()["items"]
    given_up = program.ask("PUT", f"teams/{team.pk}/hours", {"calendar": None})

    assert kept.json() == {"team": team.pk, "name": "Depot", "calendar": calendar.pk}
    assert kept.json() in listed
    assert given_up.json()["calendar"] is None
    assert TeamHours.objects.count() == 0


def test_a_promise_of_the_house_is_made_changed_and_ended(program: Program) -> None:
    wanted = {"name": "Seats", "kinds": ["first_reply", "next_reply"], "minutes": 90}

    made = program.post("promises", wanted)
    number = made.json()[0]["id"]
    changed = program.ask("PUT", f"promises/{number}", {"minutes": 60, "is_enabled": False})
    ended = program.ask("DELETE", f"promises/{number}")

    assert made.status_code == 201
    assert [each["kind"] for each in made.json()] == ["first_reply", "next_reply"]
    assert (changed.json()["minutes"], changed.json()["is_enabled"]) == (60, False)
    assert (ended.status_code, program.get(f"promises/{number}").status_code) == (204, 404)


def test_a_kind_that_is_named_twice_is_promised_once(program: Program) -> None:
    before = ClockPolicy.objects.count()

    made = program.post(
        "promises", {"name": "Seats", "kinds": ["first_reply", "first_reply"], "minutes": 90}
    )

    assert ([each["kind"] for each in made.json()], ClockPolicy.objects.count()) == (
        ["first_reply"],
        before + 1,
    )


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"minutes": 0}, 422),
        ({"stretch_minutes": 91}, 400),
        ({"reasons": ["no_such_reason"]}, 400),
        ({"labels": ["no-such-label"]}, 400),
        ({"kinds": ["case_answer"]}, 422),
    ],
)
def test_a_promise_that_can_not_be_kept_is_refused(
    program: Program, change: dict[str, Any], status: int
) -> None:
    before = ClockPolicy.objects.count()

    answer = program.post(
        "promises", {"name": "Seats", "kinds": ["first_reply"], "minutes": 90} | change
    )

    assert answer.status_code == status
    assert ClockPolicy.objects.count() == before


def test_a_shipped_promise_is_switched_off_but_not_ended(program: Program) -> None:
    shipped = ClockPolicy.objects.filter(key__startswith="delivery").first()
    assert shipped is not None

    off = program.ask("PUT", f"promises/{shipped.pk}", {"minutes": 120, "is_enabled": False})
    ended = program.ask("DELETE", f"promises/{shipped.pk}")

    assert (off.json()["is_enabled"], off.json()["is_own"]) == (False, False)
    assert ended.status_code == 404


def test_what_a_marketplace_demands_is_changed(program: Program) -> None:
    preset = PlatformPreset.objects.get(key__startswith="amazon-case")

    changed = program.ask("PUT", f"presets/{preset.pk}", {"minutes": 1440, "is_enabled": True})

    assert (changed.json()["minutes"], changed.json()["is_edited"]) == (1440, True)
    assert changed.json()["platform"] == "amazon"


def test_due_soon_is_chosen(program: Program) -> None:
    set_to = program.ask("PUT", "due-soon", {"percent": 40, "minutes": 30})
    wrong = program.ask("PUT", "due-soon", {"percent": 95, "minutes": 30})
    forget_book()

    assert (set_to.status_code, wrong.status_code) == (200, 422)
    assert program.get("due-soon").json() == {"percent": 40, "minutes": 30}
    assert KeptOptions.objects.get().due_soon_percent == 40


@pytest.mark.parametrize("path", ["calendars", "promises", "presets"])
def test_lists_ask_as_much_for_fifty_as_for_one(program: Program, path: str) -> None:
    first = BusinessCalendar.objects.order_by("pk")[0]
    TeamHours.objects.create(team=Team.objects.create(name="First"), calendar=first)
    program.get(f"{path}?limit=1")
    with CaptureQueriesContext(connection) as few:
        program.get(f"{path}?limit=1")
    for number in range(50):
        _one_more(number)

    with CaptureQueriesContext(connection) as many:
        told = program.get(path).json()

    assert len(told["items"]) == 50
    assert len(many) == len(few)


def _one_more(number: int) -> None:
    calendar = BusinessCalendar.objects.create(
        key=f"c-{number}", name="C", time_zone="UTC", week=["09:00-18:00"] * 7
    )
    team = Team.objects.create(name=f"Team {number}")
    TeamHours.objects.create(team=team, calendar=calendar)
    of_both = {
        "kind": "first_reply",
        "minutes": 60,
        "basis": "calendar",
        "valid_from": now().date(),
    }
    ClockPolicy.objects.create(
        key=f"own-{number}", name="P", group="other", labels=["vip"], **of_both
    )
    PlatformPreset.objects.create(key=f"p-{number}", platform="ebay", source="here", **of_both)


def test_an_agent_and_a_token_without_the_right_change_nothing_d2(give_token: Give) -> None:
    agent = give_token(Role.AGENT, name="Ada")
    narrow = give_token(only=("accounts.read",), name="Nia")
    before = BusinessCalendar.objects.count()

    answers = [
        each.ask(method, path, body)
        for each in (agent, narrow)
        for method, path, body in [
            ("GET", "calendars", None),
            ("POST", "calendars", HOURS),
            ("PUT", "due-soon", {"percent": 40, "minutes": 30}),
        ]
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert BusinessCalendar.objects.count() == before
    assert KeptOptions.objects.count() == 0


def test_a_lead_of_one_team_sets_its_hours_alone_d1(give_token: Give) -> None:
    mine, other = Team.objects.create(name="Mine"), Team.objects.create(name="Other")
    lead = give_token(Role.LEAD, scope="team", scope_id=mine.pk, name="Lou")
    body = {"calendar": BusinessCalendar.objects.get(key="office-paris").pk}

    answers = [lead.ask("PUT", f"teams/{team.pk}/hours", body) for team in (mine, other)]

    assert [answer.status_code for answer in answers] == [200, 403]
    assert [kept.team_id for kept in TeamHours.objects.all()] == [mine.pk]
