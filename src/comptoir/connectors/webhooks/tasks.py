"""Background work of webhooks."""

from comptoir import journal
from comptoir.connectors.webhooks import services
from comptoir.connectors.webhooks.sending import deliver_due


@journal.periodic("connectors_webhooks.follow", "*/5 * * * * *", queue="webhooks")
def follow() -> None:
    services.follow()


@journal.task("connectors_webhooks.deliver", queue="webhooks", retry=None)
def deliver(*, endpoint_id: int) -> None:
    """A notice that fails waits in its row; the next round wakes it."""
    deliver_due(endpoint_id)


@journal.periodic("connectors_webhooks.forget_old_notices", "23 3 * * *")
def forget_old_notices() -> None:
    services.forget_old_notices()
