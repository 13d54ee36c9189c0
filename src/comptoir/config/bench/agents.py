"""Signed-in agents of a bench: their saved views, and a stream for each that hears what happens."""

import asyncio
import threading
import time
from collections.abc import Sequence
from itertools import islice, product
from typing import TYPE_CHECKING

from comptoir.config.bench import lines

if TYPE_CHECKING:
    from comptoir.accounts.models import Member

AGENTS = 100
VIEWS = 30
_STATES = ("is:open", "is:waiting", "assignee:me", "is:overdue", "is:unassigned")
_MORE = (
    *("", "team:1", "channel:bench-1", "reason:order_status", "due:<2h", "priority:high"),
    *("country:GB", 'carrier:"Royal Mail"', "waited:>1h", "lang:en"),
)


def employ(count: int = AGENTS) -> list[str]:
    """Agents with their views, as many as are not there yet; returns the session of each."""
    from django.conf import settings
    from django.test import Client

    sessions = []
    for member in _members(count):
        client = Client()
        client.force_login(member)
        sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return sessions


def _members(count: int) -> list["Member"]:
    from comptoir.accounts.models import Member, MemberGrant

    names = [f"agent{at}@bench.example" for at in range(count)]
    known = {each.email: each for each in Member.objects.filter(email__in=names)}
    for name in names:
        if name not in known:
            # No password is made: hashing a hundred of them takes longer than the bench.
            known[name] = Member.objects.create(email=name, name=name.partition("@")[0])
            MemberGrant.objects.create(member=known[name], role="agent")
            _save_views(known[name])
    return [known[name] for name in names]


def _save_views(member: "Member") -> None:
    """Thirty of one's own each, as people have them: most alike, none shared."""
    from comptoir.accounts.identity import identify
    from comptoir.conversations.filters.reading import understand
    from comptoir.conversations.filters.shapes import as_data
    from comptoir.conversations.models import SavedView
    from comptoir.conversations.queries.filtering import reader_of

    viewer = identify(member).viewer
    reader = reader_of(viewer)
    texts = [f"{state} {more}".strip() for more, state in product(_MORE, _STATES)]
    kept = (as_data(understand(text, reader).filter) for text in texts)
    whole = islice((each for each in kept if each["conditions"]), VIEWS)
    SavedView.objects.bulk_create(
        SavedView(name=f"View {at}", owner_id=viewer.id, kept=each, position=at)
        for at, each in enumerate(whole)
    )


class Streams:
    """One open stream for each session; remembers when each first heard of each conversation.

    A change may ring more than once: what follows from it does.
    """

    def __init__(self, port: int, sessions: Sequence[str], cookie: str) -> None:
        self.port, self.sessions, self.cookie = port, sessions, cookie
        self.heard: dict[int, dict[str, float]] = {}
        self.open = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Streams":
        self._thread.start()
        deadline = time.monotonic() + 60
        while self.open < len(self.sessions):
            if time.monotonic() > deadline:
                raise RuntimeError(f"Only {self.open} of {len(self.sessions)} streams opened.")
            time.sleep(0.05)
        return self

    def __exit__(self, *_ended: object) -> None:
        for task in self._tasks:
            self._loop.call_soon_threadsafe(task.cancel)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._tasks = [self._loop.create_task(self._follow(each)) for each in self.sessions]
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.close()

    async def _follow(self, session: str) -> None:
        cookie = {"Cookie": f"{self.cookie}={session}"}
        path = "/live/stream?topics=conversation"
        async for told in lines.events(self.port, path, cookie, self._count_open):
            self.heard.setdefault(told.get("id", 0), {}).setdefault(session, time.perf_counter())

    def _count_open(self) -> None:
        self.open += 1
