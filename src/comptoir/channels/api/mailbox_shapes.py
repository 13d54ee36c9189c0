"""Mailboxes as the API tells them. Passwords and secrets are taken and never told."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from comptoir.channels.states import Health
from comptoir.rest.schemas import Closed, RowId, Text, Told

Secret = Annotated[Text, Field(max_length=2_000, description="Taken, and never told again.")]
Way = Literal["", "microsoft", "google"]
Security = Literal["tls", "starttls", "none"]
_SIGN_IN = "Empty: by password. Else the provider; a person then signs in on the mailbox's page."


class ServerOut(Told):
    host: str
    port: int
    security: str


class ReachOut(Told):
    """How a mailbox is reached."""

    sign_in: str = Field(description=_SIGN_IN)
    user: str
    oauth_client_id: str
    imap: ServerOut | None = Field(description="Null: mail comes by webhook only.")
    smtp: ServerOut | None
    folder: str
    fetch_since: date | None
    delete_after_days: int | None = Field(description="Null: mail stays on the server.")
    mail_servers: list[str] = Field(description="Servers whose checks are believed.")
    has_password: bool
    has_webhook_secret: bool
    postmark_url: str = Field(description="Where Postmark sends what comes in.")
    raw_url: str = Field(description="Where any other machine sends whole mails.")


class MailboxOut(Told):
    """A mailbox with all that is set up of it; its id is the channel's."""

    id: UUID
    name: str
    address: str
    sender_name: str
    signature: str
    language: str
    profile: str = Field(description="The key of a mail profile.")
    team: int | None
    marketplace: str | None = Field(description="Its key.")
    calendar: int | None = Field(description="Null: the hours of the team.")
    country: str
    plus_addresses: bool
    acknowledge: bool
    acknowledgements: dict[str, dict[str, str]]
    undo_seconds: int
    retention_days: int
    is_active: bool
    health: Health
    trouble: str = Field(description="Why fetching does not work, in a sentence.")
    sending_trouble: str
    checked_at: datetime | None
    reach: ReachOut


class ServerIn(Closed):
    host: Text = Field(max_length=253, examples=["imap.example.com"])
    port: int | None = Field(None, ge=1, le=65_535, description="Null: the usual one.")
    security: Security = "tls"


class ReachIn(Closed):
    """What is not named stays; a server of null is forgotten."""

    sign_in: Way | None = Field(None, description=_SIGN_IN)
    user: Text | None = Field(None, max_length=254)
    password: Secret | None = None
    oauth_client_id: Text | None = Field(None, max_length=300)
    client_secret: Secret | None = None
    imap: ServerIn | None = None
    smtp: ServerIn | None = None
    folder: Text | None = Field(None, max_length=200)
    fetch_since: date | None = None
    delete_after_days: int | None = Field(None, ge=0, le=3_650)
    mail_servers: list[Annotated[Text, Field(pattern=r"^\S+$", max_length=253)]] | None = Field(
        None, max_length=20
    )
    webhook_secret: Annotated[Secret, Field(min_length=20)] | None = None


class Acknowledgement(Closed):
    open: Text = Field("", max_length=2_000)
    closed: Text = Field("", max_length=2_000)


class MailboxChange(Closed):
    """What is not named stays. `is_active: false` pauses it: nothing is fetched or sent."""

    name: Text | None = Field(None, max_length=80)
    address: Text | None = Field(None, max_length=254)
    sender_name: Text | None = Field(None, max_length=120)
    signature: Text | None = Field(None, max_length=2_000)
    language: Text | None = Field(None, max_length=10, examples=["en"])
    profile: Text | None = Field(None, max_length=40, examples=["generic"])
    team: RowId | None = None
    marketplace: Text | None = Field(None, max_length=60, description="Its key.")
    calendar: RowId | None = None
    country: Annotated[Text, Field(pattern=r"^([A-Za-z]{2})?$")] | None = None
    plus_addresses: bool | None = None
    acknowledge: bool | None = None
    acknowledgements: dict[Annotated[Text, Field(max_length=10)], Acknowledgement] | None = Field(
        None, max_length=40, description="By language; a language that is named is replaced."
    )
    undo_seconds: int | None = Field(None, ge=0, le=30)
    retention_days: int | None = Field(None, ge=1, le=3_650)
    is_active: bool | None = None
    reach: ReachIn | None = None


class MailboxIn(MailboxChange):
    """Try it with `POST /mailboxes/{mailbox_id}/test`."""

    name: Text = Field(max_length=80)
    address: Text = Field(max_length=254, examples=["help@shop.example"])


class MailboxTest(Told):
    works: bool
    said: str = Field(description="What was found, in a sentence.")


__all__ = [
    "Acknowledgement",
    "MailboxChange",
    "MailboxIn",
    "MailboxOut",
    "MailboxTest",
    "ReachIn",
    "ReachOut",
    "ServerIn",
    "ServerOut",
]
