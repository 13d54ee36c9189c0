"""Promises, and the calendars, policies and presets they are made of."""

from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comptoir.accounts.models import Team
from comptoir.deadlines.states import (
    Basis,
    CancelReason,
    Group,
    Kind,
    Source,
    State,
    Subject,
    SubjectKind,
)
from comptoir.kit.clock import now

CLOSED_WEEK = ["", "", "", "", "", "", ""]


def closed_week() -> list[str]:
    return list(CLOSED_WEEK)


class Shipped(models.Model):
    """A row that came with the program, by key and version, or was made here.

    An edited row keeps its values when a newer version is shipped.
    """

    key = models.SlugField(max_length=60, db_index=False)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class BusinessCalendar(Shipped):
    """When a team is open. `week` holds seven texts from Monday on, like `09:00-18:00`."""

    name = models.CharField(_("name"), max_length=80)
    time_zone = models.CharField(_("time zone"), max_length=60)
    week = models.JSONField(_("opening hours"), default=closed_week)
    country = models.CharField(_("holidays of"), max_length=2, blank=True)
    subdivision = models.CharField(_("part of the country"), max_length=10, blank=True)
    closed_days: "models.Field[list[date], list[date]]" = ArrayField(
        models.DateField(), verbose_name=_("closed days"), default=list
    )
    open_days = models.JSONField(_("extra open days"), default=dict)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="calendar_key"),
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="calendar_one_default"
            ),
        ]

    def __str__(self) -> str:
        """A name that ships is said in the reader's language, as catalogues know it."""
        return gettext(self.name) if self.name else ""


class TeamHours(models.Model):
    """The calendar of a team; a team without one has the default calendar."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="+")
    calendar = models.ForeignKey(BusinessCalendar, models.PROTECT, related_name="teams")

    def __str__(self) -> str:
        return f"hours of team {self.team_id}"


class ClockPolicy(Shipped):
    """A promise of ours for some contact reasons. The closest fit wins."""

    name = models.CharField(_("name"), max_length=80)
    group = models.CharField(max_length=20, choices=[(g.value, g.value) for g in Group])
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    reasons: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=40), default=list
    )
    # Keys of buyers' labels: only their conversations have this promise. Empty: everybody's.
    labels: "models.Field[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[]
    )
    without_order = models.BooleanField(default=False)
    everything = models.BooleanField(default=False)
    minutes = models.PositiveIntegerField(_("time to keep it, in minutes"))
    stretch_minutes = models.PositiveIntegerField(_("stretch goal, in minutes"), null=True)
    basis = models.CharField(max_length=10, choices=[(b.value, b.value) for b in Basis])
    enabled = models.BooleanField(_("in force"), default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["group", "kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="clock_policy_version"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="clock_policy_minutes"),
            models.CheckConstraint(
                condition=Q(stretch_minutes=None) | Q(stretch_minutes__lte=models.F("minutes")),
                name="clock_policy_stretch",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlatformPreset(Shipped):
    """What a marketplace demands of its sellers: dated data with a source, never a law of ours."""

    platform = models.SlugField(max_length=40)
    country = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    minutes = models.PositiveIntegerField(_("time to keep it, in minutes"))
    basis = models.CharField(max_length=10, choices=[(b.value, b.value) for b in Basis])
    calendar = models.ForeignKey(
        BusinessCalendar, models.PROTECT, null=True, related_name="presets"
    )
    enabled = models.BooleanField(_("in force"), default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["platform", "kind", "country", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="preset_version"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="preset_minutes"),
            models.CheckConstraint(
                condition=Q(basis=Basis.CALENDAR, calendar=None)
                | Q(basis=Basis.BUSINESS, calendar__isnull=False),
                name="preset_basis_has_calendar",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.kind}"


class Deadline(models.Model):
    """One promise about one subject. There are very many: few bytes, few indexes.

    Calendar, policy and preset have no constraint in the database: it would lock the same three
    rows again with every mail that arrives, and these rows are never deleted.
    `warn_at` is when little of its time will be left, `is_warned` that this was told; a clock too
    short for a warning has none. `why` says why it was called off. `pauses` holds the ended pauses
    as moments in order: paused, resumed, paused, resumed.
    """

    subject_kind = models.CharField(
        max_length=20, choices=[(k.value, k.value) for k in SubjectKind]
    )
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    source = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Source])
    basis = models.CharField(max_length=10, choices=[(b.value, b.value) for b in Basis])
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in State], default=State.RUNNING
    )
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    target_minutes = models.PositiveIntegerField()
    calendar = models.ForeignKey(
        BusinessCalendar,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    policy = models.ForeignKey(
        ClockPolicy,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    preset = models.ForeignKey(
        PlatformPreset,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    paused_at = models.DateTimeField(null=True)
    pauses: "models.Field[list[datetime] | None, list[datetime] | None]" = ArrayField(
        models.DateTimeField(), null=True
    )
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=16, choices=[(r.value, r.value) for r in CancelReason])
    late_seconds = models.PositiveIntegerField(null=True)
    warn_at = models.DateTimeField(null=True)
    is_warned = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id"], name="deadline_subject"),
            models.Index(
                fields=["due_at"], condition=Q(state=State.RUNNING), name="deadline_running"
            ),
            models.Index(
                fields=["warn_at"],
                condition=Q(state=State.RUNNING, is_warned=False, warn_at__isnull=False),
                name="deadline_warning",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "subject_kind", "kind", "source"],
                condition=Q(ended_at=None),
                name="deadline_open_once",
            ),
            models.CheckConstraint(
                condition=Q(source=Source.CHANNEL) | Q(due_at__gte=models.F("started_at")),
                name="deadline_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.CALENDAR, calendar=None)
                | Q(basis=Basis.BUSINESS, calendar__isnull=False),
                name="deadline_basis_has_calendar",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.PAUSED, source=Source.POLICY, paused_at__isnull=False))
                | (~Q(state=State.PAUSED) & Q(paused_at=None)),
                name="deadline_only_ours_pause",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.MET, State.CANCELLED], ended_at__isnull=False)
                | Q(state__in=[State.RUNNING, State.PAUSED], ended_at=None)
                | Q(state=State.MISSED),
                name="deadline_end_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject_kind} {self.subject_id}, {self.state}"

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind(self.subject_kind), self.subject_id)

    @property
    def pause_list(self) -> list[tuple[datetime, datetime]]:
        """The pauses that have ended."""
        moments = self.pauses or []
        return list(zip(moments[::2], moments[1::2], strict=True))

    @property
    def paused_seconds(self) -> int:
        """Elapsed seconds of the pauses that have ended."""
        return int(sum((end - begin).total_seconds() for begin, end in self.pause_list))

    @property
    def is_overdue(self) -> bool:
        """Open, running and past its due time, whether or not the sweep has been there."""
        is_running = self.state in (State.RUNNING, State.MISSED) and self.ended_at is None
        return is_running and self.due_at < now()


class KeptOptions(models.Model):
    """The one row of what the house decides (`options.Options`)."""

    due_soon_percent = models.PositiveSmallIntegerField()
    due_soon_minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="deadline_options_once")]

    def __str__(self) -> str:
        return f"due soon: {self.due_soon_percent} %, {self.due_soon_minutes} min"
