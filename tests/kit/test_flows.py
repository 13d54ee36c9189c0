"""A state machine is its table."""

from enum import StrEnum

import pytest

from comptoir.kit.errors import Conflict
from comptoir.kit.flows import Flow, IllegalMove


class State(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


FLOW = Flow({State.OPEN: {State.PAUSED, State.CLOSED}, State.PAUSED: {State.OPEN}})


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        (State.OPEN, State.PAUSED, True),
        (State.OPEN, State.CLOSED, True),
        (State.PAUSED, State.OPEN, True),
        (State.PAUSED, State.CLOSED, False),
        (State.CLOSED, State.OPEN, False),
        (State.OPEN, State.OPEN, False),
    ],
)
def test_only_moves_of_the_table_are_allowed(old: State, new: State, allowed: bool) -> None:
    assert FLOW.can(old, new) is allowed


def test_an_illegal_move_says_both_states() -> None:
    with pytest.raises(IllegalMove, match="closed now and can't become open") as refused:
        FLOW.check(State.CLOSED, State.OPEN)

    assert isinstance(refused.value, Conflict)
    assert refused.value.status == 409


def test_a_state_without_a_way_out_is_final() -> None:
    assert [FLOW.is_final(state) for state in State] == [False, False, True]


def test_the_table_draws_itself() -> None:
    assert FLOW.as_mermaid() == (
        "stateDiagram-v2\n    open --> closed\n    open --> paused\n    paused --> open"
    )
