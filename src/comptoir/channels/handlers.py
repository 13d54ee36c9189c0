"""What channels do when something happened."""

from comptoir.channels import services
from comptoir.channels.events import ChannelHealthChanged, ChannelSendingChanged
from comptoir.channels.states import Health
from comptoir.journal import on


@on(ChannelHealthChanged)
def tell_administrators(event: ChannelHealthChanged) -> None:
    services.tell_administrators(channel_id=event.channel_id, health=event.health)


# A server that is away for a moment worries nobody: the banner says it when it lasts.
@on(ChannelHealthChanged)
def ring_administrators(event: ChannelHealthChanged) -> None:
    if event.health not in (Health.OK, Health.UNREACHABLE):
        services.tell_of_trouble(channel_id=event.channel_id)


@on(ChannelSendingChanged)
def ring_when_nothing_leaves(event: ChannelSendingChanged) -> None:
    if not event.works:
        services.tell_of_trouble(channel_id=event.channel_id)
