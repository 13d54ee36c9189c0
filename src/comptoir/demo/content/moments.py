"""When things happen: people write and work by the hour and the weekday."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")

# How often people write, by local hour: little at night, most before noon and in the evening.
_HOURS = (2, 1, 1, 0, 0, 1, 3, 7, 12, 16, 18, 17, 14, 15, 16, 16, 15, 14, 13, 14, 17, 16, 11, 6)
# Monday first: what went wrong at the weekend is written on Monday.
_WEEKDAYS = (1.0, 0.95, 0.85, 0.8, 0.75, 0.55, 0.6)
# Placing orders leans to the evening and to Sunday.
_ORDER_HOURS = (2, 1, 0, 0, 0, 0, 2, 4, 7, 9, 10, 10, 11, 10, 9, 9, 9, 10, 12, 15, 18, 18, 13, 7)
_ORDER_WEEKDAYS = (0.9, 0.8, 0.75, 0.75, 0.7, 0.8, 1.0)
_WORK_BEGINS, _WORK_ENDS = 8, 19


def moment_between(random: Random, first: datetime, last: datetime) -> datetime:
    """A moment people would write at. In a narrow window the window alone decides."""
    for _ in range(12):
        at = _at_hour(random, _day_between(random, first, last), _HOURS)
        if first <= at <= last and random.random() < _WEEKDAYS[at.astimezone(ZONE).weekday()]:
            return at
    return first + (last - first) * random.random()


def order_moment(random: Random, first: datetime, last: datetime) -> datetime:
    """A moment people would order at."""
    while True:
        at = _at_hour(random, _day_between(random, first, last), _ORDER_HOURS)
        if first <= at <= last and random.random() < _ORDER_WEEKDAYS[at.astimezone(ZONE).weekday()]:
            return at


def working(at: datetime) -> datetime:
    """The same moment, or the next morning's if nobody works then."""
    local = at.astimezone(ZONE)
    if local.hour >= _WORK_ENDS:
        local = datetime.combine(local.date() + timedelta(days=1), _morning(local), ZONE)
    elif local.hour < _WORK_BEGINS:
        local = datetime.combine(local.date(), _morning(local), ZONE)
    return local.astimezone(UTC)


def awake(at: datetime) -> datetime:
    """The same moment, or some time after breakfast if people sleep then."""
    local = at.astimezone(ZONE)
    return at if local.hour >= 7 else at + timedelta(hours=8 - local.hour, minutes=local.minute / 2)


def at_work(random: Random, on: date, first: int, last: int) -> datetime:
    """A moment between two hours of that day."""
    minute = random.randint(first * 60, last * 60 - 1)
    local = datetime.combine(on, time(minute // 60, minute % 60), ZONE)
    return local.astimezone(UTC)


def _morning(local: datetime) -> time:
    return time(_WORK_BEGINS, local.minute, local.second)


def _day_between(random: Random, first: datetime, last: datetime) -> date:
    return (first + (last - first) * random.random()).astimezone(ZONE).date()


def _at_hour(random: Random, on: date, weights: tuple[int, ...]) -> datetime:
    hour = random.choices(range(24), weights)[0]
    second = random.randint(0, 3599)
    local = datetime.combine(on, time(hour, second // 60, second % 60), ZONE)
    return local.astimezone(UTC)
