"""Threads and connections: whoever works has one, whoever has none waits in line."""

import asyncio
import threading

import pytest

from comptoir.kit import threads
from comptoir.kit.threads import Shares, shares


@pytest.mark.parametrize(
    ("connections", "expected"),
    [
        (2, Shares(pages=1, live=1, outside=0)),
        (4, Shares(pages=2, live=1, outside=0)),
        (8, Shares(pages=3, live=2, outside=2)),
        (20, Shares(pages=3, live=2, outside=3)),
        (500, Shares(pages=3, live=2, outside=3)),
    ],
)
def test_the_threads_of_a_process_share_its_connections(connections: int, expected: Shares) -> None:
    assert shares(connections) == expected


@pytest.mark.parametrize("connections", range(3, 60))
def test_no_thread_is_without_a_connection(connections: int) -> None:
    told = shares(connections)

    assert told.pages + told.outside + told.live + 1 <= connections


def test_who_comes_while_all_work_waits_and_can_leave() -> None:
    gate, begun = threading.Event(), []

    def work(number: int) -> int:
        begun.append(number)
        assert gate.wait(5)
        return number

    at_work = [threads.for_pages(work, number) for number in range(threads.MOST_PAGES)]
    in_line = [threads.for_pages(work, number) for number in range(100, 103)]
    left = in_line[1].cancel()
    gate.set()

    assert left
    assert [each.result(5) for each in (*at_work, in_line[0], in_line[2])] == [
        *range(threads.MOST_PAGES),
        100,
        102,
    ]
    assert 101 not in begun


def test_who_waits_for_a_server_elsewhere_keeps_nobody_from_a_page() -> None:
    gate = threading.Event()

    def dial(number: int) -> int:
        with threads.outside():
            assert gate.wait(5)
        return number

    at_the_door = [threads.for_pages(dial, number) for number in range(threads.MOST_PAGES)]
    page = threads.for_pages(sum, (1, 2))
    answered = page.result(2)
    gate.set()

    assert answered == 3
    assert [each.result(5) for each in at_the_door] == [*range(threads.MOST_PAGES)]


def test_only_so_many_may_wait_outside() -> None:
    """Each holds a connection: the rest of them keep their turn."""
    gate, at_the_door = threading.Event(), threading.Barrier(1 + 2 * threads.MOST_PAGES)

    def dial() -> None:
        with threads.outside():
            at_the_door.wait(5)
            assert gate.wait(5)

    dialled = [threads.for_pages(dial) for _ in range(2 * threads.MOST_PAGES)]
    at_the_door.wait(5)
    page = threads.for_pages(sum, (1, 2))

    with pytest.raises(TimeoutError):
        page.result(0.2)
    gate.set()
    assert page.result(5) == 3
    assert [each.result(5) for each in dialled] == [None] * len(dialled)


def test_a_failure_is_the_answer_and_gives_the_turn_back() -> None:
    failed = [threads.for_pages(int, "no number") for _ in range(2 * threads.MOST_PAGES)]

    for each in failed:
        with pytest.raises(ValueError, match="no number"):
            each.result(5)
    assert threads.for_pages(sum, (1, 2)).result(5) == 3


def test_outside_of_the_line_nothing_changes() -> None:
    with threads.outside():
        assert threads.for_pages(sum, (1, 2)).result(5) == 3


def test_what_is_told_live_does_not_stand_in_the_line_of_the_pages() -> None:
    gate = threading.Event()
    at_work = [threads.for_pages(gate.wait, 5) for _ in range(3 * threads.MOST_PAGES)]

    told = asyncio.run(asyncio.wait_for(threads.live(sum, (1, 2)), 5))

    gate.set()
    assert told == 3
    assert all(each.result(5) for each in at_work)


def test_the_end_of_the_process_begins_nothing_more() -> None:
    gate, begun = threading.Event(), threading.Semaphore(0)

    def work() -> None:
        begun.release()
        gate.wait(5)

    at_work = [threads.for_pages(work) for _ in range(threads.MOST_PAGES)]
    in_line = threads.for_pages(work)
    assert all(begun.acquire(timeout=5) for _ in at_work)

    threads.dismiss()

    gate.set()
    assert in_line.cancelled()
    assert [each.result(5) for each in at_work] == [None] * threads.MOST_PAGES
    assert threads.for_pages(lambda: "again").result(5) == "again"
