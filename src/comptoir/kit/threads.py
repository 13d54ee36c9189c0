"""The threads in which a web process works: never more than it may have connections.

Whoever comes while all of them work stands in line. So nobody who has begun waits for a connection
that another holds, however many ask at once.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache, partial

from django.conf import settings
from django.db import connection

# More would only take turns at the interpreter, and taking turns costs: with eight at work the
# 200 chats of `bench chat` wait for each other, with three they don't.
MOST_PAGES = 3
MOST_LIVE = 2
# The watch over worker and channels (`channels.watch`) has a thread and a connection of its own.
_BESIDE = 1


@dataclass(frozen=True, slots=True)
class Shares:
    """How many threads answer pages, and how many ask for what is told live."""

    pages: int
    live: int


def shares(connections: int) -> Shares:
    """Each kind has one at least: two connections are the fewest that can be set."""
    live = min(MOST_LIVE, max(1, connections // 4))
    return Shares(min(MOST_PAGES, max(1, connections - live - _BESIDE)), live)


def for_pages[**P, T](run: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """In line for the next free thread; until its turn comes it can be cancelled."""
    return _pages().submit(copy_context().run, partial(run, *args, **kwargs))


async def live[**P, T](run: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a stream asks between two events: short questions, beside the line of the pages."""
    return await asyncio.wrap_future(_live().submit(_giving_back, partial(run, *args, **kwargs)))


def dismiss() -> None:
    """At the end of the process: what still stands in line is not begun."""
    for crew in (_pages, _live):
        crew().shutdown(wait=False, cancel_futures=True)
        crew.cache_clear()


def _giving_back[T](run: Callable[[], T]) -> T:
    try:
        return run()
    finally:
        connection.close()


@cache
def _pages() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(shares(_connections()).pages, thread_name_prefix="pages")


@cache
def _live() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(shares(_connections()).live, thread_name_prefix="live")


def _connections() -> int:
    return int(settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"])
