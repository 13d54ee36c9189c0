"""Looking into mailboxes: a job for each, so that none delays another."""

from comptoir.channels.models import Channel
from comptoir.connectors.email import services
from comptoir.journal import later, periodic, task


@periodic("connectors_email.look", "* * * * * */20", queue="intake")
def look() -> None:
    """Every twenty seconds: one job a mailbox, unless its last one still waits."""
    mailboxes = Channel.objects.filter(kind="email", is_active=True, settings__has_key="imap")
    for channel_id in mailboxes.values_list("pk", flat=True):
        key = f"channel:{channel_id}"
        later("connectors_email.fetch", key=key, lock=key, queue="intake", channel_id=channel_id)


@task("connectors_email.fetch", queue="intake", retry=None)
def fetch(*, channel_id: int) -> None:
    services.fetch(channel_id=channel_id)
