"""Who takes it: each in turn, then who has least to do, then who waits longest."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from comptoir.triage.states import Why


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the team who is on shift. Without `languages` he takes every language.

    `rounds`: how many turns he has had; `load`: what he has open, of at most `capacity`;
    `idle_since`: when he was given something last, None for never.
    """

    member_id: int
    languages: frozenset[str] = frozenset()
    load: int = 0
    capacity: int = 1
    rounds: int = 0
    idle_since: datetime | None = None

    def speaks(self, language: str) -> bool:
        return not language or not self.languages or language in self.languages


@dataclass(frozen=True, slots=True)
class Choice:
    """`rounds` are those of the chosen one when he has had this turn."""

    member_id: int
    why: Why
    load: int
    capacity: int
    rounds: int


def choose(candidates: Collection[Candidate], language: str = "") -> Choice | None:
    """None where nobody on shift speaks the language and has room.

    Whoever comes back after days is at most one round behind: he is not flooded.
    """
    top = max((each.rounds for each in candidates), default=0)
    able = [c for c in candidates if c.load < c.capacity and c.speaks(language)]
    if not able:
        return None
    floor = max(0, top - 1)
    in_turn = _least(able, lambda c: max(c.rounds, floor))
    least_loaded = _least(in_turn, lambda c: c.load)
    idle = sorted(least_loaded, key=_waited_longest)
    chosen = idle[0]
    return Choice(
        member_id=chosen.member_id,
        why=_why(able, in_turn, least_loaded),
        load=chosen.load,
        capacity=chosen.capacity,
        rounds=max(chosen.rounds, floor) + 1,
    )


def _least(candidates: list[Candidate], of: Callable[[Candidate], int]) -> list[Candidate]:
    least = min(of(each) for each in candidates)
    return [each for each in candidates if of(each) == least]


def _waited_longest(candidate: Candidate) -> tuple[bool, float, int]:
    since = candidate.idle_since
    return since is not None, since.timestamp() if since else 0.0, candidate.member_id


def _why(able: list[Candidate], in_turn: list[Candidate], least_loaded: list[Candidate]) -> Why:
    if len(able) == 1:
        return Why.ALONE
    if len(in_turn) == 1:
        return Why.TURN
    return Why.LOAD if len(least_loaded) == 1 else Why.IDLE
