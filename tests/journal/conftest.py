"""A little event of our own, and handlers that can be told to fail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import pytest

from comptoir.journal import Event
from comptoir.journal.registry import HANDLERS, Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit(Event):
    SUBJECT: ClassVar = ("lamp", "lamp_id")
    lamp_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LampBroken(Event):
    SUBJECT: ClassVar = ("lamp", "lamp_id")
    lamp_id: int


@dataclass
class Follower:
    """Counts its calls and fails as often as it is told."""

    name: str
    failures: int = 0
    does: Callable[[], object] = lambda: None
    heard: list[LampLit] = field(default_factory=list)

    def __call__(self, event: LampLit) -> None:
        self.does()
        if self.failures:
            self.failures -= 1
            raise RuntimeError(f"{self.name} fails")
        self.heard.append(event)


@pytest.fixture
def follow() -> Iterator[Callable[..., Follower]]:
    """Register handlers of LampLit for one test."""

    def register(name: str, **told: object) -> Follower:
        follower = Follower(name, **told)  # type: ignore[arg-type]
        HANDLERS[LampLit].append(Handler(f"tests.{name}", follower))
        return follower

    yield register
    HANDLERS.pop(LampLit, None)
