"""How long a sign of life holds."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.conversations.policies.presence import being_now, busiest
from comptoir.conversations.states import Being

AT = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "seconds", "is_now"),
    [
        (Being.COMPOSING, 0, Being.COMPOSING),
        (Being.COMPOSING, 11, Being.COMPOSING),
        (Being.COMPOSING, 12, Being.VIEWING),
        (Being.COMPOSING, 29, Being.VIEWING),
        (Being.COMPOSING, 30, None),
        (Being.VIEWING, 29, Being.VIEWING),
        (Being.VIEWING, 30, None),
        (Being.AWAY, 60, Being.AWAY),
        (Being.AWAY, 90, None),
    ],
)
def test_a_sign_of_life_lapses(told: Being, seconds: int, is_now: Being | None) -> None:
    assert being_now(told, AT, AT + timedelta(seconds=seconds)) is is_now


def test_of_several_tabs_the_one_in_use_counts() -> None:
    assert busiest([Being.AWAY, Being.COMPOSING, Being.VIEWING]) is Being.COMPOSING
    assert busiest([Being.AWAY, Being.VIEWING]) is Being.VIEWING
