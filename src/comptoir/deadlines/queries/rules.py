"""What the settings pages show: promises, opening hours and presets, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.accounts.models import Team
from comptoir.deadlines.models import BusinessCalendar, ClockPolicy, PlatformPreset, TeamHours
from comptoir.deadlines.policies import hours
from comptoir.deadlines.policies.durations import MINUTES_A_DAY, write_minutes
from comptoir.deadlines.queries.book import calendar_of
from comptoir.deadlines.queries.examples import usual_hours, worked_example
from comptoir.deadlines.slots import LABEL_NAMES, REASONS
from comptoir.deadlines.states import BASIS_NAMES, KIND_NAMES, Basis, Kind
from comptoir.kit.clock import now

PLATFORM_NAMES = {
    "amazon": "Amazon",
    "ebay": "eBay",
    "mirakl": "Mirakl",
    "mirakl-pccomponentes": "PcComponentes (Mirakl)",
    "mirakl-jinius": "Jinius (Mirakl)",
    "mirakl-conrad": "Conrad (Mirakl)",
    "mirakl-alltricks": "Alltricks (Mirakl)",
}


@dataclass(frozen=True, slots=True)
class PolicyLine:
    id: int
    name: str
    kind: str
    applies_to: str
    time: str
    stretch: str
    basis: str
    enabled: bool
    edited: bool
    is_own: bool = False
    example: str = ""


def policy_lines() -> list[PolicyLine]:
    """Our promises that are valid or will be, those of one group together."""
    return [_policy(row) for row in policies().order_by("id")]


def policies() -> QuerySet[ClockPolicy]:
    return ClockPolicy.objects.filter(_still_valid())


def policy_line(policy_id: int) -> PolicyLine | None:
    found = ClockPolicy.objects.filter(pk=policy_id).first()
    return None if found is None else _policy(found)


def policy_basis(policy_id: int) -> str | None:
    """Whether business hours or every hour count for it."""
    return ClockPolicy.objects.filter(pk=policy_id).values_list("basis", flat=True).first()


def _policy(row: ClockPolicy) -> PolicyLine:
    return PolicyLine(
        id=row.pk,
        name=policy_name(row),
        kind=str(KIND_NAMES[Kind(row.kind)]),
        applies_to=_applies_to(row),
        time=write_minutes(row.minutes),
        stretch=write_minutes(row.stretch_minutes) if row.stretch_minutes else "",
        basis=str(BASIS_NAMES[Basis(row.basis)]),
        enabled=row.enabled,
        edited=row.edited_at is not None,
        is_own=is_own(row),
        example=policy_example(row),
    )


def policy_name(row: ClockPolicy) -> str:
    return _told(row.name)


def is_own(row: ClockPolicy) -> bool:
    """Made here, so it can be ended."""
    return row.key.startswith("own-")


def policy_example(row: ClockPolicy) -> str:
    calendar = usual_hours() if row.basis == Basis.BUSINESS else None
    return worked_example(row.minutes, calendar)


def _told(text: str) -> str:
    """What came with the program is read in the reader's language; the house's own words stay."""
    return _(text) if text else ""


def _applies_to(row: ClockPolicy) -> str:
    """For which reasons, and for whose buyers."""
    if not row.labels:
        return _reasons_of(row)
    named = dict(pair for names in LABEL_NAMES.all() for pair in names())
    told = ", ".join(named.get(key, key) for key in row.labels)
    return _("Buyers labelled %(labels)s: %(reasons)s") % {
        "labels": told,
        "reasons": _reasons_of(row),
    }


def _reasons_of(row: ClockPolicy) -> str:
    if row.everything:
        return _("Whatever no other promise names")
    named = [_reason(reason) for reason in row.reasons]
    return ", ".join([*named, _("or no order")] if row.without_order else named)


def _reason(key: str) -> str:
    called = (name for names in REASONS.all() if (name := names().get(key)))
    return next(called, key.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True)
class PresetLine:
    id: int
    platform: str
    country: str
    kind: str
    time: str
    written: str
    basis: str
    valid_from: date
    source: str
    note: str
    enabled: bool
    edited: bool


def preset_lines() -> list[PresetLine]:
    """What marketplaces demand, by platform."""
    return [_preset(row) for row in presets()]


def presets() -> QuerySet[PlatformPreset]:
    return _presets().filter(_still_valid())


def preset_line(preset_id: int) -> PresetLine | None:
    found = _presets().filter(pk=preset_id).first()
    return None if found is None else _preset(found)


def _presets() -> QuerySet[PlatformPreset]:
    return PlatformPreset.objects.select_related("calendar")


def _preset(row: PlatformPreset) -> PresetLine:
    days, rest = divmod(row.minutes, MINUTES_A_DAY)
    in_days = row.calendar is not None and days and not rest
    return PresetLine(
        id=row.pk,
        platform=PLATFORM_NAMES.get(row.platform, row.platform.replace("-", " ").title()),
        country=row.country,
        kind=str(KIND_NAMES[Kind(row.kind)]),
        time=ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}
        if in_days
        else write_minutes(row.minutes),
        written=write_minutes(row.minutes),
        basis=_told(row.calendar.name) if row.calendar else str(BASIS_NAMES[Basis.CALENDAR]),
        valid_from=row.valid_from,
        source=row.source,
        note=_told(row.note),
        enabled=row.enabled,
        edited=row.edited_at is not None,
    )


def _still_valid() -> Q:
    return Q(valid_to=None) | Q(valid_to__gt=now().date())


@dataclass(frozen=True, slots=True)
class CalendarLine:
    id: int
    name: str
    time_zone: str
    week: str
    holidays: str
    is_default: bool
    is_open: bool
    teams: tuple[str, ...]


def calendar_lines() -> list[CalendarLine]:
    """Every calendar, with the teams that keep it; the default one first."""
    lines = (_calendar(calendar) for calendar in calendars())
    return sorted(lines, key=lambda line: (not line.is_default, line.name))


def calendars() -> QuerySet[BusinessCalendar]:
    return BusinessCalendar.objects.prefetch_related("teams__team")


def _calendar(row: BusinessCalendar) -> CalendarLine:
    parts = filter(None, [row.country, row.subdivision])
    return CalendarLine(
        id=row.pk,
        name=_told(row.name),
        time_zone=row.time_zone,
        week=week_words(row.week),
        holidays="-".join(parts),
        is_default=row.is_default,
        is_open=hours.is_open(now(), calendar_of(row)),
        teams=tuple(kept.team.name for kept in row.teams.all()),
    )


def week_words(week: Sequence[str]) -> str:
    """“Mon–Fri 09:00–18:00, Sat 10:00–13:00”."""
    runs = [(text, [day for day, _text in run]) for text, run in groupby(enumerate(week), _hours)]
    open_runs = [f"{_days(days)} {text.replace('-', '–')}" for text, days in runs if text]
    return ", ".join(open_runs) or _("Never open")


def _hours(day: tuple[int, str]) -> str:
    return day[1]


def _days(days: Sequence[int]) -> str:
    names = [str(WEEKDAYS_ABBR[day]) for day in days]
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"


@dataclass(frozen=True, slots=True)
class TeamLine:
    id: int
    name: str
    calendar_id: int | None


def team_lines() -> list[TeamLine]:
    """Active teams with the calendar each keeps; None is the default one."""
    kept = dict(TeamHours.objects.values_list("team_id", "calendar_id"))
    teams = Team.objects.filter(is_active=True).values_list("pk", "name")
    return [TeamLine(pk, name, kept.get(pk)) for pk, name in teams]
