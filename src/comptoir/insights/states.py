"""What becomes of a question, and in which hours its time is counted."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Outcome(StrEnum):
    """How a customer's question ended, if it did."""

    OPEN = "open"
    ANSWERED = "answered"
    NEEDLESS = "needless"
    RESOLVED = "resolved"


OUTCOME_NAMES = {
    Outcome.OPEN: _("Waits for our answer"),
    Outcome.ANSWERED: _("Answered"),
    Outcome.NEEDLESS: _("No reply needed"),
    Outcome.RESOLVED: _("Resolved without an answer"),
}


class Hours(StrEnum):
    """Only the hours in which the team is open, or every hour."""

    BUSINESS = "business"
    CALENDAR = "calendar"


HOURS_NAMES = {
    Hours.BUSINESS: _("Business hours"),
    Hours.CALENDAR: _("Every hour"),
}


class Figure(StrEnum):
    """A figure whose rows can be opened."""

    RECEIVED = "received"
    STILL_OPEN = "still_open"
    CLOSED = "closed"
    ANSWERED = "answered"
    WITHIN_HOUR = "within_hour"
    WITHIN_FOUR = "within_four"
    KEPT = "kept"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"
    SETTLED = "settled"


# These are as conversations stand now; the others are counted from what was said.
STANDING = frozenset({Figure.WAITING, Figure.OVERDUE, Figure.SOON, Figure.OPEN})

FIGURE_NAMES = {
    Figure.RECEIVED: _("Questions received"),
    Figure.STILL_OPEN: _("Questions received that still wait"),
    Figure.CLOSED: _("Questions closed without an answer"),
    Figure.ANSWERED: _("Questions answered"),
    Figure.WITHIN_HOUR: _("Answered within 1 hour"),
    Figure.WITHIN_FOUR: _("Answered within 4 hours"),
    Figure.KEPT: _("Answered in time"),
    Figure.LATE: _("Answered too late"),
    Figure.WAITING: _("Waiting on us"),
    Figure.OVERDUE: _("Overdue"),
    Figure.SOON: _("Late, or due within the hour"),
    Figure.OPEN: _("Open"),
    Figure.SETTLED: _("Resolved with an outcome"),
}
