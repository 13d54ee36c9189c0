"""Links for one reader and a short while (C4)."""

from datetime import UTC, datetime, timedelta

import pytest

from comptoir.kit.clock import freeze
from comptoir.kit.errors import NotAllowed
from comptoir.kit.signed import LinkExpired, check, sign

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_link_opens_what_it_was_made_for_c4() -> None:
    with freeze(NOON):
        link = sign("attachment/17/page/1", bound_to="member:7", minutes=10)

        assert check(link, bound_to="member:7") == "attachment/17/page/1"


@pytest.mark.parametrize("reader", ["member:8", "", "buyer:7"])
def test_a_link_opens_nothing_for_another_reader_c4(reader: str) -> None:
    with freeze(NOON):
        link = sign("attachment/17", bound_to="member:7", minutes=10)

        with pytest.raises(NotAllowed):
            check(link, bound_to=reader)


@pytest.mark.parametrize("seconds", range(0, 600, 37))
def test_a_link_lives_its_minutes_at_least_and_twice_that_at_most_c4(seconds: int) -> None:
    made = NOON + timedelta(seconds=seconds)
    with freeze(made):
        link = sign("attachment/17", bound_to="member:7", minutes=10)

    with freeze(made + timedelta(minutes=10)):
        assert check(link, bound_to="member:7") == "attachment/17"
    with freeze(made + timedelta(minutes=20)), pytest.raises(LinkExpired):
        check(link, bound_to="member:7")


def test_links_made_close_together_are_equal_so_that_a_browser_keeps_the_picture() -> None:
    with freeze(NOON):
        first = sign("attachment/17", bound_to="member:7", minutes=10)
    with freeze(NOON + timedelta(minutes=9)):
        second = sign("attachment/17", bound_to="member:7", minutes=10)

    assert first == second


@pytest.mark.parametrize("change", ["", "x", ":", "a:b", "WzEsMl0:abc"])
def test_a_made_up_link_is_refused_c4(change: str) -> None:
    with pytest.raises(NotAllowed):
        check(change, bound_to="member:7")


def test_a_link_with_another_end_is_refused_c4() -> None:
    with freeze(NOON):
        link = sign("attachment/17", bound_to="member:7", minutes=10)
        longer = sign("attachment/17", bound_to="member:7", minutes=1000)
        payload, signature = longer.split(":")[0], link.split(":")[1]

        with pytest.raises(NotAllowed):
            check(f"{payload}:{signature}", bound_to="member:7")
