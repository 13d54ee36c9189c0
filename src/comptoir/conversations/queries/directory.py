"""Who works here, in which teams, with which tags and statuses: read again every few seconds.

Every open conversation offers these lists; they change a few times a month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from comptoir.accounts.models import Member, Team
from comptoir.accounts.visitors import house_name
from comptoir.channels.models import Channel
from comptoir.conversations.models import Reason, Status, Tag
from comptoir.conversations.shapes import Person
from comptoir.conversations.states import (
    BUYER_LABELS,
    BUYER_STATUS_LABELS,
    STATUS_LABELS,
    Category,
)

FRESH_FOR = 10.0
MOST_TAGS = 100


@dataclass(frozen=True, slots=True)
class StatusName:
    """A status with the house's own words; empty ones are those that ship."""

    key: str
    number: int
    category: str
    label_agent: str
    label_buyer: str

    @property
    def for_agents(self) -> str:
        return self.label_agent or shipped_label(self.key)

    @property
    def for_buyers(self) -> str:
        return self.label_buyer or shipped_buyer_label(self.key, self.category)


def shipped_label(key: str) -> str:
    """The words that ship, in the reader's language."""
    return str(STATUS_LABELS.get(key, key))


def shipped_buyer_label(key: str, category: str) -> str:
    return str(BUYER_STATUS_LABELS.get(key) or BUYER_LABELS[Category(category)])


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """What the house made of a contact reason; `known_reasons` reads it."""

    key: str
    names: Mapping[str, str]
    of_sellers: bool
    position: int
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """Active members and teams by name, the tags that exist, statuses with labels of their own.

    `member_names`, `team_names` and `channels` also hold those that are active no more.
    The channels are for reading: whoever changes one locks its row.
    """

    members: tuple[Person, ...]
    teams: tuple[tuple[int, str], ...]
    tags: tuple[str, ...]
    statuses: tuple[StatusName, ...]
    member_names: Mapping[int, str]
    team_names: Mapping[int, str]
    channels: Mapping[int, Channel]
    house: str = ""
    reasons: tuple[ReasonRow, ...] = ()

    def status_label(self, key: str) -> str:
        """What an agent reads: the row's own words, else those that ship, in his language."""
        found = (status.for_agents for status in self.statuses if status.key == key)
        return next(found, "") or shipped_label(key)

    def status_numbered(self, number: int) -> str:
        """What an agent reads of a status as the journal names it; "" for one that is gone."""
        return next((s.for_agents for s in self.statuses if s.number == number), "")

    def buyer_label(self, key: str, category: str) -> str:
        """What the buyer reads, in his language."""
        found = (status.for_buyers for status in self.statuses if status.key == key)
        return next(found, "") or shipped_buyer_label(key, category)


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


_STATUS = ("key", "number", "category", "label_agent", "label_buyer")


def _read() -> Directory:
    members = list(Member.objects.order_by("sort_name"))
    teams = list(Team.objects.all())
    return Directory(
        members=tuple(Person(each.pk, each.name) for each in members if each.is_active),
        teams=tuple((each.pk, each.name) for each in teams if each.is_active),
        statuses=tuple(StatusName(*row) for row in Status.objects.values_list(*_STATUS)),
        tags=tuple(Tag.objects.values_list("name", flat=True)[:MOST_TAGS]),
        member_names={each.pk: str(each) for each in members},
        house=house_name(),
        team_names={each.pk: str(each) for each in teams},
        channels={each.pk: each for each in Channel.objects.all()},
        reasons=tuple(
            ReasonRow(r.key, r.names, r.of_sellers, r.position, r.retired_at is not None)
            for r in Reason.objects.all()
        ),
    )
