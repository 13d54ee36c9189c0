"""What came of a matter agrees with what our letters say."""

from collections import Counter

import pytest

from comptoir.conversations.states import Intent
from comptoir.conversations.states import Outcome as Result
from comptoir.demo.content.grammar import book
from comptoir.demo.content.settling import settled_with
from comptoir.demo.content.shapes import Author, Conversation, Outcome
from tests.demo.content.sample import content


def written(intent: Intent, part: str, place: int) -> list[Conversation]:
    """Settled matters in English in which this very line was written."""
    line = book("en").lines(f"{intent}.{part}")[place]
    words = max(line.replace("}", "{").split("{")[::2], key=len).strip()
    return [
        one
        for one in content().conversations
        if one.intent == intent
        and one.outcome is Outcome.RESOLVED
        and any(words in turn.text for turn in one.turns if turn.author is not Author.SYSTEM)
    ]


@pytest.mark.parametrize(
    ("intent", "part", "place", "result"),
    [
        (Intent.DAMAGED_ITEM, "again", 0, Result.REPLACEMENT),
        (Intent.DAMAGED_ITEM, "again", 2, Result.REFUND),
        (Intent.NOT_RECEIVED, "settle", 0, Result.REPLACEMENT),
        (Intent.NOT_RECEIVED, "settle", 1, Result.REFUND),
        (Intent.DELIVERY_DELAY, "settle", 1, Result.PARTIAL_REFUND),
        (Intent.REFUND_REQUEST, "settle", 0, Result.REFUND),
    ],
)
def test_the_outcome_is_what_was_promised(
    intent: Intent, part: str, place: int, result: Result
) -> None:
    noted = [settled_with(one) for one in written(intent, part, place)]

    assert {each[0] for each in noted if each} == {result}


def test_a_refund_is_of_what_the_order_cost() -> None:
    refunded = [
        (amount, one.order.total)
        for one in content().conversations
        if (told := settled_with(one)) and told[0] is Result.REFUND and one.order
        for amount in told[1:]
    ]

    assert len(refunded) > 100
    assert all(amount == total for amount, total in refunded)


def test_only_what_is_resolved_has_one_and_some_forgot_it() -> None:
    told = [(one, settled_with(one)) for one in content().conversations]

    noted = Counter(each[0] for _one, each in told if each)
    resolved = sum(one.outcome is Outcome.RESOLVED for one, _each in told)
    assert all(one.outcome is Outcome.RESOLVED for one, each in told if each)
    assert 0.85 < noted.total() / resolved < 0.95
    assert set(noted) == set(Result) - {Result.CREDIT}
