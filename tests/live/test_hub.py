"""Queues of followers: bounded, ended at once, alone in their own loop."""

import asyncio

import pytest

from comptoir.journal.following import Signal
from comptoir.journal.queries import Position
from comptoir.live import hub
from comptoir.live.hub import Ended, Hub, Subscription


def signal(number: int) -> Signal:
    return Signal(Position(number, number), number, "lamp", number, "lamps.LampLit")


def test_signals_come_in_order_all_that_wait_at_once_and_silence_is_none() -> None:
    async def story() -> list[list[Signal]]:
        one = Subscription(["lamp"])
        one.put(signal(1))
        one.put(signal(2))
        return [await one.next(within=0.01) for _ in range(2)]

    assert asyncio.run(story()) == [[signal(1), signal(2)], []]


def test_a_waiting_follower_wakes_at_once() -> None:
    async def story() -> list[Signal]:
        one = Subscription(["lamp"])
        asyncio.get_running_loop().call_later(0.01, one.put, signal(1))
        return await one.next(within=5)

    assert asyncio.run(story()) == [signal(1)]


def test_a_follower_too_far_behind_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes back with its position and asks what it missed: nothing is lost."""
    monkeypatch.setattr(hub, "QUEUED", 3)

    async def story() -> None:
        one = Subscription(["lamp"])
        for number in range(5):
            one.put(signal(number))
        await one.next(within=1)

    with pytest.raises(Ended):
        asyncio.run(story())


def test_the_end_of_the_process_wakes_everybody() -> None:
    async def story() -> int:
        ours = Hub()
        ours._listening.set()
        ours._task = asyncio.create_task(asyncio.sleep(60))
        ended = 0

        async def follow() -> None:
            nonlocal ended
            try:
                async with ours.follow(["lamp"], within=1) as one:
                    await one.next(within=60)
            except Ended:
                ended += 1

        followers = [asyncio.create_task(follow()) for _ in range(3)]
        await asyncio.sleep(0.01)
        await ours.close()
        await asyncio.wait_for(asyncio.gather(*followers), 1)
        with pytest.raises(Ended):
            async with ours.follow(["lamp"], within=1):
                pass
        return ended

    assert asyncio.run(story()) == 3


def test_who_follows_one_thing_is_queued_for_it_alone_and_forgotten_when_he_goes() -> None:
    async def story() -> list[list[Signal]]:
        ours = Hub()
        ours._listening.set()
        ours._task = asyncio.create_task(asyncio.sleep(60))
        first, second = frozenset({("lamp", 1)}), frozenset({("lamp", 2), ("bell", 1)})
        async with (
            ours.follow(["lamp"], within=1) as every,
            ours.follow(["lamp"], only=first, within=1) as one,
        ):
            async with ours.follow(["lamp", "bell"], only=second, within=1) as two:
                for number in (1, 2, 3):
                    ours._spread([signal(number)])
                came = [await each.next(within=0.01) for each in (every, one, two)]
            ours._spread([signal(2)])
        assert ours._followers.followers_of(signal(1)) == []
        return came

    assert asyncio.run(story()) == [[signal(1), signal(2), signal(3)], [signal(1)], [signal(2)]]


def test_only_the_kinds_that_are_followed_are_queued() -> None:
    async def story() -> list[Signal]:
        ours = Hub()
        ours._listening.set()
        ours._task = asyncio.create_task(asyncio.sleep(60))
        async with ours.follow(["bell"], within=1) as one:
            ours._hear("1 1 1 lamp 1 lamps.LampLit")
            ours._hear("nonsense")
            return await one.next(within=0.01)

    assert asyncio.run(story()) == []


def test_the_safe_position_never_goes_back() -> None:
    async def story() -> list[int]:
        ours = Hub()
        positions = []
        for payload in ("5 7 1 lamp 1 e", "3 6 2 lamp 1 e", "8 9 3 lamp 1 e"):
            ours._hear(payload)
            positions.append(ours.safe)
        return positions

    assert asyncio.run(story()) == [5, 5, 8]
