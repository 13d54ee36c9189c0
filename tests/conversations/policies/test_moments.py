"""Times as people write them, and what a menu proposes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from comptoir.conversations.policies.moments import Preset, proposals, read_moment

PARIS = ZoneInfo("Europe/Paris")
# A Wednesday, 11:30 in Paris.
WEDNESDAY = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)


def told(text: str, at: datetime = WEDNESDAY, zone: ZoneInfo = PARIS) -> str | None:
    found = read_moment(text, at, zone)
    return found.astimezone(zone).strftime("%m-%d %H:%M") if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 3 days", "11-21 09:00"),
        ("3 days", "11-21 09:00"),
        ("in two hours", "11-18 13:30"),
        ("2h", "11-18 13:30"),
        ("+45 min", "11-18 12:15"),
        ("in a week", "11-25 09:00"),
        ("in 1 month", "12-18 09:00"),
        ("tomorrow", "11-19 09:00"),
        ("Tomorrow at 2 pm", "11-19 14:00"),
        ("tomorrow evening", "11-19 18:00"),
        ("tonight", "11-18 18:00"),
        ("day after tomorrow 8:15", "11-20 08:15"),
        ("Monday", "11-23 09:00"),
        ("next wednesday at noon", "11-25 12:00"),
        ("15:00", "11-18 15:00"),
        ("9:00", "11-19 09:00"),
        ("25 november", "11-25 09:00"),
        ("November 25 at 16:45", "11-25 16:45"),
        ("2026-12-01 10:00", "12-01 10:00"),
        ("demain 9h", "11-19 09:00"),
        ("demain à 9h30", "11-19 09:30"),
        ("lundi", "11-23 09:00"),
        ("lundi prochain à 14h", "11-23 14:00"),
        ("après-demain", "11-20 09:00"),
        ("ce soir", "11-18 18:00"),
        ("dans 3 jours", "11-21 09:00"),
        ("dans une heure", "11-18 12:30"),
        ("1 décembre", "12-01 09:00"),
        ("morgen", "11-19 09:00"),
        ("morgen um 10 Uhr", "11-19 10:00"),
        ("in drei Tagen", "11-21 09:00"),
        ("in einer Stunde", "11-18 12:30"),
        ("nächsten Montag 8:30", "11-23 08:30"),
        ("übermorgen", "11-20 09:00"),
        ("25.11. 14:00", "11-25 14:00"),
        ("завтра", "11-19 09:00"),
        ("завтра в 10:00", "11-19 10:00"),
        ("завтра вечером", "11-19 18:00"),
        ("через 3 дня", "11-21 09:00"),
        ("через неделю", "11-25 09:00"),
        ("через час", "11-18 12:30"),
        ("в понедельник", "11-23 09:00"),
        ("25 ноября в 16:00", "11-25 16:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "when it is delivered",
        "Monday or Tuesday",
        "25:00",
        "31 february",
        "2025-01-01",
        "2030-01-01",
        "in 400 days",
        "in 99999999999 days",
        "today 9:00",
        "3 days and then some",
        "!!" * 500,
    ],
)
def test_what_names_no_moment_of_the_coming_year_is_refused(text: str) -> None:
    assert told(text) is None


def test_a_day_without_a_year_that_is_over_is_next_years() -> None:
    assert read_moment("1 may", WEDNESDAY, PARIS) == datetime(2027, 5, 1, 7, tzinfo=UTC)


def test_nine_in_the_morning_stays_nine_across_the_change_of_clocks() -> None:
    saturday = datetime(2026, 10, 24, 10, tzinfo=UTC)

    found = read_moment("tomorrow", saturday, PARIS)

    assert found == datetime(2026, 10, 25, 8, tzinfo=UTC)


def works_mondays_to_fridays(zone: ZoneInfo = PARIS) -> Callable[[datetime], datetime]:
    """From nine to half past six."""

    def opening(at: datetime) -> datetime:
        local = at.astimezone(zone)
        while local.weekday() > 4 or local.hour * 60 + local.minute >= 18 * 60 + 30:
            local = (local + timedelta(days=1)).replace(hour=9, minute=0)
        return local.astimezone(UTC)

    return opening


def offered(at: datetime) -> dict[Preset, str]:
    found = proposals(at, PARIS, works_mondays_to_fridays())
    return {one.key: one.at.astimezone(PARIS).strftime("%m-%d %H:%M") for one in found}


def test_the_menu_offers_an_hour_this_evening_tomorrow_next_week_and_next_month() -> None:
    assert offered(WEDNESDAY) == {
        Preset.HOUR: "11-18 12:30",
        Preset.EVENING: "11-18 18:00",
        Preset.TOMORROW: "11-19 09:00",
        Preset.WEEK: "11-23 09:00",
        Preset.MONTH: "12-18 09:00",
    }


def test_on_a_friday_the_next_working_day_is_monday_and_stands_there_once() -> None:
    friday_late = datetime(2026, 11, 20, 16, 45, tzinfo=UTC)

    assert offered(friday_late) == {
        Preset.HOUR: "11-20 18:45",
        Preset.WORKDAY: "11-23 09:00",
        Preset.MONTH: "12-21 09:00",
    }
