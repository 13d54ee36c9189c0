"""Calendars, policies and presets change: for what starts from now on, never backwards."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Team
from comptoir.deadlines.access import MANAGE, require
from comptoir.deadlines.errors import NeverOpen, NoSuchRow, ValueUnclear
from comptoir.deadlines.events import (
    CalendarChanged,
    ClockPolicyChanged,
    PlatformPresetChanged,
    TeamHoursChanged,
)
from comptoir.deadlines.models import BusinessCalendar, ClockPolicy, PlatformPreset, TeamHours
from comptoir.deadlines.policies.hours import next_opening
from comptoir.deadlines.queries import calendar_of, forget_book
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.db import after_commit
from comptoir.kit.text import fold

LONGEST_MINUTES = 366 * 24 * 60


@dataclass(frozen=True, slots=True)
class CalendarValues:
    """A calendar as people write it: seven texts from Monday on, days as dates."""

    name: str
    time_zone: str
    week: tuple[str, ...]
    country: str = ""
    subdivision: str = ""
    closed_days: tuple[date, ...] = ()
    open_days: Mapping[str, str] | None = None


@transaction.atomic
def add_calendar(*, by: Actor, values: CalendarValues) -> BusinessCalendar:
    """Raises NeverOpen, HoursUnclear, ZoneUnknown or CountryUnknown."""
    require(by, MANAGE)
    calendar = BusinessCalendar(key=_free_key(values.name), edited_at=now())
    return _save_calendar(calendar, values, by, before={})


@transaction.atomic
def change_calendar(*, by: Actor, calendar_id: int, values: CalendarValues) -> BusinessCalendar:
    """Clocks that run keep their due time. Raises as `add_calendar`, and NoSuchRow."""
    require(by, MANAGE)
    calendar = _locked_row(BusinessCalendar, calendar_id)
    return _save_calendar(calendar, values, by, before=_values_of(calendar))


def _save_calendar(
    calendar: BusinessCalendar, values: CalendarValues, by: Actor, *, before: dict[str, Any]
) -> BusinessCalendar:
    name = values.name.strip() or values.time_zone
    if name != str(calendar):
        # Who saves the name he read does not rename it: it stays translated.
        calendar.name = name
    write_hours(calendar, values)
    calendar.edited_at = now()
    _check_opens(calendar)
    calendar.save()
    detail = {"before": before, "after": _values_of(calendar)}
    publish(CalendarChanged(calendar_id=calendar.pk), by=by, detail=detail)
    tell_others()
    return calendar


def write_hours(calendar: BusinessCalendar, values: CalendarValues) -> BusinessCalendar:
    """Into the row, which is not saved."""
    calendar.time_zone = values.time_zone
    calendar.week = [text.strip() for text in values.week]
    calendar.country = values.country.upper()
    calendar.subdivision = values.subdivision.upper()
    calendar.closed_days = sorted(values.closed_days)
    calendar.open_days = dict(values.open_days or {})
    return calendar


def _check_opens(calendar: BusinessCalendar) -> None:
    if not any(calendar.week):
        raise NeverOpen
    next_opening(now(), calendar_of(calendar))


def _values_of(calendar: BusinessCalendar) -> dict[str, Any]:
    names = ("name", "time_zone", "week", "country", "subdivision", "closed_days", "open_days")
    return {name: getattr(calendar, name) for name in names}


def _free_key(name: str) -> str:
    wanted = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:50] or "calendar"
    taken = set(BusinessCalendar.objects.values_list("key", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wanted, *numbered) if key not in taken)


@transaction.atomic
def choose_default_calendar(*, by: Actor, calendar_id: int) -> BusinessCalendar:
    """The hours of every team that has none of its own."""
    require(by, MANAGE)
    calendar = _locked_row(BusinessCalendar, calendar_id)
    BusinessCalendar.objects.filter(is_default=True).update(is_default=False)
    calendar.is_default = True
    calendar.save(update_fields=["is_default"])
    publish(CalendarChanged(calendar_id=calendar.pk), by=by, detail={"after": {"default": True}})
    tell_others()
    return calendar


@transaction.atomic
def set_team_hours(*, by: Actor, team_id: int, calendar_id: int | None) -> None:
    """None gives the team the default hours. Raises NoSuchRow."""
    require(by, MANAGE, team_id=team_id)
    _locked_row(Team, team_id)
    if calendar_id is None:
        TeamHours.objects.filter(team_id=team_id).delete()
    else:
        calendar = _locked_row(BusinessCalendar, calendar_id)
        TeamHours.objects.update_or_create(team_id=team_id, defaults={"calendar": calendar})
    publish(TeamHoursChanged(team_id=team_id, calendar_id=calendar_id), by=by)
    tell_others()


@transaction.atomic
def change_policy(
    *, by: Actor, policy_id: int, minutes: int, stretch_minutes: int | None, enabled: bool
) -> ClockPolicy:
    """A promise of ours takes another length, goal, or is switched on or off.

    Raises ValueUnclear and NoSuchRow.
    """
    require(by, MANAGE)
    policy = _locked_row(ClockPolicy, policy_id)
    check_minutes(minutes)
    check_stretch(stretch_minutes, minutes)
    before = {
        "minutes": policy.minutes,
        "stretch": policy.stretch_minutes,
        "enabled": policy.enabled,
    }
    policy.minutes, policy.stretch_minutes, policy.enabled = minutes, stretch_minutes, enabled
    policy.edited_at = now()
    policy.save(update_fields=["minutes", "stretch_minutes", "enabled", "edited_at"])
    changed = ClockPolicyChanged(policy_id=policy.pk, minutes=minutes, enabled=enabled)
    publish(changed, by=by, detail={"before": before, "after": {"stretch": stretch_minutes}})
    tell_others()
    return policy


@transaction.atomic
def change_preset(*, by: Actor, preset_id: int, minutes: int, enabled: bool) -> PlatformPreset:
    """A marketplace demands another time, or its clock is not to be shown."""
    require(by, MANAGE)
    preset = _locked_row(PlatformPreset, preset_id)
    check_minutes(minutes)
    before = {"minutes": preset.minutes, "enabled": preset.enabled}
    preset.minutes, preset.enabled, preset.edited_at = minutes, enabled, now()
    preset.save(update_fields=["minutes", "enabled", "edited_at"])
    changed = PlatformPresetChanged(preset_id=preset.pk, minutes=minutes, enabled=enabled)
    publish(changed, by=by, detail={"before": before})
    tell_others()
    return preset


def check_stretch(stretch_minutes: int | None, minutes: int) -> None:
    if stretch_minutes is not None and not 0 < stretch_minutes <= minutes:
        raise ValueUnclear(_("The stretch goal must be shorter than the promise."))


def check_minutes(minutes: int) -> None:
    if not 0 < minutes <= LONGEST_MINUTES:
        raise ValueUnclear(_("A promise takes from one minute to a year."))


def _locked_row[M: models.Model](model: type[M], row_id: int) -> M:
    found = model._default_manager.select_for_update().filter(pk=row_id).first()
    if found is None:
        raise NoSuchRow
    return found


def tell_others() -> None:
    forget_book()
    after_commit(forget_book)
