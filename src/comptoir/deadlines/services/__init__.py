"""The verbs of deadlines: promises that run, and the rules they follow.

For the verbs on a subject the caller has asked `access`, holds the lock on the subject's row, and
writes the returned NextDue on it, all in one transaction. None means that nothing is due.
"""

from comptoir.deadlines.policies.clocks import ClockFacts
from comptoir.deadlines.policies.running import NextDue
from comptoir.deadlines.services.choosing import (
    follow_channel,
    hand_over,
    restart_for_reason,
    start,
)
from comptoir.deadlines.services.ending import cancel, meet, reopen, take_back
from comptoir.deadlines.services.merging import Joined, join, part
from comptoir.deadlines.services.opting import choose_due_soon
from comptoir.deadlines.services.promising import PromiseValues, add_promise, end_promise
from comptoir.deadlines.services.running import mark_missed, pause, resume, warn_of_due
from comptoir.deadlines.services.settings import (
    CalendarValues,
    add_calendar,
    change_calendar,
    change_policy,
    change_preset,
    choose_default_calendar,
    set_team_hours,
    write_hours,
)
from comptoir.deadlines.states import Subject, SubjectKind

__all__ = [
    "CalendarValues",
    "ClockFacts",
    "Joined",
    "NextDue",
    "PromiseValues",
    "Subject",
    "SubjectKind",
    "add_calendar",
    "add_promise",
    "cancel",
    "change_calendar",
    "change_policy",
    "change_preset",
    "choose_default_calendar",
    "choose_due_soon",
    "end_promise",
    "follow_channel",
    "hand_over",
    "join",
    "mark_missed",
    "meet",
    "part",
    "pause",
    "reopen",
    "restart_for_reason",
    "resume",
    "set_team_hours",
    "start",
    "take_back",
    "warn_of_due",
    "write_hours",
]
