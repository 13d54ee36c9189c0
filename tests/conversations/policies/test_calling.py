"""Whether a phone call can be kept as it was told."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.accounts.parties import Party
from comptoir.conversations.policies.calling import CallFacts, Fault, fault

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


def facts(
    party: Party = Party.BUYER,
    *,
    minutes: int = 5,
    began: datetime = NOON,
    answers: bool = False,
    buyer: bool = True,
    seller: bool = False,
    is_spam: bool = False,
    is_merged: bool = False,
) -> CallFacts:
    return CallFacts(party, minutes, began, NOON, answers, buyer, seller, is_spam, is_merged)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (facts(), None),
        (facts(answers=True), None),
        (facts(Party(0)), None),
        (facts(Party.SELLER), Fault.NOBODY),
        (facts(Party.SELLER, seller=True), None),
        (facts(Party.OPERATOR), Fault.NOBODY),
        (facts(Party.SELLER, seller=True, answers=True), Fault.NOT_AN_ANSWER),
        (facts(Party.SELLER, buyer=False, seller=True, answers=True), None),
        (facts(Party(0), answers=True), Fault.NOT_AN_ANSWER),
        (facts(began=NOON + timedelta(hours=1)), Fault.LATER),
        (facts(minutes=-1), Fault.LENGTH),
        (facts(minutes=24 * 60), None),
        (facts(minutes=24 * 60 + 1), Fault.LENGTH),
        (facts(is_spam=True), Fault.SPAM),
        (facts(is_merged=True), Fault.MERGED),
    ],
)
def test_what_is_wrong_with_a_call_as_it_was_told(told: CallFacts, found: Fault | None) -> None:
    assert fault(told) is found
