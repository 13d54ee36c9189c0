"""What is a question, and which reply answered it."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.insights.policies.questions import Happened, What, questions_of
from comptoir.insights.states import Outcome

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
ASKED, REPLIED, NEEDLESS, RESOLVED = What.ASKED, What.REPLIED, What.NEEDLESS, What.RESOLVED


def told(*said: tuple[int, What]) -> list[Happened]:
    """Minutes after nine and what happened; messages are numbered in this order."""
    return [
        Happened(
            NINE + timedelta(minutes=minute),
            what,
            place,
            place if what in (ASKED, REPLIED) else 0,
            7 if what is REPLIED else None,
        )
        for place, (minute, what) in enumerate(said, start=1)
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], []),
        ([(0, ASKED)], [("first", 0, "open", None)]),
        ([(0, ASKED), (30, REPLIED)], [("first", 0, "answered", 30)]),
        # A burst counts from its first message.
        ([(0, ASKED), (5, ASKED), (30, REPLIED)], [("first", 0, "answered", 30)]),
        # Two replies: the first one answered.
        ([(0, ASKED), (30, REPLIED), (31, REPLIED)], [("first", 0, "answered", 30)]),
        (
            [(0, ASKED), (30, REPLIED), (40, ASKED), (60, REPLIED)],
            [("first", 0, "answered", 30), ("next", 40, "answered", 60)],
        ),
        # What we wrote first answers nothing: the reply after the customer's message does.
        ([(0, REPLIED), (10, ASKED), (40, REPLIED)], [("first", 10, "answered", 40)]),
        ([(0, ASKED), (5, NEEDLESS)], [("first", 0, "needless", None)]),
        ([(0, ASKED), (5, RESOLVED)], [("first", 0, "resolved", None)]),
        # What ended without a reply was not the first reply.
        (
            [(0, ASKED), (5, RESOLVED), (60, ASKED), (90, REPLIED)],
            [("first", 0, "resolved", None), ("first", 60, "answered", 90)],
        ),
        ([(0, ASKED), (30, REPLIED), (30, RESOLVED)], [("first", 0, "answered", 30)]),
        ([(5, NEEDLESS), (9, RESOLVED)], []),
    ],
)
def test_questions_and_their_ends(
    said: list[tuple[int, What]], expected: list[tuple[str, int, str, int | None]]
) -> None:
    found = [
        (
            "first" if question.is_first else "next",
            int((question.asked_at - NINE).total_seconds() // 60),
            question.outcome.value,
            int((question.answered_at - NINE).total_seconds() // 60)
            if question.answered_at
            else None,
        )
        for question in questions_of(told(*said))
    ]

    assert found == expected


def test_the_order_of_reading_means_nothing() -> None:
    said = told((0, ASKED), (30, REPLIED), (40, ASKED), (50, NEEDLESS))

    assert list(questions_of(reversed(said))) == list(questions_of(said))


def test_who_asked_while_the_reply_was_held_goes_on_waiting() -> None:
    """A reply counts from when it was written, also when it is released later."""
    said = [
        Happened(NINE, ASKED, 1, 1),
        Happened(NINE + timedelta(minutes=6), ASKED, 3, 3),
        Happened(NINE + timedelta(minutes=5), REPLIED, 2, 2, 7),
    ]

    first, second = questions_of(said)

    assert (first.outcome, first.answer_id, first.agent_id) == (Outcome.ANSWERED, 2, 7)
    assert (second.message_id, second.outcome) == (3, Outcome.OPEN)
