"""Members, teams and events as the API tells them."""

from datetime import datetime

from pydantic import Field

from comptoir.accounts.roles import Role
from comptoir.rest.schemas import Closed, EventOut, RowId, Text, Told


class GrantOut(Told):
    """A role, everywhere or for one team, channel or seller."""

    role: str = Field(examples=["agent"])
    scope: str = Field(examples=["all"])
    where: str = Field(description="As `GET /places` names it.", examples=["team:3"])


class TeamName(Told):
    id: int
    name: str


class MemberOut(Told):
    """A person who signs in at the desk."""

    id: int
    name: str
    email: str
    language: str
    time_zone: str
    languages: list[str] = Field(description="In which he answers; without any, in every one.")
    is_active: bool
    teams: list[TeamName]
    grants: list[GrantOut]


class MemberName(Told):
    id: int
    name: str


class GrantIn(Closed):
    role: Role
    where: Text = Field("all", max_length=40, description="As `GET /places` names it.")


class GrantsIn(Closed):
    """All roles of a member from now on."""

    grants: list[GrantIn] = Field(max_length=200)


class MemberChange(Closed):
    """What is not named stays."""

    is_active: bool | None = None
    languages: list[Text] | None = Field(None, max_length=30, examples=[["de", "fr"]])


class RoleOut(Told):
    """A role; everybody who has it, somewhere or everywhere."""

    key: Role
    name: str
    meaning: str
    permissions: list[str]
    members: list[MemberName]


class PermissionOut(Told):
    name: str
    help: str
    roles: list[Role]


class PlaceOut(Told):
    """Where a role can hold."""

    where: str = Field(examples=["all", "team:3"])
    name: str


class TeamIn(Closed):
    name: Text = Field(max_length=80)


class TeamChange(Closed):
    """What is not named stays."""

    name: Text | None = Field(None, max_length=80)
    members: list[RowId] | None = Field(None, max_length=1_000)


class InvitationOut(Told):
    id: int
    email: str
    name: str
    role: str
    team: int | None
    invited_by: MemberName
    created_at: datetime
    expires_at: datetime
    is_expired: bool


class InvitedOut(InvitationOut):
    url: str = Field(description="The way in; told here and in the mail, and not again.")


class InvitationIn(Closed):
    email: Text = Field(max_length=254, examples=["ada@shop.example"])
    name: Text = Field("", max_length=120)
    role: Role
    team: RowId | None = None


class TokenOut(Told):
    """An API token; its secret is known to nobody any more."""

    id: int
    member: MemberName
    name: str
    hint: str = Field(description="How it begins.")
    permissions: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    is_revoked: bool


class TeamOut(Told):
    id: int
    name: str
    is_active: bool
    members: list[MemberName]


class MeOut(Told):
    """In whose name this token works, and what it may: the role's rights, as far as chosen."""

    member: MemberName
    token: str = Field(description="The token's name.")
    permissions: list[str]


class MemberFilters(Closed):
    active: bool | None = Field(None, description="Only those who can sign in, or only others.")


class EventFilters(Closed):
    """Where to go on from, and what to be told."""

    after: Text = Field(
        "",
        max_length=45,
        pattern=r"^([0-9]{1,19}-[0-9]{1,18})?$",
        description="`position` of the answer before. Without it: from now on.",
    )
    type: list[Text] = Field(
        [], max_length=50, description="Only these types, such as `conversations.MessageSent`."
    )
    limit: int = Field(100, ge=1, le=500, description="How many at most.")


class EventPage(Told):
    """`position` is to be sent as `after` next time, also where there was nothing."""

    items: list[EventOut]
    position: str
    more: bool = Field(description="Whether the next page can be asked for at once.")


__all__ = [
    "EventFilters",
    "EventPage",
    "GrantIn",
    "GrantOut",
    "GrantsIn",
    "InvitationIn",
    "InvitationOut",
    "InvitedOut",
    "MeOut",
    "MemberChange",
    "MemberFilters",
    "MemberName",
    "MemberOut",
    "PermissionOut",
    "PlaceOut",
    "RoleOut",
    "TeamChange",
    "TeamIn",
    "TeamName",
    "TeamOut",
    "TokenOut",
]
