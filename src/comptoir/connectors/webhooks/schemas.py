"""Webhooks as the API tells them. A secret is told once: when it was made."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from comptoir.connectors.webhooks.states import NoticeState
from comptoir.rest.schemas import Closed, Text, Told


class WebhookOut(Told):
    """An address that is told what happens here."""

    id: int
    name: str
    url: str
    events: list[str]
    is_active: bool
    waiting: int = Field(description="Deliveries that are still to be made.")
    dead: int = Field(description="Deliveries that were given up and can be replayed.")
    last_delivered_at: datetime | None
    former_secret_until: datetime | None = Field(
        description="Until then requests are signed with the secret before this one too."
    )
    created_at: datetime


class WebhookSecretOut(WebhookOut):
    secret: str = Field(description="Told here and not again; keep it.", examples=["whsec_…"])


class WebhookIn(Closed):
    name: Text = Field(max_length=80)
    url: Text = Field(max_length=1000, examples=["https://warehouse.example/hooks"])
    events: list[Text] = Field(
        min_length=1, max_length=500, examples=[["conversations.MessageReceived"]]
    )
    is_active: bool = True


class WebhookChange(Closed):
    """What is not named stays. `is_active: false` pauses it."""

    name: Text | None = Field(None, max_length=80)
    url: Text | None = Field(None, max_length=1000)
    events: list[Text] | None = Field(None, min_length=1, max_length=500)
    is_active: bool | None = None


class DeliveryFilters(Closed):
    state: NoticeState | None = None


class WebhookDeliveryOut(Told):
    """One event on its way to one webhook. `id` is what the request has as `webhook-id`."""

    id: UUID
    event: str = Field(description="`ping` for one that was sent to try the address.")
    state: NoticeState
    attempts: int
    status: int | None = Field(description="What the last attempt was answered; null: nothing.")
    trouble: str = Field(description="Why the last attempt failed, in a sentence.")
    milliseconds: int | None = Field(description="How long the last attempt took.")
    created_at: datetime
    next_attempt_at: datetime | None = Field(description="Null where no attempt is to come.")


class ReplayedOut(Told):
    replayed: int


__all__ = [
    "DeliveryFilters",
    "ReplayedOut",
    "WebhookChange",
    "WebhookDeliveryOut",
    "WebhookIn",
    "WebhookOut",
    "WebhookSecretOut",
]
