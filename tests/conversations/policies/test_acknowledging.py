"""The brakes on the one automatic mail, one by one (A6, A7, B1)."""

from dataclasses import replace

import pytest

from comptoir.conversations.policies.acknowledging import (
    AcknowledgementFacts,
    Silence,
    silence_of,
)

GOOD = AcknowledgementFacts(is_on=True, has_text=True)


@pytest.mark.parametrize(
    ("change", "silence"),
    [
        ({}, Silence.NONE),
        ({"is_on": False}, Silence.SWITCHED_OFF),
        ({"has_text": False}, Silence.NO_TEXT),
        ({"already_sent": True}, Silence.ALREADY_SENT),
        ({"is_automatic": True}, Silence.AUTOMATIC),
        ({"is_list": True}, Silence.MAILING_LIST),
        ({"is_passed_on": True}, Silence.PASSED_ON),
        ({"is_suspected": True}, Silence.SUSPECTED),
        ({"is_own_mailbox": True}, Silence.OWN_MAILBOX),
        ({"sent_lately": 9}, Silence.NONE),
        ({"sent_lately": 10}, Silence.TOO_MANY),
        ({"sent_by_all_in_a_minute": 59}, Silence.NONE),
        ({"sent_by_all_in_a_minute": 60}, Silence.TOO_MANY),
        ({"sent_lately": 1, "same_subject_lately": 1}, Silence.SAME_SUBJECT),
        ({"sent_lately": 2, "same_subject_lately": 0}, Silence.NONE),
    ],
)
def test_each_brake_holds_by_itself(change: dict[str, int], silence: Silence) -> None:
    assert silence_of(replace(GOOD, **change)) is silence  # type: ignore[arg-type]


def test_off_is_the_first_reason_that_is_told() -> None:
    assert silence_of(replace(GOOD, is_on=False, is_automatic=True)) is Silence.SWITCHED_OFF
