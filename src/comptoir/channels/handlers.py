"""What channels do when something happened."""

from comptoir.channels import services
from comptoir.channels.events import ChannelHealthChanged
from comptoir.journal import on


@on(ChannelHealthChanged)
def tell_administrators(event: ChannelHealthChanged) -> None:
    services.tell_administrators(channel_id=event.channel_id, health=event.health)
