"""One LISTEN connection a process feeds all its browsers."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import AsyncConnection

from comptoir.journal.following import OLDEST_OPEN, SIGNALS_AFTER, Signal
from comptoir.journal.publishing import LIVE_CHANNEL

log = logging.getLogger(__name__)

QUEUED = 500
CATCH_UP = 2000
FIRST_DELAY, LONGEST_DELAY = 0.2, 10.0
# A dead server behind a silent network is noticed in about a minute.
KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


class Ended(Exception):
    """The stream is over: the process stops, the reader is too slow or no longer welcome."""


class Subscription:
    """What waits for one follower."""

    def __init__(
        self, kinds: Iterable[str], only: frozenset[tuple[str, int]] | None = None
    ) -> None:
        self.kinds = frozenset(kinds)
        self.only = only
        self._waiting: deque[Signal] = deque()
        self._news = asyncio.Event()
        self._over = False

    def put(self, signal: Signal) -> None:
        """A follower who is that far behind comes back and asks what it missed."""
        if len(self._waiting) >= QUEUED:
            self.end()
        self._waiting.append(signal)
        self._news.set()

    def end(self) -> None:
        self._over = True
        self._waiting.clear()
        self._news.set()

    async def next(self, *, within: float) -> list[Signal]:
        """All that waits; nothing after `within` seconds of silence; raises Ended."""
        if not self._waiting and not self._over:
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), within)
        if self._over:
            raise Ended
        waiting = list(self._waiting)
        self._waiting.clear()
        return waiting


class _Register:
    """Who follows what: nobody is asked about a signal that is not his."""

    def __init__(self) -> None:
        self.all: set[Subscription] = set()
        self._of_kind: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._of_one: defaultdict[tuple[str, int], set[Subscription]] = defaultdict(set)

    def add(self, subscription: Subscription) -> None:
        self.all.add(subscription)
        if subscription.only is None:
            for kind in subscription.kinds:
                self._of_kind[kind].add(subscription)
        else:
            for one in subscription.only:
                self._of_one[one].add(subscription)

    def remove(self, subscription: Subscription) -> None:
        self.all.discard(subscription)
        _take_out(self._of_kind, subscription.kinds, subscription)
        _take_out(self._of_one, subscription.only or (), subscription)

    def followers_of(self, signal: Signal) -> list[Subscription]:
        """Who follows single things is not woken for the others of their kind."""
        of_one = self._of_one.get((signal.kind, signal.subject_id), ())
        return [*self._of_kind.get(signal.kind, ()), *of_one]


def _take_out[K](
    followers: dict[K, set[Subscription]], keys: Iterable[K], subscription: Subscription
) -> None:
    for key in keys:
        if key in followers:
            followers[key].discard(subscription)
            if not followers[key]:
                del followers[key]


class Hub:
    """Listens while anybody follows; reconnects by itself and makes up for what it missed."""

    def __init__(self) -> None:
        self.safe = 0
        self.closing = False
        self._followers = _Register()
        self._listening = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def follow(
        self,
        kinds: Iterable[str],
        *,
        within: float,
        only: frozenset[tuple[str, int]] | None = None,
    ) -> AsyncIterator[Subscription]:
        """From here on every signal of these kinds, or of these things only, is kept for the
        follower.

        Raises Ended when the process stops or the database does not answer `within` seconds.
        """
        subscription = Subscription(kinds, only)
        self._followers.add(subscription)
        try:
            await self._until_listening(within)
            yield subscription
        finally:
            self._followers.remove(subscription)

    async def _until_listening(self, within: float) -> None:
        if self.closing:
            raise Ended
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen_for_ever(), name="live hub")
        try:
            await asyncio.wait_for(self._listening.wait(), within)
        except TimeoutError:
            raise Ended from None

    async def _listen_for_ever(self) -> None:
        delay = FIRST_DELAY
        while not self.closing:
            try:
                await self._listen()
                delay = FIRST_DELAY
            except (psycopg.Error, OSError) as error:
                if self._listening.is_set():
                    delay = FIRST_DELAY
                log.warning("The live connection broke (%s); again in %.1f s", error, delay)
            self._listening.clear()
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY)

    async def _listen(self) -> None:
        async with await AsyncConnection.connect(
            **listen_parameters(), autocommit=True
        ) as database:
            await database.execute(f"LISTEN {LIVE_CHANNEL}")
            await self._catch_up(database)
            self._listening.set()
            async for notification in database.notifies():
                self._hear(notification.payload)

    async def _catch_up(self, database: AsyncConnection[Any]) -> None:
        """Tell what was announced while nobody listened."""
        safe = await _one(database, OLDEST_OPEN)
        if self.safe:
            await self._spread_missed(database, safe)
        self.safe = max(self.safe, safe)

    async def _spread_missed(self, database: AsyncConnection[Any], safe: int) -> None:
        kinds = sorted({kind for s in self._followers.all for kind in s.kinds})
        cursor = await database.execute(SIGNALS_AFTER, [str(self.safe), 0, kinds, CATCH_UP + 1])
        found = await cursor.fetchall()
        if len(found) > CATCH_UP:
            self._end_all()
        else:
            self._spread(Signal.of_row(safe, row) for row in found)

    def _hear(self, payload: str) -> None:
        try:
            signal = Signal.parse(payload)
        except ValueError:
            log.warning("Not understood on the live channel: %.100s", payload)
            return
        self._spread([signal])
        self.safe = max(self.safe, signal.safe)

    def _spread(self, signals: Iterable[Signal]) -> None:
        for signal in signals:
            for subscription in self._followers.followers_of(signal):
                subscription.put(signal)

    def _end_all(self) -> None:
        for subscription in self._followers.all:
            subscription.end()

    async def close(self) -> None:
        self.closing = True
        self._end_all()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


async def _one(database: AsyncConnection[Any], query: str) -> int:
    row = await (await database.execute(query)).fetchone()
    return int(row[0]) if row else 0


def listen_parameters() -> dict[str, Any]:
    """Past pgbouncer when LISTEN_URL is set, else the address of the default database."""
    if settings.LISTEN_URL:
        return {"conninfo": settings.LISTEN_URL, **KEEPALIVES}
    told = connection.get_connection_params()
    for django_s_own in ("context", "cursor_factory", "prepare_threshold", "server_side_binding"):
        told.pop(django_s_own, None)
    return {**told, **KEEPALIVES, "application_name": "comptoir live"}


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def hub() -> Hub:
    """The one of the running loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())


async def close_all() -> None:
    """End the streams of this loop; for the end of the process."""
    await hub().close()
