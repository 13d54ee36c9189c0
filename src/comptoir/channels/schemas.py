"""Channels as the API tells them: never a password, never a server's address."""

from uuid import UUID

from pydantic import Field

from comptoir.channels.states import Health
from comptoir.rest.schemas import Told


class ChannelTeam(Told):
    id: int
    name: str


class ChannelOut(Told):
    """One account through which people write."""

    id: UUID
    name: str
    kind: str
    profile: str = Field(description="The marketplace's rules for its mail.")
    marketplace: str | None = Field(description="Its key.")
    address: str
    language: str
    team: ChannelTeam | None
    is_active: bool
    health: Health
