"""Background work of conversations."""

from comptoir.conversations import services
from comptoir.journal import task


@task("conversations.prepare_previews", queue="previews")
def prepare_previews(*, message_id: int) -> None:
    services.prepare_previews(message_id=message_id)


@task("conversations.prepare_preview", queue="previews")
def prepare_preview(*, attachment_id: int) -> None:
    services.prepare_preview(attachment_id=attachment_id)
