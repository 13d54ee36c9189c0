"""How a check answers: in English on the command line, on the page in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


def N_(message: str) -> str:  # noqa: N802
    """Marks words for translators where Django may not be set up yet."""
    return message


# What a check is about, by its name on the command line.
ABOUT = {
    "account": N_("Account"),
    "address": N_("Address"),
    "backup": N_("Backup"),
    "chromium": N_("Browser for tests"),
    "data": N_("Data"),
    "database": N_("Database"),
    "debug": N_("Errors"),
    "disk": N_("Disk"),
    "extensions": N_("Extensions of PostgreSQL"),
    "files": N_("Files"),
    "files host": N_("Address of files"),
    "jobs": N_("Work"),
    "leftover": N_("Leftovers"),
    "mail": N_("Mails of our own"),
    "restored": N_("Restored backup"),
    "sample": N_("Sample marketplace"),
    "tables": N_("Tables"),
    "worker": N_("Worker"),
}


@dataclass(frozen=True, slots=True)
class Age:
    """How long ago; `3 days`, `5 hours`, `12 minutes`, `40 s`: rounded down, for reading."""

    seconds: float

    def __str__(self) -> str:
        for name, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
            if self.seconds >= length:
                count = int(self.seconds // length)
                return f"{count} {name}" if count == 1 else f"{count} {name}s"
        return f"{int(self.seconds)} s"


@dataclass(frozen=True, slots=True)
class Finding:
    """How it stands with `about`, and in `todo` what to do about it.

    Both are sentences for translators with places for `facts`.
    """

    level: Level
    about: str
    text: str
    todo: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def in_english(self) -> str:
        said = self.text % self.facts if self.facts else self.text
        if not self.todo:
            return said
        todo = self.todo % self.facts if self.facts else self.todo
        return f"{said.rstrip('.')}. {todo}"

    def __str__(self) -> str:
        return f"{self.level:<5}{self.about:<12}{self.in_english}"


def ok(about: str, text: str, **facts: object) -> Finding:
    return Finding(Level.OK, about, text, "", facts)


def warn(about: str, text: str, todo: str = "", **facts: object) -> Finding:
    return Finding(Level.WARN, about, text, todo, facts)


def fail(about: str, text: str, todo: str = "", **facts: object) -> Finding:
    return Finding(Level.FAIL, about, text, todo, facts)
