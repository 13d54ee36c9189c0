"""Members, teams and events as the API tells them."""

from pydantic import Field

from comptoir.rest.schemas import Closed, EventOut, Text, Told


class GrantOut(Told):
    """A role, everywhere or for one team, channel or seller."""

    role: str = Field(examples=["agent"])
    scope: str = Field(examples=["all"])


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
    is_active: bool
    teams: list[TeamName]
    grants: list[GrantOut]


class MemberName(Told):
    id: int
    name: str


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
    "GrantOut",
    "MeOut",
    "MemberFilters",
    "MemberName",
    "MemberOut",
    "TeamName",
    "TeamOut",
]
