"""Pages: as served over loopback to a signed-in agent, beside the same rows by raw SQL.

The floor runs, over plain psycopg, the very statements that the page ran, and fetches their rows.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.config.bench.figures import ROUNDS, median_of, percentile
from comptoir.config.bench.server import Browser, served
from comptoir.config.bench.words import texts

LOOKS = 60


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    params: Any


def run(name: str, size: int) -> dict[str, float]:
    """Percentiles of the page and of its floor, in milliseconds; the number of its queries."""
    dice = random.Random(size)  # noqa: S311 - samples, no secrets
    ask = _ASKED[name]
    with served() as browser:
        for _ in range(10):
            ask(browser, dice, size)
        statements = _statements(name, dice, size)
        rounds = [_round(browser, ask, statements, dice, size) for _ in range(ROUNDS)]
    page = [p for p, _ in rounds]
    floor = [f for _, f in rounds]
    return {
        "p50_ms": median_of([percentile(times, 0.50) for times in page]),
        "p95_ms": median_of([percentile(times, 0.95) for times in page]),
        "floor_p50_ms": median_of([percentile(times, 0.50) for times in floor]),
        "floor_p95_ms": median_of([percentile(times, 0.95) for times in floor]),
        "queries": len(statements[0]),
    }


def _round(
    browser: Browser,
    ask: Callable[[Browser, random.Random, int], float],
    statements: Sequence[Sequence[Statement]],
    dice: random.Random,
    size: int,
) -> tuple[list[float], list[float]]:
    from comptoir.config.bench.floor import connect

    page = [ask(browser, dice, size) for _ in range(LOOKS)]
    with connect() as connection:
        floor = [_replay(connection, each) for each in statements for _ in range(4)]
    return page, floor


def _replay(connection: Any, statements: Sequence[Statement]) -> float:
    begin = time.perf_counter()
    with connection.transaction(force_rollback=True):
        for statement in statements:
            cursor = connection.execute(statement.sql, statement.params)
            if cursor.description:
                cursor.fetchall()
    return time.perf_counter() - begin


def _inbox(browser: Browser, dice: random.Random, size: int) -> float:
    view = dice.choice(["waiting", "mine", "unassigned", "resolved", "all"])
    return browser.get(f"/inbox/{view}/")


def _conversation(browser: Browser, dice: random.Random, size: int) -> float:
    return browser.get(f"/inbox/waiting/{_number(dice, size)}/")


def _search(browser: Browser, dice: random.Random, size: int) -> float:
    return browser.get(f"/search/?q={_query(dice, size)}")


def _reply(browser: Browser, dice: random.Random, size: int) -> float:
    number = _number(dice, size)
    form = {"mode": "reply", "audience": "1", "text": dice.choice(texts()), "after": "stay"}
    return browser.post(f"/c/{number}/send/", form)


_ASKED: dict[str, Callable[[Browser, random.Random, int], float]] = {
    "inbox": _inbox,
    "conversation": _conversation,
    "search": _search,
    "reply": _reply,
}


def _number(dice: random.Random, size: int) -> int:
    return dice.randint(1, size // 12) * 12


def _query(dice: random.Random, size: int) -> str:
    """Words, an order number, a tracking number, a name: as people search."""
    number = dice.randint(1, size)
    words = dice.choice(texts()).lower().replace(".", "").split()
    return dice.choice(
        [
            "+".join(dice.sample(words, 3)),
            f"GB+{10000 + number}",
            f"RM{100000000 + number}GB",
            f"buyer{number}@bench.example",
        ]
    )


def _statements(name: str, dice: random.Random, size: int) -> list[list[Statement]]:
    """What the page asks the database, for a few pages, as Django's own client sees it."""
    from django.test import Client

    from comptoir.accounts.models import Member
    from comptoir.config.bench.fill import AGENT

    client = Client(SERVER_NAME="localhost")
    client.force_login(Member.objects.get(email=AGENT))
    browser = _Recorder(client)
    for _ in range(2):
        _ASKED[name](browser, dice, size)
    browser.recorded.clear()
    for _ in range(5):
        _ASKED[name](browser, dice, size)
    return browser.recorded


class _Recorder(Browser):
    """A browser inside the process that writes down every statement."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.recorded: list[list[Statement]] = []

    def get(self, path: str) -> float:
        return self._record(lambda: self.client.get(path))

    def post(self, path: str, form: dict[str, str]) -> float:
        headers = {"HX-Request": "true"}
        return self._record(lambda: self.client.post(path, form, headers=headers))

    def _record(self, ask: Callable[[], Any]) -> float:
        from django.db import connection, transaction

        statements: list[Statement] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
            statements.append(Statement(sql, params))
            return execute(sql, params, *rest)

        # Nothing of it stays, so that the floor can write the very same rows.
        with transaction.atomic(), connection.execute_wrapper(note):
            response = ask()
            transaction.set_rollback(True)
        if response.status_code != 200:
            raise RuntimeError(f"The page answered {response.status_code}")
        self.recorded.append(statements)
        return 0.0
