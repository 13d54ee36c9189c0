"""What the pages show: plain values, loaded by `queries`."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comptoir.insights.states import Outcome
from comptoir.kit.money import Money

# Of fewer replies a median or a P90 says little; the page says so.
FEW = 5


@dataclass(frozen=True, slots=True)
class Count:
    """In the span, and in the same stretch before."""

    now: int = 0
    before: int = 0

    @property
    def change(self) -> int:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Times:
    """Reply times of `count` replies, in seconds of the chosen hours.

    `promised` of them had a promise of ours, `kept` were in time.
    """

    count: int = 0
    mean: int | None = None
    median: int | None = None
    p90: int | None = None
    within_hour: int = 0
    within_four: int = 0
    promised: int = 0
    kept: int = 0

    @property
    def late(self) -> int:
        return self.promised - self.kept

    @property
    def is_few(self) -> bool:
        return 0 < self.count < FEW


@dataclass(frozen=True, slots=True)
class Compared:
    """First or next replies in the span and before; `overdue` questions wait beyond their time."""

    kind: str
    now: Times = Times()
    before: Times = Times()
    overdue: int = 0

    @property
    def measured(self) -> int:
        """Those that were promised, and those that wait beyond their time already."""
        return self.now.promised + self.overdue


@dataclass(frozen=True, slots=True)
class Standing:
    """How conversations stand now. `soon` counts what is due within the hour, or overdue.

    `oldest` is when the one that waits longest began to wait.
    """

    open: int = 0
    waiting: int = 0
    overdue: int = 0
    soon: int = 0
    oldest: datetime | None = None
    next_due: datetime | None = None

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.open + other.open,
            self.waiting + other.waiting,
            self.overdue + other.overdue,
            self.soon + other.soon,
            _earlier(self.oldest, other.oldest),
            _earlier(self.next_due, other.next_due),
        )


def _earlier(a: datetime | None, b: datetime | None) -> datetime | None:
    return min((each for each in (a, b) if each is not None), default=None)


@dataclass(frozen=True, slots=True)
class Line:
    """One reason, channel, team or agent. `key` is what the address calls it."""

    by: str
    key: int | str
    name: str
    received: Count = Count()
    answered: Count = Count()
    first: Times = Times()
    next: Times = Times()
    standing: Standing = Standing()


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What so many customers got; `amounts` of the span, one a currency."""

    key: str
    name: str
    count: Count
    amounts: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Breakdown:
    by: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An hour or a day of the span."""

    number: int
    begin: datetime
    end: datetime
    received: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who answers, with what lies on his desk. `seen_at` is his last sign of life."""

    id: int
    name: str
    is_on: bool
    seen_at: datetime | None
    standing: Standing = Standing()


@dataclass(frozen=True, slots=True)
class Urgent:
    """A conversation that is late, or will be within the hour."""

    number: int
    who: str
    party: str
    subject: str
    language: str
    assignee: str
    due_at: datetime
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Names:
    """Of teams, channels and members, by id."""

    team: dict[int, str] = field(default_factory=dict)
    channel: dict[int, str] = field(default_factory=dict)
    agent: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row behind a figure: a conversation, and the question that counts.

    `settled` is what the customer got, in words, where that was counted; `got` and `amount` are
    what was noted of it.
    """

    number: int
    public_id: UUID
    who: str
    party: str
    subject: str
    language: str
    reason_key: str
    channel_id: int
    team_id: int | None
    agent_id: int | None
    reason: str
    channel: str
    team: str
    agent: str
    asked_at: datetime
    answered_at: datetime | None = None
    seconds: int | None = None
    target_seconds: int | None = None
    kept: bool | None = None
    kind: str = ""
    outcome: Outcome = Outcome.OPEN
    settled: str = ""
    got: str = ""
    amount: Money | None = None
    waiting_since: datetime | None = None
    due_at: datetime | None = None
