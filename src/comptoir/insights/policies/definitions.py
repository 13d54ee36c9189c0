"""What each figure counts, in the words of the page. A change of meaning is a new version."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Definition:
    """`version` grows when the same events would give another figure; `since` is its first day."""

    key: str
    name: str | Promise
    text: str | Promise
    version: int = 1
    since: date = date(2026, 11, 22)


DEFINITIONS = (
    Definition(
        "question",
        _("Question"),
        _(
            "What a customer wrote and nobody had answered. Several messages before our answer are one question, from the first of them on. The customer is the buyer; where there is none, the seller."  # noqa: E501
        ),
    ),
    Definition(
        "received",
        _("Received"),
        _(
            "Questions that began in the span. Automatic mail, spam and merged conversations do not count."  # noqa: E501
        ),
    ),
    Definition(
        "answered",
        _("Answered"),
        _(
            "Questions that an agent answered in the span, whenever they were asked. Internal notes, acknowledgements, bots and rules answer nothing; a reply that was taken back does not count. It counts from when it was written."  # noqa: E501
        ),
    ),
    Definition(
        "waiting",
        _("Waiting on us"),
        _(
            "Open conversations in which somebody waits for our answer now: the inbox list of that name."  # noqa: E501
        ),
    ),
    Definition(
        "overdue",
        _("Overdue"),
        _(
            "Conversations whose promised time has passed: those that wait on us, and those where a marketplace's clock ran out while we wait for somebody else. A paused clock is not late."  # noqa: E501
        ),
    ),
    Definition(
        "outcome",
        _("Outcome"),
        _(
            "Conversations that were resolved in the span and are so still, by what the customer got and the amounts that were noted. Corrected later, they count as corrected."  # noqa: E501
        ),
    ),
    Definition(
        "reply_time",
        _("First and next reply"),
        _(
            "From a question to the answer. The first answer of a conversation is the first reply, every later one a next reply. Counted in the opening hours of the team that has the conversation, or every hour, as chosen above. Pauses are not taken off."  # noqa: E501
        ),
    ),
    Definition(
        "median",
        _("Mean, median and P90"),
        _(
            "Mean: the average. Median: half of the replies took less; of an even number, halfway between the middle two. P90: nine of ten replies took no longer; it is the time of a real reply. Of fewer than five replies these say little, and the page says so."  # noqa: E501
        ),
    ),
    Definition(
        "in_time",
        _("In time"),
        _(
            "Replies that kept our promise, of all that were promised, and of the questions that are overdue now: leaving those out would flatter. Pauses that an agent set are respected here."  # noqa: E501
        ),
    ),
    Definition(
        "span",
        _("Today, 7 days, 28 days"),
        _(
            "From midnight in the time zone of the house until now; the days before are whole. Today is compared with the same weekday a week ago until this time of day, the others with the days before them."  # noqa: E501
        ),
    ),
    Definition(
        "on",
        _("On now"),
        _("Signed in, with a page opened in the last ten minutes."),
    ),
)
