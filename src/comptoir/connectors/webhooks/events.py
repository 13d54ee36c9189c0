"""What happened to webhooks. Addresses go to the detail."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookAdded(Event):
    SUBJECT: ClassVar = ("webhook", "endpoint_id")
    endpoint_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChanged(Event):
    SUBJECT: ClassVar = ("webhook", "endpoint_id")
    endpoint_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRemoved(Event):
    SUBJECT: ClassVar = ("webhook", "endpoint_id")
    endpoint_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookReplayed(Event):
    """Dead notices were put on their way again."""

    SUBJECT: ClassVar = ("webhook", "endpoint_id")
    endpoint_id: int
    count: int
