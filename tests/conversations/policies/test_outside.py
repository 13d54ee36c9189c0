"""Who may be asked beside a conversation, and whose mail belongs there."""

import pytest

from comptoir.conversations.policies.outside import (
    MOST_AN_HOUR,
    MOST_NEW_AN_HOUR,
    AskFacts,
    Bar,
    bar,
    joins,
)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (AskFacts(is_known=True), None),
        (AskFacts(is_sure=True), None),
        (AskFacts(), Bar.STRANGER),
        (AskFacts(is_known=True, is_address=False), Bar.NO_ADDRESS),
        (AskFacts(is_known=True, is_ours=True), Bar.OURS),
        (AskFacts(is_known=True, is_buyer=True), Bar.BUYER),
        (AskFacts(is_known=True, is_seller=True), Bar.SELLER),
        (AskFacts(is_known=True, is_spam=True), Bar.SPAM),
        (AskFacts(is_known=True, is_merged=True), Bar.MERGED),
        (AskFacts(is_known=True, is_side=True), Bar.SIDE),
        (AskFacts(is_known=True, begun_lately=MOST_AN_HOUR), Bar.TOO_MANY),
        (AskFacts(is_known=True, new_lately=MOST_NEW_AN_HOUR), None),
        (AskFacts(is_sure=True, new_lately=MOST_NEW_AN_HOUR), Bar.TOO_MANY),
    ],
)
def test_what_keeps_a_letter_to_outside_from_leaving(facts: AskFacts, found: Bar | None) -> None:
    assert bar(facts) is found


@pytest.mark.parametrize(
    ("suspicion", "inside", "belongs"),
    [
        ("", False, True),
        ("marked_by_server", False, True),
        ("forged", False, False),
        ("blocked_sender", False, False),
        ("", True, False),
    ],
)
def test_the_thread_proves_an_answer_and_no_buyer_or_seller_is_ever_in_it(
    suspicion: str, inside: bool, belongs: bool
) -> None:
    """A1, A2."""
    assert joins(suspicion=suspicion, is_buyer_or_seller=inside) is belongs
