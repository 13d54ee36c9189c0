"""Which promises apply: from the facts of a conversation to its targets."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from comptoir.deadlines.options import USUAL, Options
from comptoir.deadlines.policies.hours import Calendar
from comptoir.deadlines.states import Basis, Kind, Source

_LABEL_FIRST = 10


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What chooses the clock.

    `reason` is the contact reason, "" while there is none. `platform` and `country` name the
    marketplace's preset ("amazon", "mirakl-conrad"; "" for an own shop). `channel_due_at` is a
    due date that the marketplace itself stated: it wins over the preset. `calendar_id` are the
    mailbox's hours, used where the team has none. `labels` are what the team calls the buyer.
    """

    reason: str = ""
    has_order: bool = False
    team_id: int | None = None
    platform: str = ""
    country: str = ""
    channel_due_at: datetime | None = None
    calendar_id: int | None = None
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """One promise of ours, for a list of reasons, for conversations without order, or for all."""

    id: int
    kind: Kind
    minutes: int
    basis: Basis
    reasons: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    without_order: bool = False
    everything: bool = False
    valid_from: date = date.min
    valid_to: date | None = None

    def closeness(self, facts: ClockFacts) -> int:
        """How closely it fits: 3 names the reason, 2 no order, 1 fits all, 0 does not fit.

        What is promised to buyers of a label goes before what everybody is promised.
        """
        if self.labels and not self.labels & facts.labels:
            return 0
        closeness = self._closeness_of_matter(facts)
        return closeness + _LABEL_FIRST if closeness and self.labels else closeness

    def _closeness_of_matter(self, facts: ClockFacts) -> int:
        if facts.reason in self.reasons:
            return 3
        if self.without_order and not facts.has_order:
            return 2
        return 1 if self.everything else 0


@dataclass(frozen=True, slots=True)
class PresetRule:
    """What a marketplace demands, on a calendar of its own where it counts working days."""

    id: int
    platform: str
    kind: Kind
    minutes: int
    basis: Basis = Basis.CALENDAR
    calendar_id: int | None = None
    country: str = ""
    valid_from: date = date.min
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """All rules and calendars as they stand now."""

    policies: tuple[PolicyRule, ...] = ()
    presets: tuple[PresetRule, ...] = ()
    calendars: Mapping[int, Calendar] = field(default_factory=dict)
    team_calendars: Mapping[int, int] = field(default_factory=dict)
    default_calendar_id: int | None = None
    options: Options = USUAL

    @property
    def asks_for_labels(self) -> bool:
        """Whether any promise is for some buyers alone: else nobody needs to look."""
        return any(rule.labels for rule in self.policies)

    def calendar_for(self, facts: ClockFacts) -> int | None:
        """The team's hours, else the mailbox's, else the default ones."""
        own = self.team_calendars.get(facts.team_id) if facts.team_id is not None else None
        choices = (own, facts.calendar_id, self.default_calendar_id)
        return next((c for c in choices if c is not None and c in self.calendars), None)


@dataclass(frozen=True, slots=True)
class Target:
    """One promise to start. `due_at` is set only where the marketplace stated it."""

    kind: Kind
    source: Source
    basis: Basis
    minutes: int
    calendar_id: int | None = None
    policy_id: int | None = None
    preset_id: int | None = None
    due_at: datetime | None = None

    @property
    def span(self) -> timedelta:
        return timedelta(minutes=self.minutes)


def targets_for(
    facts: ClockFacts, kinds: Collection[Kind], book: Book, *, on: datetime
) -> tuple[Target, ...]:
    """The promises of these kinds that begin at `on`: ours, and the marketplace's beside it."""
    return tuple(
        target
        for kind in kinds
        for target in (our_target(facts, kind, book, on), channel_target(facts, kind, book, on))
        if target is not None
    )


def our_target(facts: ClockFacts, kind: Kind, book: Book, on: datetime) -> Target | None:
    """The policy that fits closest; of two equally close ones the tighter."""
    rule = _closest(facts, kind, book, on.date())
    if rule is None:
        return None
    calendar_id = book.calendar_for(facts) if rule.basis == Basis.BUSINESS else None
    basis = Basis.CALENDAR if calendar_id is None else Basis.BUSINESS
    return Target(kind, Source.POLICY, basis, rule.minutes, calendar_id, policy_id=rule.id)


def _closest(facts: ClockFacts, kind: Kind, book: Book, day: date) -> PolicyRule | None:
    fitting = [
        (-closeness, rule.minutes, rule.id, rule)
        for rule in _valid(book.policies, kind, day)
        if (closeness := rule.closeness(facts))
    ]
    return min(fitting)[-1] if fitting else None


def channel_target(facts: ClockFacts, kind: Kind, book: Book, on: datetime) -> Target | None:
    """The due date the marketplace stated for the reply, else its preset, else nothing.

    The preset of the country goes before the platform's general one; it never pauses.
    """
    preset = _preset(facts, kind, book, on.date())
    if facts.channel_due_at is not None and kind in (Kind.FIRST_REPLY, Kind.NEXT_REPLY):
        minutes = max(int((facts.channel_due_at - on).total_seconds() // 60), 0)
        due_at = facts.channel_due_at
        return Target(kind, Source.CHANNEL, Basis.CALENDAR, minutes, due_at=due_at)
    if preset is None:
        return None
    return Target(
        kind,
        Source.CHANNEL,
        preset.basis,
        preset.minutes,
        preset.calendar_id,
        preset_id=preset.id,
    )


def _preset(facts: ClockFacts, kind: Kind, book: Book, day: date) -> PresetRule | None:
    if not facts.platform:
        return None
    fitting = [
        (preset.country == "", preset.minutes, preset.id, preset)
        for preset in _valid(book.presets, kind, day)
        if preset.platform == facts.platform and preset.country in ("", facts.country)
    ]
    return min(fitting)[-1] if fitting else None


def _valid[R: (PolicyRule, PresetRule)](rules: tuple[R, ...], kind: Kind, day: date) -> Iterator[R]:
    for rule in rules:
        ended = rule.valid_to is not None and rule.valid_to <= day
        if rule.kind == kind and rule.valid_from <= day and not ended:
            yield rule
