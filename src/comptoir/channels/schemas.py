"""Channels as the API tells them: never a password, never a server's address."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from comptoir.channels.states import Health


class ChannelTeam(Schema):
    id: int
    name: str


class ChannelOut(Schema):
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
