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
