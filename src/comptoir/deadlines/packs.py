"""Calendars, policies and presets that come along: files with a source and a date.

Loading is idempotent by key and version and never touches a row that somebody edited.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any

from django.db import transaction

from comptoir.deadlines.models import BusinessCalendar, ClockPolicy, PlatformPreset
from comptoir.deadlines.queries import forget_book

type Row = dict[str, Any]


@transaction.atomic
def load() -> None:
    """Bring what is shipped into the database."""
    _load_calendars(_read("calendars"))
    _load_dated(ClockPolicy, _each_kind(_read("policies")))
    keys = dict(BusinessCalendar.objects.values_list("key", "pk"))
    _load_dated(PlatformPreset, _with_calendar(_each_kind(_read("presets")), keys))
    forget_book()


def _read(name: str) -> list[Row]:
    text = files("comptoir.deadlines").joinpath("packs", f"{name}.toml").read_text("utf-8")
    rows: list[Row] = tomllib.loads(text)[name]
    return rows


def _each_kind(rows: Iterable[Row]) -> Iterator[Row]:
    """One row a kind: a file says `kinds` once where the same promise has several."""
    for row in rows:
        kinds = row.pop("kinds")
        yield from ({**row, "key": f"{row['key']}-{kind}", "kind": kind} for kind in kinds)


def _with_calendar(rows: Iterable[Row], keys: Mapping[str, int]) -> Iterator[Row]:
    for row in rows:
        calendar = row.pop("calendar", None)
        basis = "calendar" if calendar is None else "business"
        yield {**row, "basis": basis, "calendar_id": keys[calendar] if calendar else None}


def _load_calendars(rows: Iterable[Row]) -> None:
    known = {calendar.key: calendar for calendar in BusinessCalendar.objects.all()}
    has_default = any(calendar.is_default for calendar in known.values())
    for row in rows:
        is_default = row.pop("is_default", False) and not has_default
        calendar = known.get(row["key"])
        if calendar is None:
            BusinessCalendar.objects.create(**row, is_default=is_default)
        elif calendar.edited_at is None and calendar.version < row["version"]:
            BusinessCalendar.objects.filter(pk=calendar.pk).update(**row)


def _load_dated(model: type[ClockPolicy] | type[PlatformPreset], rows: Iterable[Row]) -> None:
    """A newer version is a new row; the one before it ends the day the new one begins."""
    newest = {known.key: known for known in model.objects.order_by("version")}
    for row in rows:
        before = newest.get(row["key"])
        if before is not None and (before.version >= row["version"] or before.edited_at):
            continue
        if before is not None and before.valid_to is None:
            model.objects.filter(pk=before.pk).update(valid_to=row["valid_from"])
        model.objects.create(**row)
