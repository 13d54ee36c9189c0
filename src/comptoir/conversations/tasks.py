"""Background work of conversations."""

from comptoir.conversations import services
from comptoir.journal import periodic, task


@periodic("conversations.wake", "*/1 * * * *")
def wake() -> None:
    services.wake_due()


@periodic("conversations.send_later", "*/1 * * * *")
def send_later() -> None:
    services.send_due()


@periodic("conversations.remind", "*/1 * * * *")
def remind() -> None:
    services.remind_due()


@periodic("conversations.forget_uploads", "17 * * * *")
def forget_uploads() -> None:
    services.forget_uploads()


@task("conversations.work_bulk")
def work_bulk(*, run_id: int) -> None:
    services.work_bulk(run_id=run_id)


@task("conversations.count_views", retry=None)
def count_views(*, ids: list[int]) -> None:
    services.count_views(ids=ids)


@task("conversations.prepare_previews", queue="previews")
def prepare_previews(*, message_id: int) -> None:
    services.prepare_previews(message_id=message_id)


@task("conversations.prepare_preview", queue="previews")
def prepare_preview(*, attachment_id: int) -> None:
    services.prepare_preview(attachment_id=attachment_id)
