"""Stretches of the house's calendar: where today begins, and what it is compared with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

TODAY, WEEK, MONTH = "today", "week", "month"
DAYS = {TODAY: 1, WEEK: 7, MONTH: 28}
# One day is compared with the same weekday: a Monday is no Sunday.
_SHIFT = {TODAY: 7, WEEK: 7, MONTH: 28}


@dataclass(frozen=True, slots=True)
class Span:
    """From a local midnight until now, and the same stretch before, all in UTC.

    `edges` cut it into hours (today) or local days: a day of 23 or 25 hours has as many hours.
    """

    key: str
    begin: datetime
    end: datetime
    before_begin: datetime
    before_end: datetime
    edges: tuple[datetime, ...]

    @property
    def is_by_hour(self) -> bool:
        return self.key == TODAY

    def part(self, number: int) -> tuple[datetime, datetime]:
        """The hour or day of that number, from 0; raises IndexError."""
        return list(pairwise(self.edges))[number]

    @property
    def parts(self) -> int:
        return len(self.edges) - 1


def span_of(key: str, *, now: datetime, zone: tzinfo) -> Span:
    """Today, or the last 7 or 28 local days, today among them."""
    local = now.astimezone(zone)
    first = local.date() - timedelta(days=DAYS[key] - 1)
    shift = timedelta(days=_SHIFT[key])
    return Span(
        key=key,
        begin=_moment(first, zone),
        end=now,
        before_begin=_moment(first - shift, zone),
        before_end=_moment(local.date() - shift, zone, local.time()),
        edges=_hours(first, zone) if key == TODAY else _days(first, DAYS[key], zone),
    )


def _moment(day: date, zone: tzinfo, at: time = time.min) -> datetime:
    """Where clocks skip midnight, the moment of the skip; where it comes twice, the first."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _days(first: date, count: int, zone: tzinfo) -> tuple[datetime, ...]:
    return tuple(_moment(first + timedelta(days=n), zone) for n in range(count + 1))


def _hours(day: date, zone: tzinfo) -> tuple[datetime, ...]:
    begin, end = _moment(day, zone), _moment(day + timedelta(days=1), zone)
    count = round((end - begin) / timedelta(hours=1))
    return (*(begin + timedelta(hours=n) for n in range(count)), end)
