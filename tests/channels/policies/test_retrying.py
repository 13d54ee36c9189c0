"""A delivery is tried hourly for seven days."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.channels.policies.retrying import GIVE_UP_AFTER, next_attempt

BEGAN = datetime(2026, 11, 16, 9, tzinfo=UTC)
END = BEGAN + GIVE_UP_AFTER


@pytest.mark.parametrize(
    ("attempts", "at", "again"),
    [
        (0, BEGAN, BEGAN + timedelta(minutes=5)),
        (1, BEGAN, BEGAN + timedelta(minutes=5)),
        (2, BEGAN, BEGAN + timedelta(hours=1)),
        (100, BEGAN, BEGAN + timedelta(hours=1)),
        (167, END - timedelta(hours=1, seconds=1), END - timedelta(seconds=1)),
        (168, END - timedelta(hours=1), None),
        (168, END, None),
        (1, END - timedelta(minutes=5), None),
    ],
)
def test_the_next_attempt(attempts: int, at: datetime, again: datetime | None) -> None:
    assert next_attempt(attempts=attempts, at=at, give_up_at=END) == again


def test_a_week_of_hours_is_169_attempts() -> None:
    at, attempts = BEGAN, 1
    while (again := next_attempt(attempts=attempts, at=at, give_up_at=END)) is not None:
        at, attempts = again, attempts + 1

    # The first wait is five minutes, then come 167 whole hours before the week is over.
    assert attempts == 169
