"""Who takes it, as a table; and that it is fair."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comptoir.triage.policies.routing import Candidate, choose
from comptoir.triage.states import Why

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
EARLIER = NOON - timedelta(hours=1)


def one(number: int, **told: object) -> Candidate:
    return replace(Candidate(number, capacity=10, idle_since=NOON), **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("candidates", "language", "expected"),
    [
        ([], "fr", None),
        ([one(1, load=10)], "fr", None),
        ([one(1, capacity=0)], "fr", None),
        ([one(1, languages=frozenset({"de"}))], "fr", None),
        ([one(1, languages=frozenset({"de"}))], "", (1, Why.ALONE)),
        ([one(1), one(2, load=10)], "fr", (1, Why.ALONE)),
        ([one(1, languages=frozenset({"de"})), one(2)], "fr", (2, Why.ALONE)),
        ([one(1, rounds=4), one(2, rounds=3, load=9)], "fr", (2, Why.TURN)),
        ([one(1, load=3), one(2, load=2)], "fr", (2, Why.LOAD)),
        ([one(1), one(2, idle_since=EARLIER)], "fr", (2, Why.IDLE)),
        ([one(1, idle_since=EARLIER), one(2, idle_since=None)], "fr", (2, Why.IDLE)),
    ],
)
def test_each_in_turn_then_least_open_then_longest_idle(
    candidates: list[Candidate], language: str, expected: tuple[int, Why] | None
) -> None:
    chosen = choose(candidates, language)

    assert (chosen and (chosen.member_id, chosen.why)) == expected


def test_whoever_was_away_for_days_is_one_round_behind_and_not_flooded() -> None:
    team = [one(1, rounds=100), one(2, rounds=100), one(3, rounds=2)]

    first = choose(team)

    assert first is not None
    assert (first.member_id, first.rounds) == (3, 100)


def test_of_a_thousand_arrivals_nobody_has_more_than_two_from_the_mean() -> None:
    """Ten agents who answer at different speed; the slow ones are never full."""
    team = {number: Candidate(number, capacity=2_000) for number in range(10)}
    given = dict.fromkeys(team, 0)

    for arrival in range(1_000):
        chosen = choose(list(team.values()), "fr")
        assert chosen is not None
        given[chosen.member_id] += 1
        at = NOON + timedelta(minutes=arrival)
        before = team[chosen.member_id]
        load = 0 if (arrival + chosen.member_id) % 3 else before.load + 1
        team[chosen.member_id] = replace(before, rounds=chosen.rounds, load=load, idle_since=at)

    assert max(abs(count - 100) for count in given.values()) <= 2
