"""One desk for the whole matrix: a conversation of a team, everything around it, and who looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.test import Client

from comptoir.accounts.identity import Identity
from tests.rest.conftest import Program

# Words that stand in one place only: who reads them where he may not, has found a hole.
BUYERS_WORDS = "Glasbläserei broke my zanzibar lamp"
QUESTION = "Did you wrap the quetzal shade"
NOTE = "between us: yttrium complaints again"
LABEL = "kumquat trader, beware"
SUBJECT = "Xylophone lamp arrived"
FILE_NAME = "wombat-receipt.txt"

CAMILLE, NOAH = "camille@buyer.example", "noah@buyer.example"
KERAMOS, RIVAL = "hello@keramos.example", "hello@rival.example"


@dataclass(slots=True)
class Person:
    """`team` is the only team a member's role is for; "" is everywhere, "here" the desk's own."""

    name: str
    client: Client
    role: str = ""
    team: str = ""
    party: str = ""
    identity: Identity | None = None
    program: Program | None = None


@dataclass(slots=True)
class Desk:
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    # The same parameter is something else at these addresses.
    ids_at: dict[str, dict[str, Any]] = field(default_factory=dict)

    def askers(self) -> list[Person]:
        """At members' pages one of each door is enough."""
        return [p for p in self.people.values() if not p.name.startswith("another")]

    def kwargs_at(self, name: str, parameters: Any) -> dict[str, Any]:
        here = self.ids | self.ids_at.get(name, {})
        return {each: here[each] for each in parameters}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back. Counts as a test's block, not as a transaction of ours."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    block.__enter__()
    try:
        yield
    finally:
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


_NOT_COUNTED = ("django_session", "usersessions_usersession", '"cache"', "rest_")


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that would change something, but for sessions and counts of requests."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        text = str(sql)
        words = text.upper()
        is_write = any(
            word in words for word in ("INSERT INTO", "UPDATE ", "DELETE FROM", "_DEFER_JOBS")
        )
        if is_write and "FOR UPDATE" in words:
            is_write = "INSERT INTO" in words or words.lstrip().startswith(("UPDATE", "DELETE"))
        if is_write and not any(table in text for table in _NOT_COUNTED):
            found.append(text)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found
