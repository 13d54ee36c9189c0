"""Channels as the API tells them: never a password, never a server's address."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from comptoir.channels.states import Health, Intake
from comptoir.rest.schemas import Closed, Text, Told


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


class FailedJobOut(Told):
    """Work that failed."""

    id: int
    name: str
    reason: str
    at: datetime | None
    attempts: int
    next_at: datetime | None = Field(description="Null: it was given up.")


class RestoreOut(Told):
    """What the last restore held back; times are null where nothing was ever restored."""

    restored_at: datetime | None
    copied_at: datetime | None = Field(description="When the backup was taken.")
    went_on_at: datetime | None = Field(description="Null: it waits for the word to go on.")
    unsure_letters: int = Field(description="They may have been sent before.")
    waiting_letters: int


class QuarantinedOut(Told):
    """A mail that could not be taken in."""

    id: int
    channel: UUID
    sender: str
    size: int
    reason: str
    attempts: int
    received_at: datetime
    has_original: bool = Field(description="Whether its bytes are here and can be downloaded.")


class QuarantineTried(Told):
    state: Intake
    reason: str = Field(description="Why it can still not be read; empty where it can.")


class BlockedSenderOut(Told):
    id: int
    address: str
    changed_at: datetime


class DoorsOut(Told):
    """Where buyers and sellers come in without a password."""

    addresses: list[str]
    mailbox: UUID | None = Field(description="By which their letters leave.")
    sellers_write_to_buyers: bool


class DoorsIn(Closed):
    sellers_write_to_buyers: bool


class MailRules(Told):
    """How a marketplace's mail looks and what it forbids. Patterns know no case."""

    max_length: int = Field(description="In characters; 0 is no limit.")
    plain_only: bool
    links: bool = Field(description="Whether they are forbidden, and so on.")
    addresses: bool
    phones: bool
    marketing: bool
    marketing_words: list[str]
    relay_domains: list[str] = Field(description="They mask people.")
    sender_patterns: list[str]
    order_patterns: list[str]


class MailProfileOut(Told):
    key: str
    name: str
    source: str
    is_edited: bool
    rules: MailRules


class MailRulesChange(Closed):
    """What is not named stays."""

    max_length: int | None = Field(None, ge=0, le=1_000_000)
    plain_only: bool | None = None
    links: bool | None = None
    addresses: bool | None = None
    phones: bool | None = None
    marketing: bool | None = None
    marketing_words: list[Text] | None = Field(None, max_length=500)
    relay_domains: list[Text] | None = Field(None, max_length=200)
    sender_patterns: list[Text] | None = Field(None, max_length=50)
    order_patterns: list[Text] | None = Field(None, max_length=50)
