"""Who changes the rules, what is refused, and what a change does."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from comptoir.accounts.models import Team
from comptoir.deadlines import services
from comptoir.deadlines.errors import (
    CountryUnknown,
    HoursUnclear,
    NeverOpen,
    NoSuchRow,
    ValueUnclear,
    ZoneUnknown,
)
from comptoir.deadlines.models import BusinessCalendar, ClockPolicy, PlatformPreset, TeamHours
from comptoir.deadlines.queries import calendar_of, is_open, next_opening, promised_time
from comptoir.deadlines.services import CalendarValues, ClockFacts
from comptoir.journal.models import Detail, Entry
from comptoir.kit.actor import SYSTEM, Actor, ActorKind, Grant
from comptoir.kit.errors import ComptoirError, NotAllowed

pytestmark = pytest.mark.usefixtures("rules")

LEAD = Actor(ActorKind.AGENT, 1, grants=(Grant("lead"),))
AGENT = Actor(ActorKind.AGENT, 2, grants=(Grant("agent"),))
VALUES = CalendarValues(
    name="Warehouse",
    time_zone="Europe/Madrid",
    week=("08:00-14:00 16:00-20:00",) * 5 + ("10:00-13:00", ""),
    country="es",
    subdivision="ct",
    closed_days=(date(2026, 12, 24),),
    open_days={"2026-12-25": "10:00-12:00"},
)
WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def test_lead_adds_a_calendar() -> None:
    calendar = services.add_calendar(by=LEAD, values=VALUES)

    calendar.refresh_from_db()
    assert (calendar.key, calendar.country, calendar.subdivision) == ("warehouse", "ES", "CT")
    assert calendar_of(calendar).openings_on(date(2026, 12, 24)) == ()
    assert is_open(datetime(2026, 12, 25, 10, 30, tzinfo=UTC), calendar_id=calendar.pk)
    assert Entry.objects.get().event == "deadlines.CalendarChanged"
    assert Detail.objects.get().data["after"]["time_zone"] == "Europe/Madrid"


def test_second_calendar_of_a_name_has_its_own_key() -> None:
    services.add_calendar(by=LEAD, values=VALUES)

    assert services.add_calendar(by=LEAD, values=VALUES).key == "warehouse-2"


def test_changed_calendar_counts_at_once() -> None:
    paris = BusinessCalendar.objects.get(key="office-paris")
    assert is_open(WEDNESDAY)

    late = replace(VALUES, time_zone="Europe/Paris", week=("14:00-18:00",) * 7)
    services.change_calendar(by=LEAD, calendar_id=paris.pk, values=late)

    assert not is_open(WEDNESDAY)
    assert next_opening(WEDNESDAY) == datetime(2026, 11, 18, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"week": ("",) * 7}, NeverOpen),
        ({"week": ("from nine",) + ("",) * 6}, HoursUnclear),
        ({"time_zone": "Mars/Olympus"}, ZoneUnknown),
        ({"country": "XX"}, CountryUnknown),
        ({"subdivision": "QQ"}, CountryUnknown),
        ({"open_days": {"2026-12-25": "noon"}}, HoursUnclear),
    ],
)
def test_calendar_that_makes_no_sense_is_refused(
    wrong: dict[str, object], error: type[ComptoirError]
) -> None:
    paris = BusinessCalendar.objects.get(key="office-paris")

    with pytest.raises(error):
        services.change_calendar(
            by=LEAD,
            calendar_id=paris.pk,
            values=replace(VALUES, **wrong),  # type: ignore[arg-type]
        )

    paris.refresh_from_db()
    assert (paris.name, paris.edited_at) == ("Office hours, Paris", None)
    assert Entry.objects.count() == 0


def test_agent_changes_nothing() -> None:
    paris = BusinessCalendar.objects.get(key="office-paris")
    policy = ClockPolicy.objects.get(key="other-first_reply")
    preset = PlatformPreset.objects.get(key="amazon-appeal-appeal")
    team = Team.objects.create(name="Paris")

    with pytest.raises(NotAllowed):
        services.add_calendar(by=AGENT, values=VALUES)
    with pytest.raises(NotAllowed):
        services.change_calendar(by=AGENT, calendar_id=paris.pk, values=VALUES)
    with pytest.raises(NotAllowed):
        services.choose_default_calendar(by=AGENT, calendar_id=paris.pk)
    with pytest.raises(NotAllowed):
        services.set_team_hours(by=AGENT, team_id=team.pk, calendar_id=paris.pk)
    with pytest.raises(NotAllowed):
        services.change_policy(
            by=AGENT, policy_id=policy.pk, minutes=1, stretch_minutes=None, enabled=False
        )
    with pytest.raises(NotAllowed):
        services.change_preset(by=AGENT, preset_id=preset.pk, minutes=1, enabled=False)

    assert Entry.objects.count() == 0
    assert ClockPolicy.objects.get(pk=policy.pk).minutes == 240


def test_lead_of_one_team_sets_the_hours_of_that_team_only() -> None:
    ours, theirs = Team.objects.create(name="Ours"), Team.objects.create(name="Theirs")
    lead = Actor(ActorKind.AGENT, 3, grants=(Grant("lead", "team", ours.pk),))
    berlin = BusinessCalendar.objects.get(key="office-berlin")

    services.set_team_hours(by=lead, team_id=ours.pk, calendar_id=berlin.pk)
    with pytest.raises(NotAllowed):
        services.set_team_hours(by=lead, team_id=theirs.pk, calendar_id=berlin.pk)

    assert list(TeamHours.objects.values_list("team_id", flat=True)) == [ours.pk]


def test_team_takes_other_hours_and_gives_them_back() -> None:
    team = Team.objects.create(name="Night")
    always = BusinessCalendar.objects.get(key="always")
    night = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)

    services.set_team_hours(by=LEAD, team_id=team.pk, calendar_id=always.pk)
    assert is_open(night, team_id=team.pk)

    services.set_team_hours(by=LEAD, team_id=team.pk, calendar_id=None)
    assert not is_open(night, team_id=team.pk)


def test_default_calendar_is_one() -> None:
    london = BusinessCalendar.objects.get(key="office-london")

    services.choose_default_calendar(by=LEAD, calendar_id=london.pk)

    assert BusinessCalendar.objects.get(is_default=True) == london
    assert is_open(datetime(2026, 11, 18, 17, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("minutes", "stretch"), [(0, None), (-5, None), (600_000, None), (60, 61), (60, 0)]
)
def test_promise_out_of_bounds_is_refused(minutes: int, stretch: int | None) -> None:
    policy = ClockPolicy.objects.get(key="other-first_reply")

    with pytest.raises(ValueUnclear):
        services.change_policy(
            by=LEAD, policy_id=policy.pk, minutes=minutes, stretch_minutes=stretch, enabled=True
        )

    assert ClockPolicy.objects.get(pk=policy.pk).minutes == 240
    assert Entry.objects.count() == 0


def test_what_does_not_exist_is_said_by_name() -> None:
    with pytest.raises(NoSuchRow):
        services.change_preset(by=LEAD, preset_id=999_999, minutes=60, enabled=True)
    with pytest.raises(NoSuchRow):
        services.set_team_hours(by=LEAD, team_id=999_999, calendar_id=None)


def test_promised_time_is_the_earlier_of_the_two_clocks() -> None:
    facts = ClockFacts(reason="return_request", has_order=True)
    assert promised_time(WEDNESDAY, facts) == datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

    on_amazon = replace(facts, platform="amazon")
    assert promised_time(WEDNESDAY, on_amazon) == datetime(2026, 11, 19, 9, 0, tzinfo=UTC)

    ClockPolicy.objects.update(enabled=False)
    services.set_team_hours(by=LEAD, team_id=Team.objects.create(name="T").pk, calendar_id=None)
    assert promised_time(WEDNESDAY, facts) is None


def test_calendar_that_somehow_never_opens_loses_no_mail(caplog: pytest.LogCaptureFixture) -> None:
    BusinessCalendar.objects.filter(key="office-paris").update(week=[""] * 7)

    assert promised_time(WEDNESDAY, ClockFacts()) == datetime(2026, 11, 18, 13, 0, tzinfo=UTC)
    assert "never open" in caplog.text


def test_a_calendar_that_ships_stays_translated_unless_it_is_renamed() -> None:
    calendar = BusinessCalendar.objects.get(key="office-paris")
    week = tuple(calendar.week)

    with translation.override("fr"):
        read = str(calendar)
        same = CalendarValues(name=read, time_zone="Europe/Paris", week=week)
        services.change_calendar(by=SYSTEM, calendar_id=calendar.pk, values=same)
    kept = BusinessCalendar.objects.get(pk=calendar.pk)
    own = CalendarValues(name="Rue de la Paix", time_zone="Europe/Paris", week=week)
    services.change_calendar(by=SYSTEM, calendar_id=calendar.pk, values=own)
    renamed = BusinessCalendar.objects.get(pk=calendar.pk)

    assert read != "Office hours, Paris"
    assert (kept.name, str(kept)) == ("Office hours, Paris", "Office hours, Paris")
    assert str(renamed) == "Rue de la Paix"
