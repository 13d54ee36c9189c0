"""Lengths of time as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.deadlines.errors import ValueUnclear
from comptoir.deadlines.policies.durations import read_minutes, write_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 h", 120),
        ("2h", 120),
        ("1 h 30", 90),
        ("1 h 30 min", 90),
        ("45 min", 45),
        ("45", 45),
        ("72 H", 4320),
        ("3 d", 4320),
        ("1 day 2 hours 5 minutes", 1565),
        (" 30 d ", 43200),
    ],
)
def test_lengths_are_read(text: str, minutes: int) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "   ", "soon", "h", "-2 h", "2.5 h", "2 h 2 h", "2 weeks"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueUnclear):
        read_minutes(text)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(45, "45 min"), (60, "1 h"), (65, "1 h 05"), (90, "1 h 30"), (1440, "24 h"), (4320, "72 h"),
     (5760, "96 h"), (7200, "5 d"), (43200, "30 d"), (7201, "120 h 01")],
)  # fmt: skip
def test_lengths_are_written(minutes: int, text: str) -> None:
    assert write_minutes(minutes) == text


@given(st.integers(1, 366 * 1440))
def test_what_is_written_can_be_read(minutes: int) -> None:
    assert read_minutes(write_minutes(minutes)) == minutes
