"""When somebody wants to come back: what a menu proposes, and times as people write them."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from comptoir.conversations.policies.moment_words import (
    DAYS,
    FILLERS,
    MONTHS,
    NUMBERS,
    PARTS,
    RELATIVE,
    UNITS,
    WEEKDAYS,
)

MORNING = time(9)
# The later one, where somebody still works then.
_EVENINGS = (time(18), time(17))
# Nothing sleeps longer: a year that was mistyped would never be seen again.
LONGEST = timedelta(days=366)
_PATIENCE = timedelta(minutes=30)


class Preset(StrEnum):
    HOUR = "hour"
    EVENING = "evening"
    TOMORROW = "tomorrow"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Proposal:
    key: Preset
    at: datetime


def proposals(
    at: datetime, zone: ZoneInfo, opening: Callable[[datetime], datetime]
) -> tuple[Proposal, ...]:
    """What the menu offers now; `opening` gives the first moment from a time on when people work.

    Where the team is closed tomorrow it is the next working day. An evening that is too close, or
    on which nobody works, is not offered.
    """
    today = at.astimezone(zone).date()
    evenings = (_instant(today, clock, zone) for clock in _EVENINGS)
    tomorrow = _instant(today + timedelta(days=1), MORNING, zone)
    monday = _instant(today + timedelta(days=7 - today.weekday()), MORNING, zone)
    month = _instant(_months_on(today, 1), MORNING, zone)
    workday = opening(tomorrow)
    is_tomorrow = workday.astimezone(zone).date() == tomorrow.astimezone(zone).date()
    found = [Proposal(Preset.HOUR, at + timedelta(hours=1))]
    kept = (each for each in evenings if each - at >= _PATIENCE and opening(each) == each)
    found += [Proposal(Preset.EVENING, evening) for evening in islice(kept, 1)]
    found.append(Proposal(Preset.TOMORROW if is_tomorrow else Preset.WORKDAY, workday))
    if opening(monday) > workday:
        found.append(Proposal(Preset.WEEK, opening(monday)))
    found.append(Proposal(Preset.MONTH, opening(month)))
    return tuple(found)


def read_moment(text: str, at: datetime, zone: ZoneInfo) -> datetime | None:
    """“in 3 days”, “demain 9h”, “lundi”, “25.11. 14:00”, “через неделю”; None where it says no
    time, a time that is over, or one more than a year away.

    English, French, German and Russian are understood in one sentence: nobody has to say which.
    """
    found = _read(_tokens(text), at, zone)
    return found if found is not None and at < found <= at + LONGEST else None


def _read(tokens: list[str], at: datetime, zone: ZoneInfo) -> datetime | None:
    if (span := _span(tokens)) is not None:
        return _after(at, zone, *span)
    clock, rest = _clock(tokens)
    day, rest = _day(rest, at.astimezone(zone).date())
    if rest or (day is None and clock is None):
        return None
    if day is not None:
        return _instant(day, clock or MORNING, zone)
    today = at.astimezone(zone).date()
    chosen = _instant(today, clock or MORNING, zone)
    return chosen if chosen > at else _instant(today + timedelta(days=1), clock or MORNING, zone)


# --- Words ----------------------------------------------------------------------------------------


_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]?(?:\d{4})?"
    r"|\d{1,2}[:h.]\d{2}|\d+|[^\W\d_]+|\+"
)


def fold(text: str) -> str:
    """Small letters without accents, so that “février” and “fevrier” are one word."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _tokens(text: str) -> list[str]:
    """Words and figures; what only links them is left out."""
    return [token for token in _TOKEN.findall(fold(text[:80])) if token not in FILLERS]


def _span(tokens: list[str]) -> tuple[str, int] | None:
    """“in 3 days”, “3 days”, “2h”: a unit and how many. A bare “9h 30” is a time of day."""
    words = [token for token in tokens if token not in RELATIVE]
    if len(words) == 1 and words[0] in UNITS and len(tokens) > 1:
        return UNITS[words[0]], 1
    if len(words) != 2 or words[1] not in UNITS:
        return None
    count = int(words[0]) if words[0].isdecimal() else NUMBERS.get(words[0])
    return (UNITS[words[1]], count) if count and count <= 10_000 else None


