"""Channels as the API tells them: never a password, never a server's address."""

from datetime import datetime
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


class JobsOut(Told):
    """Background work. `oldest_seconds`: how long the oldest has waited that could run now."""

    waiting: int
    later: int
    running: int
    tried_again: int
    given_up: int
    oldest_seconds: float | None


class FindingOut(Told):
    about: str
    text: str
    is_bad: bool


class HealthOut(Told):
    """How the machine is."""

    is_well: bool
    at: datetime
    findings: list[FindingOut]
    workers: int = Field(description="With a sign of life in the last minute.")
    jobs: JobsOut
    mailboxes_in_trouble: int
    letters_late: int
    disk_free_bytes: int
    database_bytes: int
    backup_at: datetime | None
    version: str
