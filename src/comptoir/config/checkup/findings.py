"""How a check answers."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: how it stands with `about`, and what to do about it."""

    level: Level
    about: str
    text: str

    def __str__(self) -> str:
        return f"{self.level:<5}{self.about:<12}{self.text}"


def ok(about: str, text: str) -> Finding:
    return Finding(Level.OK, about, text)


def warn(about: str, text: str) -> Finding:
    return Finding(Level.WARN, about, text)


def fail(about: str, text: str) -> Finding:
    return Finding(Level.FAIL, about, text)


def age(seconds: float) -> str:
    """`3 days`, `5 hours`, `12 minutes`, `40 s`: rounded down, for reading."""
    for name, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            count = int(seconds // length)
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return f"{int(seconds)} s"
