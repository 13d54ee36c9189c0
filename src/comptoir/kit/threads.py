"""The threads in which a web process works: never more than it may have connections.

Whoever comes while all of them work stands in line. So nobody who has begun waits for a connection
that another holds, however many ask at once.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db import connection

# More would only take turns at the interpreter, and taking turns costs: with eight at work the
# 200 chats of `bench chat` wait for each other, with three they don't.
MOST_PAGES = 3
MOST_LIVE = 2
# So many more may work while others only wait for a server elsewhere.
MOST_OUTSIDE = 3
# The watch over worker and channels (`channels.watch`) has a thread and a connection of its own.
_BESIDE = 1


@dataclass(frozen=True, slots=True)
class Shares:
    """How many threads answer pages, tell what happens live, and may wait for servers elsewhere."""

    pages: int
    live: int
    outside: int


def shares(connections: int) -> Shares:
    """Each kind has one at least: two connections are the fewest that can be set."""
    live = min(MOST_LIVE, max(1, connections // 4))
    pages = min(MOST_PAGES, max(1, connections - live - _BESIDE))
    left = max(0, connections - live - _BESIDE - pages)
    return Shares(pages, live, min(MOST_OUTSIDE, left))


def for_pages[**P, T](run: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """In line for the next free thread; until its turn comes it can be cancelled."""
    return _pages().submit(partial(copy_context().run, partial(run, *args, **kwargs)))


@contextmanager
def outside() -> Iterator[None]:
    """While this thread waits for a server elsewhere, the next in line of the pages is answered.

    Three tests of a mailbox behind a silent firewall would keep everybody from their pages. In the
    worker and in programs it changes nothing.
    """
    line = getattr(_here, "line", None)
    if line is None:
        yield
        return
    is_out = line.step_out()
    try:
        yield
    finally:
        if is_out:
            line.come_back()


async def live[**P, T](run: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a stream asks between two events: short questions, beside the line of the pages."""
    return await asyncio.wrap_future(_live().submit(_giving_back, partial(run, *args, **kwargs)))


def dismiss() -> None:
    """At the end of the process: what still stands in line is not begun."""
    _pages().dismiss()
    _live().shutdown(wait=False, cancel_futures=True)
    for crew in (_pages, _live):
        crew.cache_clear()


def _giving_back[T](run: Callable[[], T]) -> T:
    try:
        return run()
    finally:
        connection.close()


class Line:
    """Who comes is answered in turn, `most` at once; `spare` more while others wait outside."""

    def __init__(self, most: int, spare: int) -> None:
        self._crew = ThreadPoolExecutor(most + spare, thread_name_prefix="pages")
        self._most, self._spare = most, spare
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._working = self._outside = 0

    def submit[T](self, run: Callable[[], T]) -> Future[T]:
        answer: Future[T] = Future()
        with self._lock:
            self._waiting.append((answer, run))
            self._call_next()
        return answer

    def step_out(self) -> bool:
        """Whether the next in line may take this one's turn."""
        with self._lock:
            if self._outside == self._spare:
                return False
            self._outside += 1
            self._working -= 1
            self._call_next()
        return True

    def come_back(self) -> None:
        """Without a wait: for a moment one more than `most` may be at work."""
        with self._lock:
            self._outside -= 1
            self._working += 1

    def dismiss(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, deque()
        for answer, _run in waiting:
            answer.cancel()
        self._crew.shutdown(wait=False, cancel_futures=True)

    def _call_next(self) -> None:
        if self._working < self._most and (called := self._next()):
            self._working += 1
            self._crew.submit(self._work, *called)

    def _next(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        while self._waiting:
            answer, run = self._waiting.popleft()
            if answer.set_running_or_notify_cancel():
                return answer, run
        return None

    def _work(self, answer: Future[Any], run: Callable[[], Any]) -> None:
        """One after the other in the same thread: to wake another for each costs a hundred chats
        their answer in time."""
        _here.line = self
        called: tuple[Future[Any], Callable[[], Any]] | None = (answer, run)
        while called:
            _answer(*called)
            called = self._called_or_gone()

    def _called_or_gone(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._lock:
            called = self._next() if self._working <= self._most else None
            if called is None:
                self._working -= 1
            return called


def _answer[T](answer: Future[T], run: Callable[[], T]) -> None:
    try:
        told = run()
    except BaseException as trouble:
        answer.set_exception(trouble)
    else:
        answer.set_result(told)


# The line whose turn this thread has.
_here = threading.local()


@cache
def _pages() -> Line:
    told = shares(_connections())
    return Line(told.pages, told.outside)


@cache
def _live() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(shares(_connections()).live, thread_name_prefix="live")


def _connections() -> int:
    return int(settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"])
