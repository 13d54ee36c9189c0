"""Views: a hundred agents with thirty saved views each, while ten conversations a second change.

Each agent's stream stays open, as a browser's does; their pages ask for the figures, and after each
change one of them, in turn, fetches its row, as his page does. A worker of its own counts.
"""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from typing import TYPE_CHECKING

from comptoir.config.bench.agents import AGENTS, Streams, employ
from comptoir.config.bench.figures import percentile
from comptoir.config.bench.server import Browser, served

if TYPE_CHECKING:
    from comptoir.conversations.states import Priority

CHANGES_A_SECOND = 10
# A page left open asks for its figures twice a minute.
FIGURES_EVERY = 30.0
_SMALL = 10_000
_SETTLE_SECONDS = 10.0
STOP_SECONDS = 5


def run(size: int) -> dict[str, float]:
    """Milliseconds; `seen_*` end when all agents heard of a change and one has its row anew."""
    sessions = employ()
    seconds = 3 if size < _SMALL else 30
    with served() as browser, _working(), Streams(browser.port, sessions, _cookie()) as streams:
        browsers = [browser.of(session) for session in sessions]
        figures = _Figures(browsers, seconds + 2)
        figures.warm_up()
        figures.start()
        changed, fetched = _change(size, seconds, lambda at: browser.of(sessions[at % AGENTS]))
        figures.join()
        heard = _heard(streams, changed)
    seen = [max(h, fetched[number]) for number, h in heard.items() if number in fetched]
    return {
        "counts_p50_ms": percentile(figures.times, 0.50),
        "counts_p95_ms": percentile(figures.times, 0.95),
        "heard_p95_ms": percentile(list(heard.values()), 0.95),
        "seen_p50_ms": percentile(seen, 0.50),
        "seen_p95_ms": percentile(seen, 0.95),
        "changes_per_second": round(len(changed) / max(seconds, _lasted(changed)), 2),
        "unseen": len(changed) - len(seen),
        "unheard": len(changed) * AGENTS - sum(len(streams.heard.get(n, ())) for n in changed),
        "figure_age_p95_s": _age_of_figures(),
    }


def _cookie() -> str:
    from django.conf import settings

    return settings.SESSION_COOKIE_NAME


@contextmanager
def _working() -> Iterator[None]:
    """A worker beside the web process, as `serve` runs one."""
    command = [sys.executable, "-m", "comptoir.config.cli", "worker"]
    worker = subprocess.Popen(command, env={**os.environ})
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # As the supervisor does with one that still counts.
            worker.kill()
            worker.wait()


class _Figures(threading.Thread):
    """Every agent's page asks for its figures, spread over the half minute."""

    def __init__(self, browsers: list[Browser], seconds: float) -> None:
        super().__init__()
        self.browsers, self.seconds = browsers, seconds
        self.times: list[float] = []

    def warm_up(self) -> None:
        for browser in self.browsers:
            browser.get("/views/counts/")
        time.sleep(_SETTLE_SECONDS if self.seconds > _SETTLE_SECONDS else 1)

    def run(self) -> None:
        begin = time.monotonic()
        dice = random.Random(1)  # noqa: S311 - samples, no secrets
        while time.monotonic() - begin < self.seconds:
            spent = dice.choice(self.browsers).get("/views/counts/")
            self.times.append(spent)
            time.sleep(max(0.0, FIGURES_EVERY / AGENTS - spent))


def _change(
    size: int, seconds: int, browser_of: Callable[[int], Browser]
) -> tuple[dict[int, float], dict[int, float]]:
    """When each change was committed, and how long after that one agent had its row anew."""
    from comptoir.conversations import services
    from comptoir.kit.actor import Actor, ActorKind, Grant

    lead = Actor(ActorKind.AGENT, _lead(), "Bench", (Grant("lead"),))
    waiting = [number * 12 for number in range(1, size // 12)]
    numbers = random.Random(size).sample(waiting, min(len(waiting), seconds * CHANGES_A_SECOND))  # noqa: S311
    changed: dict[int, float] = {}
    fetched: dict[int, float] = {}
    fetching = []
    begin = time.monotonic()
    for at, number in enumerate(numbers):
        time.sleep(max(0.0, begin + at / CHANGES_A_SECOND - time.monotonic()))
        services.set_priority(by=lead, conversation_id=number, priority=_other_priority(number))
        changed[number] = time.perf_counter()
        look = threading.Thread(target=_look, args=(browser_of(at), number, changed, fetched))
        look.start()
        fetching.append(look)
    for look in fetching:
        look.join()
    return changed, fetched


def _look(
    browser: Browser, number: int, changed: dict[int, float], fetched: dict[int, float]
) -> None:
    """On a connection of its own. What never came counts as missed, and ends nothing."""
    with suppress(OSError, HTTPException):
        browser.get(f"/inbox/waiting/changes/?heard={number}")
        fetched[number] = time.perf_counter() - changed[number]


def _other_priority(number: int) -> "Priority":
    from comptoir.conversations.models import Conversation
    from comptoir.conversations.states import Priority

    now = Conversation.objects.values_list("priority", flat=True).get(pk=number)
    return Priority.NORMAL if now else Priority.HIGH


def _lead() -> int:
    from comptoir.accounts.models import Member
    from comptoir.config.bench.fill import AGENT

    return int(Member.objects.values_list("pk", flat=True).get(email=AGENT))


def _heard(streams: Streams, changed: dict[int, float]) -> dict[int, float]:
    """By change: how long until the last agent heard of it."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if all(len(streams.heard.get(number, ())) >= AGENTS for number in changed):
            break
        time.sleep(0.05)
    known = {number: streams.heard[number] for number in changed if number in streams.heard}
    return {number: max(times.values()) - changed[number] for number, times in known.items()}


def _lasted(changed: dict[int, float]) -> float:
    moments = sorted(changed.values())
    return moments[-1] - moments[0]


def _age_of_figures() -> float:
    """How old the figures are that pages would show now."""
    from comptoir.kit.db import rows

    sql = """SELECT coalesce(percentile_cont(0.95) WITHIN GROUP (
        ORDER BY extract(epoch FROM now() - counted_at)), -1)
      FROM conversations_viewcount WHERE counted_at IS NOT NULL"""
    ((age,),) = rows(sql)
    return round(float(age), 1)
