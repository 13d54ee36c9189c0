"""Who works here, in which teams, with which tags and statuses: read again every few seconds.

Every open conversation offers these lists; they change a few times a month.
"""

from dataclasses import dataclass
from time import monotonic

from comptoir.accounts.models import Member, Team
from comptoir.conversations.models import Status, Tag
from comptoir.conversations.shapes import Person
from comptoir.conversations.states import STATUS_LABELS

FRESH_FOR = 10.0
MOST_TAGS = 100


@dataclass(frozen=True, slots=True)
class Directory:
    """Active members and teams by name, the tags that exist, statuses with labels of their own."""

    members: tuple[Person, ...]
    teams: tuple[tuple[int, str], ...]
    tags: tuple[str, ...]
    statuses: tuple[tuple[str, str], ...]

    def status_label(self, key: str) -> str:
        """What an agent reads: the row's own words, else those that ship, in his language."""
        own = dict(self.statuses).get(key, "")
        return own or str(STATUS_LABELS.get(key, key))


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
        statuses=tuple(Status.objects.values_list("key", "label_agent")),
        tags=tuple(Tag.objects.values_list("name", flat=True)[:MOST_TAGS]),
    )
