"""What a question is, and which reply answered it: from what was said to one row each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from comptoir.insights.states import Outcome


class What(Enum):
    """What happened in a conversation, as far as figures care."""

    ASKED = auto()
    REPLIED = auto()
    NEEDLESS = auto()
    RESOLVED = auto()


@dataclass(frozen=True, slots=True)
class Happened:
    """`message_id` and `member_id` are those of a message; `place` orders what has none."""

    at: datetime
    what: What
    place: int
    message_id: int = 0
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """From the first message that nobody had answered to whatever ended the waiting."""

    message_id: int
    asked_at: datetime
    is_first: bool
    outcome: Outcome = Outcome.OPEN
    answer_id: int | None = None
    answered_at: datetime | None = None
    agent_id: int | None = None


_ENDS = {What.NEEDLESS: Outcome.NEEDLESS, What.RESOLVED: Outcome.RESOLVED}


def questions_of(happened: Iterable[Happened]) -> Iterator[Question]:
    """The questions of one conversation, oldest first.

    A burst of messages is one question, from its first message on. It is answered by the next
    reply of an agent; the first question that is answered got the first reply, the others a next
    one. What we wrote before anybody asked answers nothing.
    """
    begun: Happened | None = None
    is_first = True
    for each in sorted(happened, key=_order):
        if each.what is What.ASKED:
            begun = begun or each
        elif begun is not None:
            yield _ended(begun, each, is_first=is_first)
            is_first = is_first and each.what is not What.REPLIED
            begun = None
    if begun is not None:
        yield Question(begun.message_id, begun.at, is_first)


def _order(each: Happened) -> tuple[datetime, bool, int]:
    """By receipt. A reply counts from when it was written, and what ends it follows its message."""
    return each.at, each.message_id == 0, each.message_id or each.place


def _ended(begun: Happened, by: Happened, *, is_first: bool) -> Question:
    if by.what is not What.REPLIED:
        return Question(begun.message_id, begun.at, is_first, _ENDS[by.what])
    return Question(
        message_id=begun.message_id,
        asked_at=begun.at,
        is_first=is_first,
        outcome=Outcome.ANSWERED,
        answer_id=by.message_id,
        answered_at=by.at,
        agent_id=by.member_id,
    )
