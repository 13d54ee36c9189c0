"""Promises, opening hours and presets as the API tells them. Lengths of time are minutes."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from comptoir.deadlines.services.settings import LONGEST_MINUTES, CalendarValues
from comptoir.deadlines.states import Basis, Kind
from comptoir.rest.schemas import Closed, RowId, Text, Told

Minutes = Annotated[int, Field(ge=1, le=LONGEST_MINUTES)]
Hours = Annotated[Text, Field(max_length=120, examples=["09:00-12:30 14:00-18:00"])]


class TeamKept(Told):
    id: int
    name: str


class CalendarOut(Told):
    """When a team is open."""

    id: int
    name: str
    time_zone: str
    week: list[str] = Field(description="Seven texts from Monday on; empty: closed.")
    country: str = Field(description="Whose public holidays are kept; empty: none.")
    subdivision: str
    closed_days: list[date]
    open_days: dict[str, str] = Field(description="Extra open days with their hours, by date.")
    is_default: bool = Field(description="Kept by every team that has none of its own.")
    is_open: bool = Field(description="At this moment.")
    teams: list[TeamKept]


class CalendarIn(Closed):
    """The whole calendar: what is left out is empty."""

    name: Text = Field(max_length=80)
    time_zone: Text = Field(max_length=60, examples=["Europe/Paris"])
    week: list[Hours] = Field(min_length=7, max_length=7)
    country: Text = Field("", max_length=2, examples=["FR"])
    subdivision: Text = Field("", max_length=10, examples=["57"])
    closed_days: list[date] = Field([], max_length=400)
    open_days: dict[date, Hours] = Field({}, max_length=400)

    def values(self) -> CalendarValues:
        return CalendarValues(
            name=self.name,
            time_zone=self.time_zone,
            week=tuple(self.week),
            country=self.country,
            subdivision=self.subdivision,
            closed_days=tuple(self.closed_days),
            open_days={day.isoformat(): text for day, text in self.open_days.items()},
        )


class HoursTrial(Closed):
    """Hours to try, or without them those of the house; without `minutes` two hours."""

    calendar: CalendarIn | None = None
    minutes: Minutes = 120
    basis: Basis = Basis.BUSINESS


class ExampleOut(Told):
    """When a mail of a Friday evening would be due."""

    written_at: datetime
    due_at: datetime | None = Field(description="Null where the hours never come.")
    words: str


class TeamHoursIn(Closed):
    calendar: RowId | None = Field(description="Null: the hours of the house.")


class TeamHoursOut(Told):
    team: int
    name: str
    calendar: int | None = Field(description="Null: the hours of the house.")


class PromiseOut(Told):
    """A promise of ours for some contact reasons; the closest fit wins."""

    id: int
    name: str
    kind: Kind
    reasons: list[str]
    without_order: bool = Field(description="Also where there is no order.")
    everything: bool = Field(description="Whatever no other promise names.")
    labels: list[str] = Field(description="Only for these labels' buyers; empty: for everybody.")
    minutes: int
    stretch_minutes: int | None
    basis: Basis
    is_enabled: bool
    is_own: bool = Field(description="Made here: it can be ended.")
    is_edited: bool
    valid_from: date
    source: str
    example: str = Field(description="When a mail of a Friday evening would be due.")


class PromiseIn(Closed):
    """One promise for each kind, for what starts from now on."""

    name: Text = Field(max_length=80)
    kinds: list[Literal[Kind.FIRST_REPLY, Kind.NEXT_REPLY, Kind.RESOLUTION]] = Field(
        min_length=1, max_length=3
    )
    minutes: Minutes
    stretch_minutes: Minutes | None = None
    basis: Basis = Basis.BUSINESS
    reasons: list[Text] = Field([], max_length=200, description="Empty: whatever no other names.")
    labels: list[Text] = Field([], max_length=200)


class PromiseChange(Closed):
    minutes: Minutes
    stretch_minutes: Minutes | None = None
    is_enabled: bool


class PresetOut(Told):
    """What a marketplace demands. A due date that it states itself goes before it."""

    id: int
    platform: str
    country: str
    kind: Kind
    minutes: int
    basis: Basis
    calendar: int | None = Field(description="Whose days count; null: every hour.")
    is_enabled: bool
    is_edited: bool
    valid_from: date
    valid_to: date | None
    source: str
    note: str


class PresetChange(Closed):
    minutes: Minutes
    is_enabled: bool


class DueSoonOut(Told):
    """A promise is due soon when so little of its time is left."""

    percent: int
    minutes: int = Field(description="But at least so many.")


class DueSoonIn(Closed):
    percent: int = Field(ge=1, le=90)
    minutes: int = Field(ge=0, le=1440)


__all__ = [
    "CalendarIn",
    "CalendarOut",
    "DueSoonIn",
    "DueSoonOut",
    "ExampleOut",
    "HoursTrial",
    "PresetChange",
    "PresetOut",
    "PromiseChange",
    "PromiseIn",
    "PromiseOut",
    "TeamHoursIn",
    "TeamHoursOut",
    "TeamKept",
]
