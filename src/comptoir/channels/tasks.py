"""Background work of channels."""

from comptoir.channels import services
from comptoir.journal import periodic, task


@task("channels.deliver", queue="deliveries")
def deliver(*, delivery_id: int) -> None:
    services.deliver(delivery_id=delivery_id)


@periodic("channels.release_due", "* * * * *", queue="deliveries")
def release_due() -> None:
    services.release_due()


@periodic("channels.retry_failed", "* * * * *", queue="intake")
def retry_failed() -> None:
    services.retry_failed()


@periodic("channels.keep_for_a_time", "23 * * * *")
def keep_for_a_time() -> None:
    """Hourly: originals beyond their time, and what only the brakes remember."""
    services.clear_raw_files()
    services.forget_automatic_mails()
