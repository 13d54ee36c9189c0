"""What happened to webhooks. Addresses go to the detail."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookAdded(Event):
    SUBJECT: ClassVar = ("webhook", "endpoint_id")
    SAID: ClassVar = _("Webhook added")
    endpoint_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChanged(Event):
    SUBJECT: ClassVar = ("webhook", "endpoint_id")
    SAID: ClassVar = _("Webhook changed")
    endpoint_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSecretRenewed(Event):
    SUBJECT: ClassVar = ("webhook", "endpoint_id")
    SAID: ClassVar = _("Secret of a webhook renewed")
    endpoint_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRemoved(Event):
    SUBJECT: ClassVar = ("webhook", "endpoint_id")
    SAID: ClassVar = _("Webhook removed")
    endpoint_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookReplayed(Event):
    """Dead notices were put on their way again."""

    SUBJECT: ClassVar = ("webhook", "endpoint_id")
    SAID: ClassVar = _("Notices of a webhook sent again")
    endpoint_id: int
    count: int
