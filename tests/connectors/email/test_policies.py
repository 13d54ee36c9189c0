"""How often a mailbox is looked into."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.connectors.email.policies import is_due

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("troubled_minutes", "checked_seconds", "due"),
    [
        (None, 0, True),
        (0, 0, True),
        (1, 1, False),
        (1, 15, True),
        (8, 110, False),
        (8, 120, True),
        (600, 890, False),
        (600, 900, True),
    ],
)
def test_the_longer_a_mailbox_is_in_trouble_the_seldomer_it_is_tried(
    troubled_minutes: int | None, checked_seconds: int, due: bool
) -> None:
    checked_at = NOON - timedelta(seconds=checked_seconds)
    since = None if troubled_minutes is None else checked_at - timedelta(minutes=troubled_minutes)

    assert is_due(troubled_since=since, checked_at=checked_at, at=NOON) is due
