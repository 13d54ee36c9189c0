"""Whether a channel works, and how far its intake has come."""

from typing import Any

from django.db import transaction

from comptoir.channels.events import ChannelHealthChanged, ChannelSendingChanged
from comptoir.channels.models import Channel
from comptoir.channels.states import Health
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now


@transaction.atomic
def note_health(*, by: Actor, channel_id: int, health: Health, trouble: str = "") -> None:
    """Write down how the last attempt to reach a channel ended; announce only a change."""
    channel = Channel.objects.select_for_update(no_key=True).get(pk=channel_id)
    changed = channel.health != health
    if changed:
        channel.troubled_since = None if health is Health.OK else now()
    channel.health, channel.trouble, channel.checked_at = health, trouble, now()
    channel.save(update_fields=["health", "trouble", "troubled_since", "checked_at"])
    if changed:
        publish(ChannelHealthChanged(channel_id=channel.pk, health=health), by=by)


@transaction.atomic
def note_sending(*, by: Actor, channel_id: int, trouble: str = "") -> None:
    """Write down whether anything can be sent through a channel; announce only a change."""
    channel = Channel.objects.select_for_update(no_key=True).get(pk=channel_id)
    changed = bool(channel.sending_trouble) != bool(trouble)
    channel.sending_trouble = trouble
    channel.save(update_fields=["sending_trouble"])
    if changed:
        publish(ChannelSendingChanged(channel_id=channel.pk, works=not trouble), by=by)


def set_cursor(*, channel_id: int, cursor: dict[str, Any]) -> None:
    """Remember how far a mailbox was read: only after what lies before it is stored."""
    Channel.objects.filter(pk=channel_id).update(cursor=cursor)
