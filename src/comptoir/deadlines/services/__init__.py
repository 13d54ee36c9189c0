"""The verbs of deadlines: running promises, and the rules they follow."""

from comptoir.deadlines.policies.clocks import ClockFacts
from comptoir.deadlines.policies.running import NextDue
from comptoir.deadlines.services.promises import (
    cancel,
    follow_channel,
    hand_over,
    mark_missed,
    meet,
    pause,
    reopen,
    restart_for_reason,
    resume,
    start,
    take_back,
)
from comptoir.deadlines.states import Subject, SubjectKind

__all__ = [
    "ClockFacts",
    "NextDue",
    "Subject",
    "SubjectKind",
    "cancel",
    "follow_channel",
    "hand_over",
    "mark_missed",
    "meet",
    "pause",
    "reopen",
    "restart_for_reason",
    "resume",
    "start",
    "take_back",
]
