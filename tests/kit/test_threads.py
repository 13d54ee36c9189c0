"""Threads and connections: whoever works has one, whoever has none waits in line."""

import asyncio
import threading

import pytest

from comptoir.kit import threads
from comptoir.kit.threads import Shares, shares


@pytest.mark.parametrize(
    ("connections", "expected"),
    [
        (2, Shares(pages=1, live=1)),
        (4, Shares(pages=2, live=1)),
        (8, Shares(pages=3, live=2)),
        (20, Shares(pages=3, live=2)),
        (500, Shares(pages=3, live=2)),
    ],
)
def test_the_threads_of_a_process_share_its_connections(connections: int, expected: Shares) -> None:
    assert shares(connections) == expected


@pytest.mark.parametrize("connections", range(3, 60))
def test_no_thread_is_without_a_connection(connections: int) -> None:
    told = shares(connections)

    assert told.pages + told.live + 1 <= connections


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
