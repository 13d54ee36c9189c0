"""Opening hours reckoned exactly: weekends, holidays, nights, clocks that change."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.deadlines.errors import CountryUnknown, HoursUnclear, NeverOpen, ZoneUnknown
from comptoir.deadlines.policies.hours import (
    ALL_DAY,
    Calendar,
    Opening,
    add_business_time,
    business_time_between,
    is_open,
    next_opening,
    read_hours,
    write_hours,
)

NINE_TO_SIX = read_hours("09:00-18:00")
WORKING_WEEK = (NINE_TO_SIX,) * 5 + ((), ())
PARIS = Calendar("Europe/Paris", WORKING_WEEK, country="FR")
NEW_YORK = Calendar("America/New_York", (read_hours("09:00-17:00"),) * 5 + ((), ()), country="US")
LUNCH = Calendar("Europe/Paris", (read_hours("09:00-12:30 14:00-18:00"),) * 5 + ((), ()))
ALWAYS = Calendar("UTC", (ALL_DAY,) * 7)
ALWAYS_PARIS = Calendar("Europe/Paris", (ALL_DAY,) * 7)
NIGHTS = Calendar("Europe/Paris", (read_hours("22:00-06:00"),) * 7)
WORKING_DAYS = Calendar("Europe/London", (ALL_DAY,) * 5 + ((), ()), country="GB")
KATHMANDU = Calendar("Asia/Kathmandu", (NINE_TO_SIX,) * 7)
LORD_HOWE = Calendar("Australia/Lord_Howe", (ALL_DAY,) * 7)


def at(text: str, zone: str = "Europe/Paris") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("calendar", "start", "count", "due"),
    [
        # an ordinary day, and over its end
        (PARIS, "2026-11-18 10:00", 240, "2026-11-18 14:00"),
        (PARIS, "2026-11-18 16:00", 240, "2026-11-19 11:00"),
        (PARIS, "2026-11-18 14:00", 240, "2026-11-18 18:00"),
        (PARIS, "2026-11-18 07:12", 120, "2026-11-18 11:00"),
        (PARIS, "2026-11-18 18:00", 60, "2026-11-19 10:00"),
        # Friday night, Saturday, Sunday
        (PARIS, "2026-11-20 23:59", 240, "2026-11-23 13:00"),
        (PARIS, "2026-11-20 17:59", 2, "2026-11-23 09:01"),
        (PARIS, "2026-11-21 12:00", 1, "2026-11-23 09:01"),
        (PARIS, "2026-11-22 23:59", 120, "2026-11-23 11:00"),
        # the whole return promise: 24 business hours are two days and six hours
        (PARIS, "2026-11-18 10:00", 1440, "2026-11-20 16:00"),
        (PARIS, "2026-11-20 10:00", 1440, "2026-11-24 16:00"),
        (PARIS, "2026-11-16 09:00", 4320, "2026-11-25 18:00"),
        # several openings a day
        (LUNCH, "2026-11-18 12:00", 60, "2026-11-18 14:30"),
        (LUNCH, "2026-11-18 13:10", 1, "2026-11-18 14:01"),
        (LUNCH, "2026-11-18 11:30", 60, "2026-11-18 12:30"),
        # 29 February of a leap year, a Tuesday, and of a year that has none
        (PARIS, "2028-02-28 17:00", 120, "2028-02-29 10:00"),
        (PARIS, "2028-02-29 17:00", 120, "2028-03-01 10:00"),
        (PARIS, "2027-02-26 17:00", 120, "2027-03-01 10:00"),
        # 31 December: the new year's day is closed, and 2027-01-01 is a Friday
        (PARIS, "2026-12-31 17:00", 120, "2027-01-04 10:00"),
        (PARIS, "2027-12-31 17:00", 120, "2028-01-03 10:00"),
        # Easter 2026: Sunday 5 April, Monday is a holiday in France
        (PARIS, "2026-04-03 17:00", 120, "2026-04-07 10:00"),
        # Christmas 2026 falls on a Friday; 1 May 2026 too
        (PARIS, "2026-12-24 17:30", 60, "2026-12-28 09:30"),
        (PARIS, "2026-04-30 17:30", 60, "2026-05-04 09:30"),
        # clocks go forward on Sunday 2026-03-29, back on Sunday 2026-10-25
        (PARIS, "2026-03-27 17:00", 120, "2026-03-30 10:00"),
        (PARIS, "2026-10-23 17:00", 120, "2026-10-26 10:00"),
        # a night shift over both changes: seven hours, then nine
        (NIGHTS, "2026-03-28 22:00", 420, "2026-03-29 06:00"),
        (NIGHTS, "2026-03-28 22:00", 421, "2026-03-29 22:01"),
        (NIGHTS, "2026-10-24 22:00", 540, "2026-10-25 06:00"),
        (NIGHTS, "2026-10-24 22:00", 541, "2026-10-25 22:01"),
        (NIGHTS, "2026-11-18 02:00", 60, "2026-11-18 03:00"),
        (NIGHTS, "2026-11-18 12:00", 481, "2026-11-19 22:01"),
        # day and night in local days: the clock on the wall jumps, the hours do not
        (ALWAYS_PARIS, "2026-03-28 12:00", 1440, "2026-03-29 13:00"),
        (ALWAYS_PARIS, "2026-10-24 12:00", 1440, "2026-10-25 11:00"),
        # a year of business time
        (PARIS, "2026-01-02 09:00", 252 * 540, "2026-12-31 18:00"),
    ],
)
def test_due_times_in_paris(calendar: Calendar, start: str, count: int, due: str) -> None:
    assert add_business_time(at(start), minutes(count), calendar) == at(due)


@pytest.mark.parametrize(
    ("calendar", "start", "count", "due"),
    [
        # clocks go forward on 2026-03-08 and back on 2026-11-01
        (NEW_YORK, "2026-03-06 16:00", 120, "2026-03-09 10:00"),
        (NEW_YORK, "2026-10-30 16:00", 120, "2026-11-02 10:00"),
        # Thanksgiving, and Independence Day observed on Friday 2026-07-03
        (NEW_YORK, "2026-11-25 16:30", 60, "2026-11-27 09:30"),
        (NEW_YORK, "2026-07-02 16:30", 60, "2026-07-06 09:30"),
    ],
)
def test_due_times_in_new_york(calendar: Calendar, start: str, count: int, due: str) -> None:
    found = add_business_time(at(start, "America/New_York"), minutes(count), calendar)

    assert found == at(due, "America/New_York")


def test_three_working_days_are_seventy_two_open_hours() -> None:
    asked = at("2026-11-20 15:00", "Europe/London")

    due = add_business_time(asked, timedelta(hours=72), WORKING_DAYS)

    assert due == at("2026-11-25 15:00", "Europe/London")


def test_zone_of_a_quarter_hour_counts_right() -> None:
    assert add_business_time(
        datetime(2026, 11, 18, 3, 15, tzinfo=UTC), minutes(60), KATHMANDU
    ) == datetime(2026, 11, 18, 4, 15, tzinfo=UTC)


def test_asker_in_another_zone_gets_the_same_moment() -> None:
    in_tokyo = at("2026-11-18 18:00", "Asia/Tokyo")

    due = add_business_time(in_tokyo, minutes(120), PARIS)

    assert due == at("2026-11-18 12:00")
    assert due.tzinfo is UTC


def test_days_of_a_zone_that_changes_by_half_an_hour() -> None:
    """Lord Howe's clocks go forward by 30 minutes on 2026-10-04, back on 2026-04-05."""
    assert _length(LORD_HOWE, date(2026, 10, 4)) == timedelta(hours=23.5)
    assert _length(LORD_HOWE, date(2026, 4, 5)) == timedelta(hours=24.5)


