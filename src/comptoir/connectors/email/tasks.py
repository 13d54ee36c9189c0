"""Looking into mailboxes: a job for each, so that none delays another."""

from comptoir.connectors.email import services
from comptoir.journal import periodic, task


# Of six fields the last one counts seconds.
@periodic("connectors_email.look", "* * * * * */20", queue="intake")
def look() -> None:
    services.look()


@task("connectors_email.fetch", queue="intake", retry=None)
def fetch(*, channel_id: int) -> None:
    services.fetch(channel_id=channel_id)
