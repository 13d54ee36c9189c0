"""A worked example beside what is changed: when a mail at a telling hour would be due."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from comptoir.deadlines.errors import NeverOpen
from comptoir.deadlines.policies.hours import Calendar
from comptoir.deadlines.policies.running import due_at
from comptoir.deadlines.queries.book import current_book
from comptoir.kit.clock import now

# Ten minutes before most houses close for the weekend: here hours and holidays show.
FRIDAY, LATE = 4, time(17, 50)
_FORM = "l H:i"
_FORM_WITH_DAY = "l j F, H:i"


def usual_hours() -> Calendar | None:
    """The hours of a team that has none of its own."""
    book = current_book()
    return book.calendars.get(book.default_calendar_id or 0)


@dataclass(frozen=True, slots=True)
class Example:
    """A mail, and when its answer would be due; None where the hours never come."""

    written: datetime
    due: datetime | None
    words: str


def worked_example(minutes: int, calendar: Calendar | None) -> str:
    """“A mail on Friday 17:50 is due Monday 09:50.” Every hour counts without a calendar."""
    return example_of(minutes, calendar).words


def example_of(minutes: int, calendar: Calendar | None) -> Example:
    zone = ZoneInfo(calendar.time_zone) if calendar else timezone.get_current_timezone()
    written = _next_friday(now().astimezone(zone))
    try:
        due = due_at(written, timedelta(minutes=minutes), calendar).astimezone(zone)
    except NeverOpen:
        never = _("These hours never come: nothing would ever be due.")
        return Example(written, None, never)
    return Example(written, due, _words(written, due))


def _words(written: datetime, due: datetime) -> str:
    is_near = due - written < timedelta(days=6)
    told = {
        "written": date_format(written, _FORM),
        "due": date_format(due, _FORM if is_near else _FORM_WITH_DAY),
    }
    return _("For example: a mail on %(written)s is due %(due)s.") % told


def _next_friday(today: datetime) -> datetime:
    day = today.date() + timedelta(days=(FRIDAY - today.weekday()) % 7)
    return datetime.combine(day, LATE, tzinfo=today.tzinfo)
