"""Rounds of the guard, on plain values."""

import asyncio
from collections.abc import Collection, Iterator, Mapping

import pytest

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.kit.actor import Grant
from comptoir.live import guard as guards
from comptoir.live.guard import Guard
from comptoir.live.hub import Ended, Subscription

INES = Viewer(Party.OPERATOR, 1, (Grant("agent"),))
JO = Viewer(Party.OPERATOR, 2, (Grant("agent"),))


@pytest.fixture
def welcome(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Viewer]]:
    """What the sessions are worth now."""
    found = {"ines": INES, "jo": JO}

    def still(sessions: Collection[str]) -> Mapping[str, Viewer]:
        return {key: viewer for key, viewer in found.items() if key in sessions}

    monkeypatch.setattr(guards, "_still_welcome", still)
    yield found


async def is_over(stream: Subscription) -> bool:
    try:
        await stream.next(within=0)
    except Ended:
        return True
    return False


def after_a_round() -> tuple[bool, bool]:
    """Whether the streams of Inès and of Jo are over."""

    async def story() -> tuple[bool, bool]:
        ours, one, two = Guard(), Subscription(["lamp"]), Subscription(["lamp"])
        with ours.watching(one, "ines", INES), ours.watching(two, "jo", JO):
            await ours.round()
            return await is_over(one), await is_over(two)

    return asyncio.run(story())


def test_good_sessions_stay(welcome: dict[str, Viewer]) -> None:
    assert after_a_round() == (False, False)


def test_d4_a_session_that_is_gone_ends_its_stream_only(welcome: dict[str, Viewer]) -> None:
    del welcome["ines"]

    assert after_a_round() == (True, False)


def test_d4_other_rights_end_the_stream_so_that_it_begins_anew(
    welcome: dict[str, Viewer],
) -> None:
    welcome["jo"] = Viewer(Party.OPERATOR, 2, (Grant("agent", "team", 3),))

    assert after_a_round() == (False, True)


def test_d4_a_session_of_somebody_else_is_not_taken_for_it(welcome: dict[str, Viewer]) -> None:
    welcome["ines"] = JO

    assert after_a_round() == (True, False)


def test_who_comes_during_a_round_is_not_ended_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asked for that session yet, so its absence from the answer says nothing."""

    async def story() -> bool:
        ours, one, late = Guard(), Subscription(["lamp"]), Subscription(["lamp"])
        loop = asyncio.get_running_loop()

        def still(sessions: Collection[str]) -> Mapping[str, Viewer]:
            came = asyncio.run_coroutine_threadsafe(come(), loop)
            came.result(5)
            return {"ines": INES} if "ines" in sessions else {}

        async def come() -> None:
            ours.watching(late, "jo", JO).__enter__()

        monkeypatch.setattr(guards, "_still_welcome", still)
        with ours.watching(one, "ines", INES):
            await ours.round()
        return await is_over(late)

    assert asyncio.run(story()) is False
