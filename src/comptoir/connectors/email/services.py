"""What the connector does for its slot, and how it tells that a mailbox has trouble."""

from collections.abc import Sequence

from comptoir.channels.errors import ConnectorError
from comptoir.channels.mail.compose import Letter
from comptoir.channels.models import Channel
from comptoir.channels.services import note_health
from comptoir.channels.states import Health
from comptoir.connectors.email import imap, slots, smtp
from comptoir.connectors.email.policies import is_due
from comptoir.journal import later
from comptoir.kit.actor import SYSTEM
from comptoir.kit.clock import now


class EmailConnector:
    """IMAP in, SMTP out."""

    def send(self, *, channel: Channel, letter: Letter, recipients: Sequence[str]) -> None:
        postman = slots.POSTMAN.get("postman") if "postman" in slots.POSTMAN else smtp.send
        postman(channel, letter, recipients)

    def fetch(self, *, channel: Channel) -> int:
        return imap.fetch(channel)

    def load(self, *, channel: Channel, external_id: str) -> bytes:
        return imap.load(channel, external_id)


def look() -> int:
    """A job for each mailbox whose turn it is, unless its last one still waits; returns how many.

    The job's lock is the mailbox's own: one that takes long makes only itself wait.
    """
    mailboxes = Channel.objects.filter(kind="email", is_active=True, settings__has_key="imap")
    at = now()
    due = [
        channel_id
        for channel_id, since, checked in mailboxes.values_list(
            "pk", "troubled_since", "checked_at"
        )
        if is_due(troubled_since=since, checked_at=checked, at=at)
    ]
    for channel_id in due:
        key = f"channel:{channel_id}"
        later("connectors_email.fetch", key=key, lock=key, queue="intake", channel_id=channel_id)
    return len(due)


def fetch(*, channel_id: int) -> int:
    """Look into one mailbox and write down how it went."""
    channel = Channel.objects.get(pk=channel_id)
    if not channel.is_active:
        return 0
    try:
        stored = imap.fetch(channel)
    except ConnectorError as error:
        note_health(by=SYSTEM, channel_id=channel.pk, health=_health(error), trouble=error.kept)
        return 0
    note_health(by=SYSTEM, channel_id=channel.pk, health=Health.OK)
    return stored


def _health(error: ConnectorError) -> Health:
    if error.grant_expired:
        return Health.GRANT_EXPIRED
    return Health.REFUSED if error.code == "login" else Health.UNREACHABLE
