"""Who works here, in which teams, with which tags: read again every few seconds.

Every open conversation offers these lists; they change a few times a month.
"""

from dataclasses import dataclass
from time import monotonic

from comptoir.accounts.models import Member, Team
from comptoir.conversations.models import Tag
from comptoir.conversations.shapes import Person

FRESH_FOR = 10.0
MOST_TAGS = 100


@dataclass(frozen=True, slots=True)
class Directory:
    """Active members and teams by name, and the tags that exist."""

    members: tuple[Person, ...]
    teams: tuple[tuple[int, str], ...]
    tags: tuple[str, ...]


_kept: tuple[float, Directory] | None = None


def directory() -> Directory:
    """The lists, at most FRESH_FOR seconds old."""
    global _kept
    if _kept is None or monotonic() - _kept[0] > FRESH_FOR:
        _kept = monotonic(), _read()
    return _kept[1]


def forget_directory() -> None:
    """Read the lists anew at the next question."""
    global _kept
    _kept = None


def _read() -> Directory:
    members = Member.objects.filter(is_active=True).order_by("sort_name")
    teams = Team.objects.filter(is_active=True)
    return Directory(
        members=tuple(Person(pk, name) for pk, name in members.values_list("pk", "name")),
        teams=tuple(teams.values_list("pk", "name")),
        tags=tuple(Tag.objects.values_list("name", flat=True)[:MOST_TAGS]),
    )
