"""What is shown beside messages: a phone call, a side conversation in a line."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CallLine:
    """A phone call as a line above its note; `at` is when it began."""

    said: str
    at: datetime
    minutes: int
    number: str = ""
    answers: bool = False
    call_back_at: datetime | None = None


class SideState(StrEnum):
    """How a side conversation stands, for who reads what it stands beside."""

    WAITING = "waiting"
    ANSWERED = "answered"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class SideLine:
    """A side conversation in a line; `gist` is what the third party wrote last."""

    number: int
    name: str
    state: SideState
    at: datetime
    gist: str = ""
