"""Moments and spans in the reader's language and zone."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from django.utils import timezone
from django.utils.translation import get_language, gettext

from comptoir.kit.clock import now

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_WEEK = timedelta(days=6)


def span(seconds: int) -> str:
    """A duration in words that fit a chip: “12 min”, “1 h 20”, “6 h”, “2 d”."""
    return _span(max(0, seconds) // _MINUTE, get_language() or "en")


def moment(value: datetime) -> str:
    """As one says it: “18:42” today, “Yesterday, 18:42”, “Sat 14 Nov, 11:26”, “14 Nov”, with the
    year when it is another one."""
    zone, today = here()
    return _moment(value, today, zone, get_language() or "en")


def brief(value: datetime) -> str:
    """The same without the hour, unless it is today's."""
    zone, today = here()
    return _brief(value, today, zone, get_language() or "en")


def exact(value: datetime) -> str:
    """All of it, for a tooltip: “Monday 16 November 2026, 18:42, Paris”."""
    return _exact(value, timezone.get_current_timezone(), get_language() or "en")


def here() -> tuple[tzinfo, date]:
    """The reader's zone, and which day it is there."""
    zone = timezone.get_current_timezone()
    return zone, now().astimezone(zone).date()


# A page says some hundred moments, and most of them again on the next page. The language is part
# of the key: what these functions ask for is spoken in it.


@lru_cache(8192)
def _moment(value: datetime, today: date, zone: tzinfo, _language: str) -> str:
    local = value.astimezone(zone)
    at, day = clock_time(local), day_of(local.date(), today)
    if day == "":
        return at
    return f"{day}, {at}" if abs(local.date() - today) <= _WEEK else day


@lru_cache(8192)
def _brief(value: datetime, today: date, zone: tzinfo, _language: str) -> str:
    local = value.astimezone(zone)
    return day_of(local.date(), today) or clock_time(local)


@lru_cache(8192)
def _exact(value: datetime, zone: tzinfo, _language: str) -> str:
    local = value.astimezone(zone)
    where = timezone.get_current_timezone_name().rpartition("/")[2].replace("_", " ")
    return f"{_full_date(local.date(), _locale())}, {clock_time(local)}, {where}"


def clock_time(local: datetime) -> str:
    return _clock_time(local.hour, local.minute, _locale())


def day_of(day: date, today: date) -> str:
    """“” today, a word for its neighbours, else the shortest date that is clear."""
    distance = (day - today).days
    if distance == 0:
        return ""
    if distance == -1:
        return gettext("Yesterday")
    if distance == 1:
        return gettext("Tomorrow")
    if abs(distance) <= _WEEK.days:
        return _skeleton("MMMEd", day, _locale())
    return _skeleton("MMMd" if day.year == today.year else "yMMMd", day, _locale())


@lru_cache(4096)
def _span(minutes: int, _language: str) -> str:
    if minutes < 60:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return gettext("%(days)s d") % {"days": hours // 24}
    if not rest or hours >= 10:
        return gettext("%(hours)s h") % {"hours": hours}
    return gettext("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{rest:02}"}


@lru_cache(4096)
def _skeleton(skeleton: str, day: date, locale: str) -> str:
    # A pattern's commas are for prose; in a column of times they are noise.
    return format_skeleton(skeleton, day, locale=locale).replace(",", "")


@lru_cache(1024)
def _full_date(day: date, locale: str) -> str:
    return format_date(day, "full", locale=locale).replace(",", "")


@lru_cache(4096)
def _clock_time(hour: int, minute: int, locale: str) -> str:
    return format_time(datetime(2000, 1, 1, hour, minute), "short", locale=locale)  # noqa: DTZ001


def _locale() -> str:
    return _known_locale(get_language() or "en")


@lru_cache(64)
def _known_locale(language: str) -> str:
    """The locale of a language code; plain English is read in Europe here: 18:42, 16 November."""
    if language == "en":
        return "en_GB"
    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en_GB"
