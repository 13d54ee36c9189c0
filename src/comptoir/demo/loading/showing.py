"""The copies of the sample's photos: made once for each drawing, however many mails hold it."""

from comptoir.conversations import services as conversations
from comptoir.conversations.models import Attachment


def show_files() -> None:
    """Have every photo shown that still waits; safe to run twice."""
    waiting = Attachment.objects.filter(preview="waiting", message__isnull=False)
    for key in waiting.values_list("content_key", flat=True).distinct():
        _show(key)


def _show(content_key: str) -> None:
    twins = Attachment.objects.filter(content_key=content_key, message__isnull=False)
    first = twins.order_by("pk")[0]
    conversations.prepare_preview(attachment_id=first.pk)
    first.refresh_from_db()
    twins.filter(preview="waiting").update(
        preview=first.preview,
        preview_trouble=first.preview_trouble,
        thumb_key=first.thumb_key,
        page_keys=first.page_keys,
    )
