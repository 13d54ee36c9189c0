"""Opening hours: how much time a team really has between two moments."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from comptoir.deadlines.errors import CountryUnknown, HoursUnclear, NeverOpen, ZoneUnknown

type Span = tuple[datetime, datetime]

MINUTES_A_DAY = 24 * 60
# Longer than any closing of a real shop; a calendar that stays shut so long never opens.
PATIENCE = 800
CACHED_DAYS = 5000

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)
_TIME = r"([01]?\d|2[0-3]|24(?=\D00))[:.h]([0-5]\d)"
_HOURS = re.compile(rf"\b{_TIME}\s*[-–—]\s*{_TIME}\b")


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """Open from `start` to `end`, in minutes after local midnight.

    An `end` beyond 1440 lies on the next day: 22:00-06:00 is (1320, 1800).
    """

    start: int
    end: int


type Openings = tuple[Opening, ...]
ALL_DAY: Openings = (Opening(0, MINUTES_A_DAY),)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a team is open: a week, less the holidays and closed days, plus extra open days.

    `week` starts on Monday. A day that is closed has no opening that *begins* on it: the night
    shift of the evening before still ends in its morning. An extra open day replaces the hours
    of its weekday and opens on a holiday too; it wins over a closed day.
    """

    time_zone: str
    week: tuple[Openings, ...]
    country: str = ""
    subdivision: str = ""
    closed: frozenset[date] = frozenset()
    extra: Mapping[date, Openings] = field(default_factory=dict, hash=False)
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _days: dict[date, tuple[Span, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_zone", zone_named(self.time_zone))

    def spans_of(self, day: date) -> tuple[Span, ...]:
        """The openings that begin on a local day, in UTC, in order, without overlap; cached."""
        known = self._days.get(day)
        if known is None:
            if len(self._days) >= CACHED_DAYS:
                self._days.clear()
            known = self._days[day] = tuple(self._work_out(day))
        return known

    def local_day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _work_out(self, day: date) -> Iterator[Span]:
        free_from = self._end_of_day_before(day)
        for opening in self.openings_on(day):
            opens = max(self._instant(day, opening.start), free_from)
            closes = self._instant(day, opening.end)
            if opens < closes:
                yield opens, closes

    def _end_of_day_before(self, day: date) -> datetime:
        ends = [opening.end for opening in self.openings_on(day - _DAY)]
        return self._instant(day - _DAY, max(ends, default=0))

    def openings_on(self, day: date) -> Openings:
        """The hours of a local day as the calendar states them."""
        if day in self.extra:
            return self.extra[day]
        if day in self.closed or (self.country and day in self._holidays(day.year)):
            return ()
        return self.week[day.weekday()]

    def _holidays(self, year: int) -> frozenset[date]:
        return holidays_of(self.country, self.subdivision, year)

    def _instant(self, day: date, minutes: int) -> datetime:
        days, minutes = divmod(minutes, MINUTES_A_DAY)
        hour, minute = divmod(minutes, 60)
        return instant_of(day + timedelta(days=days), time(hour, minute), self._zone)


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment in UTC when a wall clock shows `at`.

    Where the hour happens twice, its first time; where clocks skip it, the moment of the skip.
    """
    local = datetime.combine(day, at)
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local:
        return moment
    return _moment_of_skip(local, zone)


def _moment_of_skip(local: datetime, zone: ZoneInfo) -> datetime:
    earliest = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    latest = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    before = earliest.astimezone(zone).utcoffset()
    minutes = range(int((latest - earliest).total_seconds() // 60) + 1)
    skipped = bisect_left(
        minutes, True, key=lambda m: _offset(earliest + timedelta(minutes=m), zone) != before
    )
    return earliest + timedelta(minutes=skipped)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def add_business_time(start: datetime, time_open: timedelta, calendar: Calendar) -> datetime:
    """When `time_open` of opening hours will have passed since `start`, in UTC.

    It lies inside an opening or at its end. Raises NeverOpen for a calendar without hours.
    """
    start, left = start.astimezone(UTC), time_open
    for opens, closes in _spans_from(start, calendar):
        begin = max(opens, start)
        if begin + left <= closes:
            return begin + left
        left -= closes - begin
    raise NeverOpen


def business_time_between(a: datetime, b: datetime, calendar: Calendar) -> timedelta:
    """The opening hours between two moments; zero where `b` is not after `a`."""
    total, a, b = _NOTHING, a.astimezone(UTC), b.astimezone(UTC)
    day, last = calendar.local_day(a) - _DAY, calendar.local_day(b)
    while day <= last:
        for opens, closes in calendar.spans_of(day):
            total += max(min(closes, b) - max(opens, a), _NOTHING)
        day += _DAY
    return total


def next_opening(at: datetime, calendar: Calendar) -> datetime:
    """`at` itself while open, else the moment the doors open; raises NeverOpen."""
    at = at.astimezone(UTC)
    for opens, closes in _spans_from(at, calendar):
        if at < closes:
            return max(opens, at)
    raise NeverOpen


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Whether `at` lies inside an opening; the moment of closing does not."""
    today = calendar.local_day(at)
    return any(
        opens <= at < closes
        for day in (today - _DAY, today)
        for opens, closes in calendar.spans_of(day)
    )


def _spans_from(start: datetime, calendar: Calendar) -> Iterator[Span]:
    """The openings that end at or after `start`; ends after PATIENCE closed days in a row."""
    day, shut = calendar.local_day(start) - _DAY, 0
    while shut < PATIENCE:
        spans = calendar.spans_of(day)
        shut = 0 if spans else shut + 1
        for span in spans:
            if span[1] >= start:
                yield span
        day += _DAY


def read_hours(text: str) -> Openings:
    """`09:00-12:30 14:00-18:00` as openings; an end at or before its start is the next day's.

    Raises HoursUnclear.
    """
    if _HOURS.sub("", text).strip(" ,;"):
        raise HoursUnclear(text)
    openings = tuple(_opening(*map(int, found)) for found in _HOURS.findall(text))
    _check(openings, text)
    return openings


def _opening(hour: int, minute: int, end_hour: int, end_minute: int) -> Opening:
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    return Opening(start, end if end > start else end + MINUTES_A_DAY)


def _check(openings: Openings, text: str) -> None:
    in_order = all(a.end <= b.start for a, b in itertools.pairwise(openings))
    in_a_day = all(
        o.start < MINUTES_A_DAY and o.end <= 2 * MINUTES_A_DAY and o.end - o.start <= MINUTES_A_DAY
        for o in openings
    )
    if not (in_order and in_a_day):
        raise HoursUnclear(text)


def write_hours(openings: Openings) -> str:
    """The text that `read_hours` reads."""
    return " ".join(f"{_clock(o.start)}-{_clock(o.end)}" for o in openings)


def _clock(minutes: int) -> str:
    minutes = minutes if minutes <= MINUTES_A_DAY else minutes - MINUTES_A_DAY
    return f"{minutes // 60:02}:{minutes % 60:02}"


@cache
def zone_named(name: str) -> ZoneInfo:
    """Raises ZoneUnknown."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ZoneUnknown(name) from None


@lru_cache(maxsize=4096)
def holidays_of(country: str, subdivision: str, year: int) -> frozenset[date]:
    """The public holidays of one year; raises CountryUnknown."""
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, subdiv=subdivision or None, years=year))
    except NotImplementedError:
        raise CountryUnknown(country, subdivision) from None
