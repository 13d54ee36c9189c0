"""Figures in words: times, shares, changes."""

from datetime import date
from functools import lru_cache

from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from comptoir.insights.shapes import Part
from comptoir.ui import times


def took(seconds: int | None) -> str:
    """How long something took: “42 min”, “1 h 20”; a dash where nothing was measured."""
    if seconds is None:
        return "–"
    return times.span(seconds) if seconds >= 60 else gettext("under 1 min")


def share(part: int, whole: int) -> str:
    """“82%”, as the reader writes it; a dash of nothing."""
    return str(format_percent(part / whole, "#,##0%", locale=_locale())) if whole else "–"


def number(count: int) -> str:
    return str(format_decimal(count, locale=_locale()))


def few(count: int) -> str:
    """What is said beside a figure of very few replies."""
    return ngettext("of %(count)s reply", "of %(count)s replies", count) % {"count": count}


def part_name(part: Part, *, is_hour: bool) -> str:
    """“14:00” or “Tue 17 Nov”."""
    local = timezone.localtime(part.begin, timezone.get_default_timezone())
    if is_hour:
        return times.clock_time(local)
    return day_name(local.date())


def day_name(day: date) -> str:
    """“Tue 17 Nov”."""
    return str(format_skeleton("MMMEd", day, locale=_locale())).replace(",", "")


@lru_cache(64)
def _known(language: str) -> str:
    return "en_GB" if language == "en" else language.replace("-", "_")


def _locale() -> str:
    return _known(get_language() or "en")
