"""What automation's pages show: plain values, loaded by `queries`."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu: what is sent, what is read."""

    key: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Ban:
    """A marketplace that forbids a text, and what of it."""

    marketplace: str
    languages: tuple[str, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One template as the list shows it. `uses` and `edited` count 30 days."""

    id: int
    name: str
    reach: str
    reach_name: str
    owner: str
    review_on: date | None
    is_due: bool
    written: tuple[str, ...]
    missing: tuple[str, ...]
    behind: tuple[str, ...]
    uses: int
    edited: int
    bans: tuple[Ban, ...]
    is_proposed: bool
    is_archived: bool
    is_macro: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a comparison. `change` is "", "added" or "removed"."""

    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class TextDiff:
    """What changed in one language."""

    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One version, compared with the approved one before it."""

    id: int
    number: int
    step: str
    step_name: str
    author: str
    written_at: datetime
    decided_by: str
    is_current: bool
    name_change: tuple[Piece, ...]
    texts: tuple[TextDiff, ...]
    actions: tuple[str, ...]
