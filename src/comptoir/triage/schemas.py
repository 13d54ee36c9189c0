"""Shifts and routing as the API tells them."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from comptoir.rest.schemas import Closed, Moment, RowId, Text, Told
from comptoir.triage.states import Mode


class AwayOut(Told):
    """A time away that runs or is still to come."""

    since: datetime
    until: datetime | None = Field(description="Null: until he says that he is back.")
    line: str
    is_now: bool


class OwnTeamOut(Told):
    id: int
    name: str
    mode: Mode
    capacity: int = Field(description="What each of the team may have open.")
    is_on_shift: bool = Field(
        description="Open now, and you are signed in at the desk and not away."
    )


class ShiftOut(Told):
    """How the token's member stands."""

    member: int
    open: int = Field(description="How many conversations you have open.")
    capacity: int | None = Field(description="Null: what your team takes. 0: nothing is given.")
    languages: list[str] = Field(description="Without any, every language.")
    away: AwayOut | None
    teams: list[OwnTeamOut]


class AwayIn(Closed):
    """Without `since` from now on; without `until` until you come back."""

    since: Moment | None = None
    until: Moment | None = None
    line: Text = Field("", max_length=200, description="One line for your colleagues.")


class LanguagesIn(Closed):
    languages: list[Text] = Field(max_length=30, examples=[["de", "fr"]])


class MoveIn(Closed):
    """One of your conversations, who takes it, and a line for him."""

    conversation: UUID
    to: RowId = Field(description="The member who takes it.")
    line: Text = Field("", max_length=200, description="It becomes an internal note.")


class HandOverIn(Closed):
    moves: list[MoveIn] = Field(min_length=1, max_length=200)


class HandedOverOut(Told):
    """What was not yours any more stayed where it is."""

    moved: int


class HandedOut(Told):
    """Came from a colleague at the end of his shift, and you have not looked at it."""

    conversation: UUID
    number: int
    subject: str
    giver: str
    line: str
    at: datetime


class OnShiftOut(Told):
    """A member of a team."""

    id: int
    name: str
    languages: list[str]
    capacity: int | None = Field(description="Null: what the team takes.")
    open: int = Field(description="How many conversations he has open, of those you may see.")
    is_on_shift: bool
    is_away: bool
    away_until: datetime | None


class TeamShiftOut(Told):
    """Who of a team is there, and how it shares out."""

    id: int
    name: str
    mode: Mode
    capacity: int
    members: list[OnShiftOut]


class RoutingIn(Closed):
    mode: Mode
    capacity: int = Field(ge=1, le=500, description="What each may have open.")


class CapacityIn(Closed):
    capacity: int | None = Field(
        ge=0, le=500, description="Null: what the team takes. 0: nothing is given to him."
    )


__all__ = [
    "AwayIn",
    "AwayOut",
    "CapacityIn",
    "HandOverIn",
    "HandedOut",
    "HandedOverOut",
    "LanguagesIn",
    "MoveIn",
    "OnShiftOut",
    "OwnTeamOut",
    "RoutingIn",
    "ShiftOut",
    "TeamShiftOut",
]
