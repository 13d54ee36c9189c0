"""What the connector does for its slot, and how it tells that a mailbox has trouble."""

from collections.abc import Sequence

from comptoir.channels.errors import ConnectorError
from comptoir.channels.mail.compose import Letter
from comptoir.channels.models import Channel
from comptoir.channels.services import note_health
from comptoir.channels.states import Health
from comptoir.connectors.email import imap, slots, smtp
from comptoir.kit.actor import SYSTEM


class EmailConnector:
    """IMAP in, SMTP out."""

    def send(self, *, channel: Channel, letter: Letter, recipients: Sequence[str]) -> None:
        postman = slots.POSTMAN.get("postman") if "postman" in slots.POSTMAN else smtp.send
        postman(channel, letter, recipients)

    def fetch(self, *, channel: Channel) -> int:
        return imap.fetch(channel)


def fetch(*, channel_id: int) -> int:
    """Look into one mailbox and write down how it went."""
    channel = Channel.objects.get(pk=channel_id)
    if not channel.is_active:
        return 0
    try:
        stored = imap.fetch(channel)
    except ConnectorError as error:
        note_health(by=SYSTEM, channel_id=channel.pk, health=_health(error), trouble=str(error))
        return 0
    note_health(by=SYSTEM, channel_id=channel.pk, health=Health.OK)
    return stored


def _health(error: ConnectorError) -> Health:
    if error.grant_expired:
        return Health.GRANT_EXPIRED
    return Health.REFUSED if error.code == "login" else Health.UNREACHABLE