def _length(calendar: Calendar, day: date) -> timedelta:
    return sum((end - start for start, end in calendar.spans_of(day)), timedelta(0))


@pytest.mark.parametrize(
    ("day", "hours", "length"),
    [
        # 02:00-03:00 does not exist on 2026-03-29 in Paris and exists twice on 2026-10-25
        (date(2026, 3, 29), "02:00-03:00", 0),
        (date(2026, 3, 29), "02:15-02:45", 0),
        (date(2026, 3, 29), "01:30-03:30", 60),
        (date(2026, 3, 29), "02:30-04:00", 60),
        (date(2026, 3, 29), "00:00-24:00", 23 * 60),
        (date(2026, 10, 25), "02:00-03:00", 120),
        (date(2026, 10, 25), "01:00-02:30", 90),
        (date(2026, 10, 25), "00:00-24:00", 25 * 60),
    ],
)
def test_openings_inside_the_hour_that_clocks_skip_or_repeat(
    day: date, hours: str, length: int
) -> None:
    calendar = Calendar("Europe/Paris", (read_hours(hours),) * 7)

    assert _length(calendar, day) == minutes(length)


def test_night_shift_into_an_early_day_is_not_counted_twice() -> None:
    week = (read_hours("20:00-08:00"), read_hours("06:00-12:00"), (), (), (), (), ())
    calendar = Calendar("Europe/Paris", week)

    open_time = business_time_between(at("2026-11-16 00:00"), at("2026-11-18 00:00"), calendar)

    assert open_time == timedelta(hours=16)


