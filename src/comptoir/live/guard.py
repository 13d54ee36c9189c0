"""Every 15 seconds: whoever was switched off or signed out follows no longer (D4)."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from comptoir.kit import threads
from comptoir.live.hub import Subscription
from comptoir.live.slots import SESSIONS

if TYPE_CHECKING:
    from comptoir.accounts.viewers import Viewer

log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0


class Guard:
    """Asks for all streams of the process at once: one look at the database, not one a stream."""

    def __init__(self) -> None:
        self._streams: dict[Subscription, tuple[str, Viewer]] = {}
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def watching(self, stream: Subscription, session: str, viewer: "Viewer") -> Iterator[None]:
        self._streams[stream] = (session, viewer)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._rounds(), name="live guard")
        try:
            yield
        finally:
            del self._streams[stream]

    async def _rounds(self) -> None:
        while self._streams:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.round()
            except Exception:
                log.exception("The sessions of the live streams could not be checked")

    async def round(self) -> None:
        """End the streams of sessions that are gone, or whose rights are others now."""
        # Whoever comes while the database answers is looked at in the next round.
        asked = list(self._streams.items())
        sessions = {session for _, (session, _) in asked}
        welcome = await threads.live(_still_welcome, sessions)
        for stream, (session, viewer) in asked:
            now = welcome.get(session)
            if now != viewer or now.grants != viewer.grants:
                stream.end()


def _still_welcome(sessions: set[str]) -> "Mapping[str, Viewer]":
    found: dict[str, Viewer] = {}
    for still_welcome in SESSIONS.all():
        found |= still_welcome(sessions)
    return found


_guards: "WeakKeyDictionary[asyncio.AbstractEventLoop, Guard]" = WeakKeyDictionary()


def guard() -> Guard:
    """The one of the running loop."""
    return _guards.setdefault(asyncio.get_running_loop(), Guard())
