"""A clock that runs: pauses, lateness, and which of several is shown."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.deadlines.policies.hours import (
    Calendar,
    add_business_time,
    business_time_between,
    read_hours,
)
from comptoir.deadlines.policies.running import due_at, late_by, next_due_of
from comptoir.deadlines.states import FLOW, Basis, Kind, Source, State

OFFICE = Calendar("Europe/Paris", (read_hours("09:00-18:00"),) * 5 + ((), ()), country="FR")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        # four business hours from Wednesday 16:00
        ([], "2026-11-19 11:00"),
        ([("2026-11-18 17:00", "2026-11-18 17:30")], "2026-11-19 11:30"),
        # a pause over night costs only its business hours
        ([("2026-11-18 17:00", "2026-11-19 09:00")], "2026-11-19 12:00"),
        ([("2026-11-18 19:00", "2026-11-19 08:00")], "2026-11-19 11:00"),
        # over the weekend
        ([("2026-11-18 17:00", "2026-11-23 10:00")], "2026-11-23 13:00"),
        # twice
        (
            [("2026-11-18 16:30", "2026-11-18 17:00"), ("2026-11-19 10:00", "2026-11-19 11:00")],
            "2026-11-19 12:30",
        ),
        # a pause after the due time, or from it on, changes nothing
        ([("2026-11-19 12:00", "2026-11-20 12:00")], "2026-11-19 11:00"),
        ([("2026-11-19 11:00", "2026-11-20 12:00")], "2026-11-19 11:00"),
        # paused before it began to count
        ([("2026-11-18 16:00", "2026-11-19 16:00")], "2026-11-20 11:00"),
    ],
)
def test_pauses_do_not_count(pauses: list[tuple[str, str]], due: str) -> None:
    moments = [(at(begin), at(end)) for begin, end in pauses]

    assert due_at(at("2026-11-18 16:00"), timedelta(hours=4), OFFICE, moments) == at(due)


def test_pause_of_a_clock_in_calendar_time() -> None:
    pause = (at("2026-03-28 20:00"), at("2026-03-29 08:00"))

    due = due_at(at("2026-03-28 12:00"), timedelta(hours=24), None, [pause])

    # eleven hours passed in that pause: clocks went forward
    assert due == at("2026-03-29 12:00") + timedelta(hours=12)


starts = st.datetimes(
    datetime.fromisoformat("2026-01-01"),
    datetime.fromisoformat("2027-01-01"),
    timezones=st.just(UTC),
)
durations = st.integers(0, 200_000).map(lambda s: timedelta(seconds=s))


@given(starts, durations, st.lists(st.tuples(durations, durations), max_size=4))
def test_time_that_counts_is_the_target(
    start: datetime, target: timedelta, gaps: list[tuple[timedelta, timedelta]]
) -> None:
    pauses, moment = [], start
    for run, rest in gaps:
        pauses.append((moment + run, moment + run + rest))
        moment = pauses[-1][1]

    due = due_at(start, target, OFFICE, pauses)

    lost = sum((business_time_between(a, min(b, due), OFFICE) for a, b in pauses), timedelta(0))
    assert business_time_between(start, due, OFFICE) - lost == target


@given(starts, durations)
def test_without_pauses_it_is_plain_adding(start: datetime, target: timedelta) -> None:
    assert due_at(start, target, OFFICE) == add_business_time(start, target, OFFICE)
    assert due_at(start, target, None) == start + target


@pytest.mark.parametrize(
    ("kept", "paused_at", "late"),
    [
        ("2026-11-18 10:00", None, 0),
        ("2026-11-18 12:00", None, 0),
        ("2026-11-18 12:38", None, 38),
        ("2026-11-19 12:00", "2026-11-18 11:00", 0),
        ("2026-11-19 12:00", "2026-11-18 12:05", 5),
    ],
)
def test_lateness(kept: str, paused_at: str | None, late: int) -> None:
    stopped = None if paused_at is None else at(paused_at)

    assert late_by(at("2026-11-18 12:00"), at(kept), stopped) == timedelta(minutes=late)


@dataclass
class Row:
    id: int
    due_at: datetime
    state: str = State.RUNNING
    kind: str = Kind.FIRST_REPLY
    source: str = Source.POLICY
    basis: str = Basis.BUSINESS
    started_at: datetime = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
    paused_at: datetime | None = None
    calendar_id: int | None = 1


def shown(*rows: Row) -> int | None:
    found = next_due_of(rows, {1: OFFICE})
    return found.deadline_id if found else None


def test_earlier_of_the_two_clocks_is_shown() -> None:
    ours = Row(1, at("2026-11-18 12:00"))
    theirs = Row(2, at("2026-11-18 11:59"), source=Source.CHANNEL)

    assert shown(ours, theirs) == 2
    assert shown(ours, Row(3, at("2026-11-18 12:01"), source=Source.CHANNEL)) == 1
    assert shown() is None


def test_clock_that_runs_is_shown_before_one_that_is_paused() -> None:
    paused = Row(1, at("2026-11-18 10:00"), State.PAUSED, paused_at=at("2026-11-18 09:30"))
    running = Row(2, at("2026-11-19 10:00"), source=Source.CHANNEL)

    assert shown(paused, running) == 2
    assert shown(paused) == 1


def test_missed_clock_goes_on_being_shown() -> None:
    assert shown(Row(1, at("2026-11-17 10:00"), State.MISSED), Row(2, at("2026-11-18 10:00"))) == 1


def test_paused_clock_says_what_it_has_left_in_its_own_hours() -> None:
    friday = Row(1, at("2026-11-23 10:00"), State.PAUSED, paused_at=at("2026-11-20 17:40"))

    found = next_due_of([friday], {1: OFFICE})

    assert found is not None
    assert (found.paused, found.running_due_at) == (True, None)
    assert found.left_when_paused == timedelta(minutes=80)


@pytest.mark.parametrize("state", list(State))
def test_no_state_is_a_dead_end(state: State) -> None:
    assert not FLOW.is_final(state)


def test_paused_clock_can_still_be_kept_and_missed_one_is_not_paused() -> None:
    assert FLOW.can(State.PAUSED, State.MET)
    assert not FLOW.can(State.MISSED, State.PAUSED)
    assert not FLOW.can(State.CANCELLED, State.MET)