def test_night_shift_before_a_holiday_ends_in_its_morning() -> None:
    calendar = Calendar(
        "Europe/Paris", (read_hours("22:00-06:00"),) * 7, closed=frozenset({date(2026, 11, 19)})
    )

    assert is_open(at("2026-11-19 05:59"), calendar)
    assert next_opening(at("2026-11-19 06:00"), calendar) == at("2026-11-20 22:00")


@pytest.mark.parametrize(
    ("a", "b", "hours"),
    [
        ("2026-11-20 17:00", "2026-11-23 10:00", 2),
        ("2026-11-18 00:00", "2026-11-19 00:00", 9),
        ("2026-11-21 00:00", "2026-11-22 23:59", 0),
        ("2026-11-18 12:00", "2026-11-18 12:00", 0),
        ("2026-11-19 12:00", "2026-11-18 12:00", 0),
        ("2026-03-27 12:00", "2026-03-30 12:00", 9),
        ("2026-01-01 00:00", "2027-01-01 00:00", 252 * 9),
    ],
)
def test_business_time_between_two_moments(a: str, b: str, hours: int) -> None:
    assert business_time_between(at(a), at(b), PARIS) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("moment", "opened", "opens_next"),
    [
        ("2026-11-18 09:00", True, "2026-11-18 09:00"),
        ("2026-11-18 17:59", True, "2026-11-18 17:59"),
        ("2026-11-18 18:00", False, "2026-11-19 09:00"),
        ("2026-11-18 08:59", False, "2026-11-18 09:00"),
        ("2026-11-20 23:59", False, "2026-11-23 09:00"),
        ("2026-11-11 12:00", False, "2026-11-12 09:00"),
        ("2026-12-24 20:00", False, "2026-12-28 09:00"),
    ],
)
def test_open_now_and_next_opening(moment: str, opened: bool, opens_next: str) -> None:
    assert is_open(at(moment), PARIS) is opened
    assert next_opening(at(moment), PARIS) == at(opens_next)


def test_extra_open_day_opens_on_a_weekend_a_holiday_and_a_closed_day() -> None:
    sale = read_hours("10:00-14:00")
    calendar = Calendar(
        "Europe/Paris",
        WORKING_WEEK,
        country="FR",
        closed=frozenset({date(2026, 11, 28)}),
        extra={date(2026, 11, 28): sale, date(2026, 12, 25): sale, date(2026, 12, 7): ()},
    )

    assert is_open(at("2026-11-28 10:00"), calendar)
    assert is_open(at("2026-12-25 13:59"), calendar)
    assert not is_open(at("2026-12-25 14:00"), calendar)
    assert not is_open(at("2026-12-07 10:00"), calendar)


def test_subdivision_has_its_own_holidays() -> None:
    """Good Friday is a holiday in Alsace only, 2026-04-03."""
    alsace = Calendar("Europe/Paris", WORKING_WEEK, country="FR", subdivision="57")

    assert is_open(at("2026-04-03 10:00"), PARIS)
    assert not is_open(at("2026-04-03 10:00"), alsace)


def test_no_time_is_due_at_once_or_when_the_doors_open() -> None:
    assert add_business_time(at("2026-11-18 10:00"), minutes(0), PARIS) == at("2026-11-18 10:00")
    assert add_business_time(at("2026-11-18 20:00"), minutes(0), PARIS) == at("2026-11-19 09:00")


def test_calendar_without_hours_fails_by_name() -> None:
    closed = Calendar("Europe/Paris", ((),) * 7)

    with pytest.raises(NeverOpen):
        add_business_time(at("2026-11-18 10:00"), minutes(1), closed)
    with pytest.raises(NeverOpen):
        next_opening(at("2026-11-18 10:00"), closed)
    assert business_time_between(at("2026-11-18 10:00"), at("2026-12-18 10:00"), closed) == minutes(
        0
    )


