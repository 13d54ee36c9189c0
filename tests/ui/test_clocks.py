"""A clock chip grows louder as time goes."""

import pytest

from comptoir.ui.clocks import Clock
from comptoir.ui.render import clock, clock_words

HOUR = 3600


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (Clock(4 * HOUR, 4 * HOUR), "plenty"),
        (Clock(int(2.05 * HOUR), 4 * HOUR), "plenty"),
        (Clock(2 * HOUR, 4 * HOUR), "half"),
        (Clock(HOUR, 4 * HOUR), "half"),
        (Clock(36 * 60, 4 * HOUR), "urgent"),
        (Clock(0, 4 * HOUR), "urgent"),
        (Clock(-1, 4 * HOUR), "missed"),
        (Clock(HOUR, 4 * HOUR, paused=True), "paused"),
        (Clock(-HOUR, 4 * HOUR, paused=True), "missed"),
        (Clock(-HOUR, 4 * HOUR, met=True), "met"),
        (Clock(HOUR, 0), "urgent"),
    ],
)
def test_the_state_follows_the_share_that_is_left(told: Clock, state: str) -> None:
    assert told.state == state


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 min"),
        (59, "0 min"),
        (12 * 60, "12 min"),
        (HOUR, "1 h"),
        (80 * 60, "1 h 20"),
        (HOUR + 5 * 60, "1 h 05"),
        (9 * HOUR + 59 * 60, "9 h 59"),
        (11 * HOUR + 20 * 60, "11 h"),
        (47 * HOUR, "47 h"),
        (50 * HOUR, "2 d"),
        (-4 * 60, "+4 min"),
        (-(49 * HOUR), "+2 d"),
    ],
)
def test_the_words_fit_the_chip(seconds: int, words: str) -> None:
    assert clock_words(Clock(seconds, 100 * HOUR)) == words


def test_the_chip_says_by_shape_and_word_and_not_by_colour_alone() -> None:
    half = clock(Clock(80 * 60, 4 * HOUR, title="Answer due today 12:01"))
    missed = clock(Clock(-60, 4 * HOUR))

    assert 'stroke-dasharray="33 100"' in half
    assert 'class="clock half"' in half
    assert 'title="Answer due today 12:01"' in half
    assert "#alert" in missed
    assert "+1 min" in missed


def test_only_a_running_clock_is_counted_on_by_the_browser() -> None:
    assert 'data-left="4800" data-total="14400"' in clock(Clock(4800, 14400))
    assert "data-left" not in clock(Clock(4800, 14400, paused=True))
    assert "data-left" not in clock(Clock(4800, 14400, ticks=False))
    assert "data-left" not in clock(Clock(0, 14400, met=True))


def test_no_promise_draws_nothing() -> None:
    assert clock(None) == ""
