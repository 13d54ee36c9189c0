"""Reading what is typed behind a field: one of several, words, numbers, days, spans of time."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from comptoir.conversations.filters.shapes import Choices, Reader, ReadValue
from comptoir.conversations.shapes import Choice
from comptoir.kit.text import clean, fold

LONGEST = 100
_APART = re.compile(r"[\s_-]+")
_COUNT = re.compile(r"([<>]?)\s*(\d{1,9})")
_SPAN = re.compile(r"([<>]?)\s*(\d{1,4})\s*([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
DAYS = (
    Choice("today", pgettext_lazy("search value", "today")),  # type: ignore[arg-type]
    Choice("yesterday", pgettext_lazy("search value", "yesterday")),  # type: ignore[arg-type]
)


def _key(text: object) -> str:
    return _APART.sub(" ", fold(str(text))).strip()


def chosen(text: str, choices: Sequence[Choice]) -> str | None:
    """The key of the choice that is meant: by key, by label, or by a beginning of only one."""
    typed = _key(text)
    exact = [c.key for c in choices if typed in (_key(c.key), _key(c.label))]
    begun = {c.key for c in choices if typed and _key(c.label).startswith(typed)}
    return exact[0] if exact else begun.pop() if len(begun) == 1 else None


def one_of(choices: Choices) -> ReadValue:
    return lambda text, reader: chosen(text, choices(reader))


def words(text: str, _reader: Reader) -> str | None:
    return " ".join(clean(text).split())[:LONGEST] or None


def one_of_or_words(choices: Choices) -> ReadValue:
    """Names beside words with a meaning of their own, like “me”."""
    return lambda text, reader: chosen(text, choices(reader)) or words(text, reader)


def count(text: str, _reader: Reader) -> str | None:
    found = _COUNT.fullmatch(text.strip())
    return f"{found[1]}{int(found[2])}" if found else None


def span(text: str, _reader: Reader) -> str | None:
    """`4h`, `>2d`, `1w`."""
    found = _SPAN.fullmatch(text.strip().lower())
    return f"{found[1]}{int(found[2])}{found[3]}" if found else None


def day(text: str, reader: Reader) -> str | None:
    """`2026-11-22`, `today`, or `7d` for a week ago."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return chosen(text, DAYS) or span(text, reader)


_WHEN = re.compile(r"([<>]?)\s*(.+)")


def when(text: str, reader: Reader) -> str | None:
    """`2026-11-22`, `>2026-11-22`, `today`; `7d` for the last week, `>7d` for before it."""
    found = _WHEN.fullmatch(text.strip().lower())
    if found is None:
        return None
    read = day(found[2], reader)
    return f"{found[1]}{read}" if read and read[0] not in "<>" else None


def comparison(value: str) -> tuple[str, int]:
    """The sign and the number of what `count` read; a bare number means itself."""
    sign = value[0] if value[0] in "<>" else "="
    return sign, int(value.lstrip("<>"))


def hours(value: str) -> tuple[str, timedelta]:
    """The sign and the length of what `span` read; bare, it means “at most”."""
    sign = value[0] if value[0] in "<>" else ""
    bare = value.lstrip("<>")
    return sign, timedelta(hours=int(bare[:-1]) * _HOURS[bare[-1]])


def day_begins(value: str, reader: Reader) -> datetime:
    """Midnight of the reader's zone at which the day begins that `day` read."""
    today = timezone.localtime(reader.now).date()
    if value in ("today", "yesterday"):
        meant = today - timedelta(days=value == "yesterday")
    elif value[-1] in _HOURS:
        meant = timezone.localtime(reader.now - hours(value)[1]).date()
    else:
        meant = date.fromisoformat(value)
    return datetime.combine(meant, time.min, timezone.get_current_timezone())


def within(value: str, reader: Reader) -> tuple[datetime | None, datetime | None]:
    """From when and until when lies what `when` read; None for an open end.

    A sign before a day is about the day, before a span about how long ago.
    """
    sign = value[0] if value[0] in "<>" else ""
    bare = value.lstrip("<>")
    begins = day_begins(bare, reader)
    if bare[-1] in _HOURS:
        return (None, begins) if sign == ">" else (begins, None)
    ends = begins + timedelta(days=1)
    return {"": (begins, ends), ">": (ends, None), "<": (None, begins)}[sign]


def midnight_after(reader: Reader, days: int) -> datetime:
    meant = timezone.localtime(reader.now).date() + timedelta(days=days)
    return datetime.combine(meant, time.min, timezone.get_current_timezone())


def containing(text: str) -> str:
    """A LIKE pattern in which what was typed has no meaning of its own."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"
