"""What reports mean, in whatever order they come, and which parcel is late."""

from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from comptoir.shipping.policies import Report, Standing, is_late, judge_standing, read_state
from comptoir.shipping.states import PARCEL_FLOW, ParcelState, parcel_state_name


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 10, tzinfo=UTC)


WAY = (
    Report(at=at(1), status="pre_transit"),
    Report(at=at(2), status="in_transit"),
    Report(at=at(3), status="customs"),
    Report(at=at(4), status="out_for_delivery"),
    Report(at=at(5), status="delivered"),
)
AT_ITS_END = Standing(state="delivered", shipped_at=at(2), delivered_at=at(5), last_event_at=at(5))


def test_reports_lead_to_the_same_end_in_any_order() -> None:
    for order in permutations(WAY):
        standing, stored = Standing(), []
        for report in order:
            standing = judge_standing(standing, stored=stored, told=[report])
            stored.append(report)

        assert (standing.state, standing.last_event_at) == ("delivered", at(5))
        assert standing.delivered_at == at(5)


def test_reports_told_at_once_say_when_it_was_sent_and_delivered() -> None:
    assert judge_standing(Standing(), stored=[], told=WAY) == AT_ITS_END


def test_same_reports_again_change_nothing() -> None:
    assert judge_standing(AT_ITS_END, stored=WAY, told=WAY[:3]) == AT_ITS_END


def test_word_of_the_carrier_s_own_changes_no_state() -> None:
    standing = judge_standing(Standing(), stored=[], told=WAY[:3])

    assert (standing.state, standing.last_event_at) == ("in_transit", at(3))


@pytest.mark.parametrize(
    ("stored", "told", "told_state", "state"),
    [
        ((), (), "lost", "lost"),
        ((), WAY[:2], "exception", "exception"),
        (WAY, (), "returned", "returned"),
        # the file is older than what is known
        (WAY, WAY[:2], "in_transit", "delivered"),
        (WAY[:2], WAY[:2], "exception", "exception"),
        ((), (), "", "pre_transit"),
        ((), (), "customs_hold", "customs_hold"),
    ],
)
def test_state_told_by_itself_wins_unless_it_is_old(
    stored: tuple[Report, ...], told: tuple[Report, ...], told_state: str, state: str
) -> None:
    before = judge_standing(Standing(), stored=(), told=stored)

    assert judge_standing(before, stored=stored, told=told, told_state=told_state).state == state


def test_words_of_carriers_are_understood() -> None:
    assert read_state("return_to_sender") == "returned"
    assert read_state("picked_up") == "in_transit"
    assert read_state("held_by_dragons") == "held_by_dragons"
    assert str(parcel_state_name("held_by_dragons")) == "Held by dragons"


@pytest.mark.parametrize(
    ("state", "expected", "delivered", "late"),
    [
        ("in_transit", date(2026, 3, 9), None, True),
        ("in_transit", date(2026, 3, 10), None, False),
        ("in_transit", None, None, False),
        ("delivered", date(2026, 3, 5), at(5), False),
        ("delivered", date(2026, 3, 4), at(5), True),
        ("delivered", date(2026, 3, 4), None, False),
        ("lost", date(2026, 3, 4), None, True),
    ],
)
def test_parcel_is_late_when_its_promise_is_broken(
    state: str, expected: date | None, delivered: datetime | None, late: bool
) -> None:
    today = date(2026, 3, 10)

    assert is_late(state=state, expected_on=expected, delivered_at=delivered, today=today) is late


def test_parcel_that_came_back_stays_back() -> None:
    assert PARCEL_FLOW.is_final(ParcelState.RETURNED)
    assert PARCEL_FLOW.can(ParcelState.LOST, ParcelState.DELIVERED)
    assert not PARCEL_FLOW.can(ParcelState.DELIVERED, ParcelState.IN_TRANSIT)
