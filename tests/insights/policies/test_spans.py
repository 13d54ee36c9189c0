"""Today, 7 and 28 days, in the time zone of the house, also where clocks change."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from comptoir.insights.policies.spans import MONTH, TODAY, WEEK, span_of

PARIS = ZoneInfo("Europe/Paris")


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def test_today_runs_from_local_midnight_and_is_compared_with_the_same_weekday() -> None:
    span = span_of(TODAY, now=paris("2026-11-17T10:41"), zone=PARIS)

    assert span.begin == paris("2026-11-17T00:00")
    assert span.end == paris("2026-11-17T10:41")
    assert span.before_begin == paris("2026-11-10T00:00")
    assert span.before_end == paris("2026-11-10T10:41")
    assert span.parts == 24


def test_after_midnight_in_the_house_it_is_another_day_than_in_utc() -> None:
    span = span_of(TODAY, now=datetime(2026, 7, 1, 22, 30, tzinfo=UTC), zone=PARIS)

    assert span.begin == datetime(2026, 7, 1, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "begin", "before_begin", "before_end", "parts"),
    [
        (WEEK, "2026-11-11T00:00", "2026-11-04T00:00", "2026-11-10T10:41", 7),
        # The clocks went back on 25 October: days stay days, times of day stay times of day.
        (MONTH, "2026-10-21T00:00", "2026-09-23T00:00", "2026-10-20T10:41", 28),
    ],
)
def test_several_days_and_as_many_before(
    key: str, begin: str, before_begin: str, before_end: str, parts: int
) -> None:
    span = span_of(key, now=paris("2026-11-17T10:41"), zone=PARIS)

    assert span.begin == paris(begin)
    assert span.before_begin == paris(before_begin)
    assert span.before_end == paris(before_end)
    assert span.parts == parts


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-17", 24)]
)
def test_a_day_on_which_clocks_change_has_its_own_number_of_hours(day: str, hours: int) -> None:
    span = span_of(TODAY, now=paris(f"{day}T12:00"), zone=PARIS)

    begin, end = span.edges[0], span.edges[-1]
    assert span.parts == hours
    assert end - begin == timedelta(hours=hours)
    assert {b - a for a, b in map(span.part, range(hours))} == {timedelta(hours=1)}


def test_days_meet_without_gap_or_overlap_where_clocks_change() -> None:
    span = span_of(WEEK, now=paris("2026-10-28T12:00"), zone=PARIS)

    parts = [span.part(number) for number in range(7)]

    assert all(a[1] == b[0] for a, b in itertools.pairwise(parts))
    lengths = [(end - begin) / timedelta(hours=1) for begin, end in parts]
    assert lengths == [24, 24, 24, 25, 24, 24, 24]


def test_a_day_whose_midnight_is_skipped_begins_with_the_skip() -> None:
    """Cairo goes from 23:59:59 to 01:00 on the last Friday of April."""
    cairo = ZoneInfo("Africa/Cairo")
    span = span_of(TODAY, now=datetime(2026, 4, 24, 9, 0, tzinfo=UTC), zone=cairo)

    assert span.begin == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)
    assert span.parts == 23
