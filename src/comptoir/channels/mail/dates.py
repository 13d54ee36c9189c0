"""Date headers, also those that break the standard."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_COMMENT = re.compile(r"\([^()]{0,100}\)")


def parse_date(value: str) -> datetime | None:
    """An aware time in UTC, or None.

    A date without zone is read as UTC; years beyond all reason are refused.
    """
    if not value:
        return None
    text = value[:200]
    found = _standard(text) or _standard(_tidy(text)) or _iso(text)
    if found is None:
        return None
    aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found
    return _utc(aware)


def _tidy(text: str) -> str:
    """Without comments and without blanks around the colons of the time."""
    return re.sub(r"\s{0,20}:\s{0,20}", ":", _COMMENT.sub(" ", text))


def _standard(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    match = _ISO.search(text)
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def _utc(aware: datetime) -> datetime | None:
    try:
        found = aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if 1900 <= found.year <= 2200 else None