def _after(at: datetime, zone: ZoneInfo, unit: str, count: int) -> datetime | None:
    """Minutes and hours count from now; days, weeks and months lead to their morning."""
    today = at.astimezone(zone).date()
    if unit in ("minute", "hour"):
        return at + timedelta(minutes=count if unit == "minute" else count * 60)
    if unit == "month":
        return _instant(_months_on(today, min(count, 24)), MORNING, zone)
    days = min(count * (7 if unit == "week" else 1), 1_000)
    return _instant(today + timedelta(days=days), MORNING, zone)


# --- The time of day ------------------------------------------------------------------------------


def _clock(tokens: list[str]) -> tuple[time | None, list[str]]:
    """The time of day and what is left: “9:30”, “9h30”, “9 am”, “9 h”, “evening”, “noon”."""
    for at, token in enumerate(tokens):
        if (found := _clock_at(tokens, at)) is not None:
            clock, used = found
            return clock, tokens[:at] + tokens[at + used :]
        if token in PARTS:
            return PARTS[token], tokens[:at] + tokens[at + 1 :]
    return None, tokens


def _clock_at(tokens: list[str], at: int) -> tuple[time, int] | None:
    token = tokens[at]
    if matched := re.fullmatch(r"(\d{1,2})[:h](\d{2})", token):
        hour, minute, used = int(matched[1]), int(matched[2]), 1
    elif token.isdecimal() and len(token) <= 2 and not _names_a_day(tokens, at):
        hour, minute, used = int(token), 0, 1
    else:
        return None
    following = tokens[at + used] if len(tokens) > at + used else ""
    if following in ("am", "pm"):
        hour, used = hour % 12 + (12 if following == "pm" else 0), used + 1
    elif following in ("h", "ч"):
        used += 1
    return (time(hour, minute), used) if hour < 24 and minute < 60 else None


def _names_a_day(tokens: list[str], at: int) -> bool:
    """The figure of “25 november”, “november 25”."""
    beside = tokens[max(0, at - 1) : at] + tokens[at + 1 : at + 2]
    return any(token in MONTHS for token in beside)


# --- The day --------------------------------------------------------------------------------------


def _day(tokens: list[str], today: date) -> tuple[date | None, list[str]]:
    """The day and what is left: a word for it, a weekday, a date."""
    if not tokens:
        return None, tokens
    joined = " ".join(tokens)
    if joined in DAYS:
        return today + timedelta(days=DAYS[joined]), []
    if len(tokens) == 1 and tokens[0] in WEEKDAYS:
        # “Monday” on a Monday is the next one.
        ahead = (WEEKDAYS[tokens[0]] - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead), []
    return _date(tokens, today), [] if _date(tokens, today) else tokens


def _date(tokens: list[str], today: date) -> date | None:
    for day, month, year in _figures(tokens):
        return _nearest(day, month, year, today)
    return None


def _figures(tokens: list[str]) -> Iterator[tuple[int, int, int | None]]:
    """Day, month and year of one date, where these words are one."""
    joined = " ".join(tokens)
    if matched := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", joined):
        yield int(matched[3]), int(matched[2]), int(matched[1])
    elif matched := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./]?(\d{4})?", joined):
        yield int(matched[1]), int(matched[2]), int(matched[3]) if matched[3] else None
    elif len(tokens) in (2, 3):
        names = [token for token in tokens if token in MONTHS]
        figures = [int(token) for token in tokens if token.isdecimal()]
        if len(names) == 1 and len(figures) == len(tokens) - 1:
            yield figures[0], MONTHS[names[0]], figures[1] if len(figures) > 1 else None


def _nearest(day: int, month: int, year: int | None, today: date) -> date | None:
    """Without a year the next such day."""
    for candidate in (year,) if year else (today.year, today.year + 1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


# --- Reckoning ------------------------------------------------------------------------------------


def _months_on(day: date, months: int) -> date:
    """The same day of a later month; of a shorter month its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
