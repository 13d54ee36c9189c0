"""Chats: many visitors and one desk, a message each ten seconds both ways, over loopback.

A message to the desk is delivered when the desk's live line tells of it; one to a visitor when his
browser holds its words. Nobody's worker runs: what a chat needs at once, the web process does.
"""

import asyncio
import json
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from comptoir.config.bench import lines
from comptoir.config.bench.figures import percentile
from comptoir.config.bench.server import Browser, served
from comptoir.kit.text import digest

CHATS, STAGED = 200, 1_000
EVERY = 10.0
# Long enough for the slowest; what has not come by then is lost.
GRACE = 15.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def run(size: int) -> dict[str, float]:
    """Percentiles of delivery in milliseconds; how many messages were lost, and came twice."""
    channel = _chat()
    # Each visitor comes from a network of his own, as they do.
    with served(COMPTOIR_BEHIND_PROXY="1") as browser:
        return asyncio.run(_run(size, channel, browser))


def _chat() -> str:
    from comptoir.connectors.webchat.services import ChatValues, add_chat
    from comptoir.kit.actor import SYSTEM

    channel, _secret = add_chat(by=SYSTEM, values=ChatValues(name="Bench chat"))
    return str(channel.public_id)


@dataclass
class Tally:
    """When each message was sent, how long it took, and how often it came."""

    sent: dict[str, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    came: Counter[str] = field(default_factory=Counter)

    def take(self, text: str) -> None:
        if text not in self.sent:
            return
        self.came[text] += 1
        if self.came[text] == 1:
            self.took.append(time.perf_counter() - self.sent[text])


@dataclass
class Visitor:
    at: int
    port: int
    chat: str
    tally: Tally
    key: str = ""
    position: str = ""
    known: set[str] = field(default_factory=set)
    number: int = 0

    @property
    def headers(self) -> dict[str, str]:
        own = {
            "Origin": f"http://{lines.HOST}:{self.port}",
            "X-Forwarded-For": f"10.{self.at // 250}.{self.at % 250}.7",
        }
        return own | ({"Authorization": f"Chat {self.key}"} if self.key else {})

    async def begin(self) -> None:
        told = json.dumps({"language": "en"}).encode()
        headers = self.headers | {"Content-Type": "application/json"}
        answer = await lines.ask(self.port, "POST", f"{self.chat}visit/", headers, told)
        self.key = json.loads(answer)["key"]
        await self.say(f"begin {self.at}")

    async def say(self, text: str) -> None:
        form = urlencode({"text": text, "token": text, "after": self.position}).encode()
        path = f"{self.chat}say/"
        self.take(json.loads(await lines.ask(self.port, "POST", path, self.headers | FORM, form)))

    def take(self, state: dict[str, Any]) -> None:
        """As the widget: each message has its name, and what is older moves no position."""
        if state["reset"] or _place(state["position"]) >= _place(self.position):
            self.position = state["position"]
        for said in state["said"]:
            if said["by"] and said["id"] not in self.known:
                self.tally.take(said["text"])
            self.known.add(said["id"])

    async def listen(self) -> None:
        """As the widget: the line tells what is new since where we stand."""
        while True:
            with suppress(*lines.BROKEN):
                path = f"{self.chat}stream/?{urlencode({'after': self.position})}"
                async for heard in lines.events(self.port, path, self.headers):
                    if "state" in heard:
                        self.take(heard["state"])
            await asyncio.sleep(0.5)


def _place(position: str) -> int:
    return int(position.rpartition(".")[2] or 0)


async def _run(size: int, channel: str, browser: Browser) -> dict[str, float]:
    tally, desk = Tally(), Tally()
    visitors = [Visitor(at, browser.port, f"/chat/{channel}/", tally) for at in range(size)]
    for visitor in visitors:
        await visitor.begin()
    numbers = await asyncio.to_thread(_numbers, channel)
    for visitor in visitors:
        visitor.number = numbers[digest(visitor.key).hex()]
    by_number = {visitor.number: visitor for visitor in visitors}
    ears = [asyncio.create_task(visitor.listen()) for visitor in visitors]
    ears.append(asyncio.create_task(_hear(browser, by_number, desk)))
    await asyncio.sleep(2 + size / 50)
    rounds = 6 if size >= CHATS else 2
    dice = random.Random(size)  # noqa: S311 - a spread, no secret
    await asyncio.gather(
        *(_write(visitor, browser, rounds, dice.random() * EVERY, desk) for visitor in visitors)
    )
    await _settle(tally, desk)
    for ear in ears:
        ear.cancel()
    return _figures(tally, desk)


async def _hear(browser: Browser, visitors: dict[int, Visitor], desk: Tally) -> None:
    """The desk's own line. A conversation's next message is the next one that its visitor sent."""
    told: Counter[int] = Counter()
    path = "/live/stream?topics=conversation"
    async for heard in lines.events(browser.port, path, {"Cookie": browser.cookie}):
        number = heard.get("id")
        if heard.get("event") == "conversations.MessageReceived" and number in visitors:
            desk.take(f"visitor {visitors[number].at} {told[number]}")
            told[number] += 1


async def _write(
    visitor: Visitor, browser: Browser, rounds: int, first: float, desk: Tally
) -> None:
    await asyncio.sleep(first)
    for each in range(rounds):
        begun = time.perf_counter()
        text = f"visitor {visitor.at} {each}"
        desk.sent[text] = begun
        await visitor.say(text)
        await asyncio.sleep(max(0, EVERY / 2 - (time.perf_counter() - begun)))
        text = f"desk {visitor.at} {each}"
        visitor.tally.sent[text] = time.perf_counter()
        await _answer(browser, visitor.number, text)
        await asyncio.sleep(max(0, EVERY - (time.perf_counter() - begun)))


async def _answer(browser: Browser, number: int, text: str) -> None:
    form = {"mode": "reply", "audience": "1", "text": text, "after": "stay", "token": text}
    headers = {"Cookie": browser.cookie, **browser.form_headers}
    await lines.ask(browser.port, "POST", f"/c/{number}/send/", headers, urlencode(form).encode())


async def _settle(*tallies: Tally) -> None:
    until = time.monotonic() + GRACE
    while time.monotonic() < until and any(len(t.came) < len(t.sent) for t in tallies):
        await asyncio.sleep(0.2)


def _figures(tally: Tally, desk: Tally) -> dict[str, float]:
    both = (tally, desk)
    took = [*tally.took, *desk.took]
    return {
        "delivery_p50_ms": percentile(took, 0.50),
        "delivery_p95_ms": percentile(took, 0.95),
        "to_visitor_p95_ms": percentile(tally.took, 0.95),
        "to_desk_p95_ms": percentile(desk.took, 0.95),
        "sent": sum(len(each.sent) for each in both),
        "lost": sum(len(each.sent.keys() - each.came.keys()) for each in both),
        "twice": sum(count - 1 for each in both for count in each.came.values()),
    }


def _numbers(channel: str) -> dict[str, int]:
    """By the digest of a browser's key: its conversation."""
    from django.db import connection

    from comptoir.connectors.webchat.models import ChatVisit

    try:
        found = ChatVisit.objects.filter(channel__public_id=channel, conversation__isnull=False)
        kept = found.values_list("key_digest", "conversation_id")
        return {bytes(key).hex(): number for key, number in kept if number}
    finally:
        connection.close()
