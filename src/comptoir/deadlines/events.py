"""What becomes of promises. A clock that starts is told by its own row, not by an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.deadlines.states import (
    CancelReason,
    Kind,
    MoveCause,
    Source,
    SubjectKind,
)
from comptoir.journal import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMet(Event):
    """Kept, in time or `late_seconds` (elapsed) late; once a kind, by its tightest clock."""

    SUBJECT: ClassVar = ("conversation", "subject_id")
    SAID: ClassVar = _("Promise kept")

    subject_kind: SubjectKind
    subject_id: int
    deadline_id: int
    kind: Kind
    source: Source
    late_seconds: int

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_kind, self.subject_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineDueSoon(Event):
    """Little of its time is left; told once a deadline, while it runs."""

    SUBJECT: ClassVar = ("conversation", "subject_id")
    SAID: ClassVar = _("Promise due soon")

    subject_kind: SubjectKind
    subject_id: int
    deadline_id: int
    kind: Kind
    source: Source
    due_at: datetime

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_kind, self.subject_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMissed(Event):
    """The due time passed and the promise was not kept; told once a deadline."""

    SUBJECT: ClassVar = ("conversation", "subject_id")
    SAID: ClassVar = _("Promise missed")

    subject_kind: SubjectKind
    subject_id: int
    deadline_id: int
    kind: Kind
    source: Source
    due_at: datetime

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_kind, self.subject_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMoved(Event):
    """Another due time, because the reason, the team or the marketplace changed it."""

    SUBJECT: ClassVar = ("conversation", "subject_id")
    SAID: ClassVar = _("Due time moved")

    subject_kind: SubjectKind
    subject_id: int
    deadline_id: int
    kind: Kind
    cause: MoveCause
    old_due_at: datetime
    due_at: datetime

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_kind, self.subject_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineCancelled(Event):
    """Called off; `no_reply_needed` is an agent's word that nobody waits for an answer."""

    SUBJECT: ClassVar = ("conversation", "subject_id")
    SAID: ClassVar = _("Promise called off")

    subject_kind: SubjectKind
    subject_id: int
    deadline_id: int
    kind: Kind
    why: CancelReason

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_kind, self.subject_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineReopened(Event):
    """It runs again: the conversation was reopened, or what ended it was undone."""

    SUBJECT: ClassVar = ("conversation", "subject_id")
    SAID: ClassVar = _("Promise runs again")

    subject_kind: SubjectKind
    subject_id: int
    deadline_id: int
    kind: Kind
    due_at: datetime

    @property
    def subject(self) -> tuple[str, int]:
        return self.subject_kind, self.subject_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Event):
    SUBJECT: ClassVar = ("business_calendar", "calendar_id")
    SAID: ClassVar = _("Opening hours changed")

    calendar_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamHoursChanged(Event):
    """`calendar_id` None: the team has the default hours again."""

    SUBJECT: ClassVar = ("team", "team_id")
    SAID: ClassVar = _("Hours of a team changed")

    team_id: int
    calendar_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPolicyChanged(Event):
    SUBJECT: ClassVar = ("clock_policy", "policy_id")
    SAID: ClassVar = _("Promise of ours changed")

    policy_id: int
    minutes: int
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformPresetChanged(Event):
    SUBJECT: ClassVar = ("platform_preset", "preset_id")
    SAID: ClassVar = _("Clock of a marketplace changed")

    preset_id: int
    minutes: int
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionsChanged(Event):
    """The house decided anew when a promise is due soon."""

    SUBJECT: ClassVar = ("deadline_options", "options_id")
    SAID: ClassVar = _("Warning before a promise is late changed")

    options_id: int