def test_calendar_with_one_extra_day_fails_by_name_after_it() -> None:
    once = Calendar("Europe/Paris", ((),) * 7, extra={date(2026, 12, 1): NINE_TO_SIX})

    assert add_business_time(at("2026-11-18 10:00"), minutes(540), once) == at("2026-12-01 18:00")
    with pytest.raises(NeverOpen):
        add_business_time(at("2026-11-18 10:00"), minutes(541), once)


def test_unknown_zone_and_country_fail_by_name() -> None:
    with pytest.raises(ZoneUnknown):
        Calendar("Europe/Nowhere", WORKING_WEEK)
    with pytest.raises(ZoneUnknown):
        Calendar("../../etc/passwd", WORKING_WEEK)
    with pytest.raises(CountryUnknown):
        is_open(at("2026-11-18 10:00"), Calendar("Europe/Paris", WORKING_WEEK, country="XX"))
    with pytest.raises(CountryUnknown):
        Calendar("UTC", WORKING_WEEK, country="FR", subdivision="QQ").openings_on(date(2026, 1, 5))


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("", ()),
        ("09:00-18:00", (Opening(540, 1080),)),
        ("9:00 – 12:30, 14:00 – 18:00", (Opening(540, 750), Opening(840, 1080))),
        ("00:00-24:00", (Opening(0, 1440),)),
        ("22:00-06:00", (Opening(1320, 1800),)),
        ("06:00-06:00", (Opening(360, 1800),)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, openings: tuple[Opening, ...]) -> None:
    assert read_hours(text) == openings
    assert read_hours(write_hours(openings)) == openings


@pytest.mark.parametrize(
    "text",
    ["nine to five", "09:00", "09:00-25:00", "09:00-24:30", "09:60-10:00", "14:00-18:00 09:00-12:00",
     "09:00-13:00 12:00-18:00", "24:00-06:00", "22:00-06:00 23:00-23:30", "0900-1800"],
)  # fmt: skip
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(HoursUnclear):
        read_hours(text)


CALENDARS = [
    PARIS,
    NEW_YORK,
    LUNCH,
    ALWAYS,
    ALWAYS_PARIS,
    NIGHTS,
    WORKING_DAYS,
    KATHMANDU,
    LORD_HOWE,
]
moments = st.datetimes(
    datetime.fromisoformat("2020-01-01"),
    datetime.fromisoformat("2034-01-01"),
    timezones=st.just(UTC),
)
spans = st.integers(0, 20 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))


@given(st.sampled_from(CALENDARS), moments, spans)
def test_adding_and_measuring_agree(calendar: Calendar, start: datetime, span: timedelta) -> None:
    due = add_business_time(start, span, calendar)

    assert business_time_between(start, due, calendar) == span
    assert due >= start


@given(st.sampled_from(CALENDARS), moments, spans.filter(bool))
def test_due_lies_in_an_opening_or_at_its_end(
    calendar: Calendar, start: datetime, span: timedelta
) -> None:
    due = add_business_time(start, span, calendar)

    assert is_open(due - timedelta(microseconds=1), calendar)


@given(st.sampled_from(CALENDARS), moments, spans, spans)
def test_two_steps_lead_where_one_leads(
    calendar: Calendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    one_step = add_business_time(start, first + second, calendar)
    two_steps = add_business_time(add_business_time(start, first, calendar), second, calendar)

    assert business_time_between(one_step, two_steps, calendar) == timedelta(0)
    assert second == timedelta(0) or one_step == two_steps


@given(st.sampled_from(CALENDARS), moments)
def test_next_opening_is_open_and_nothing_is_missed_before_it(
    calendar: Calendar, moment: datetime
) -> None:
    opens = next_opening(moment, calendar)

    assert is_open(opens, calendar)
    assert business_time_between(moment, opens, calendar) == timedelta(0)


def test_a_due_time_takes_less_than_fifty_microseconds() -> None:
    starts = [at("2026-01-05 00:00") + timedelta(minutes=157 * n) for n in range(3000)]
    for start in starts:
        add_business_time(start, minutes(240), PARIS)

    began = perf_counter()
    for start in starts:
        add_business_time(start, minutes(240), PARIS)
    each = (perf_counter() - began) / len(starts)

    assert each < 50e-6
