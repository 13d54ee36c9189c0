"""Files of messages: stored by content, shown only as safe copies made in a child process."""

import logging
from collections.abc import Iterable, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.channels.mail.shapes import AttachedFile
from comptoir.conversations import access
from comptoir.conversations.errors import TooMuchToSend
from comptoir.conversations.events import PreviewsPrepared
from comptoir.conversations.models import Attachment, Draft, Message
from comptoir.conversations.services import rows
from comptoir.conversations.services.drafting import write_draft
from comptoir.journal import later, publish
from comptoir.kit import files
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.files import safe_name
from comptoir.kit.previews import PreviewRefused, Previews, kind_of, make_previews
from comptoir.kit.text import clean

log = logging.getLogger(__name__)

FOLDER = "attachments"
PREVIEW_FOLDER = "previews"
MOST_SHOWN = 100
MOST_FILES = 20
MOST_BYTES = 25 * 1024 * 1024


def store_attachments(*, message: Message, attachments: Iterable[AttachedFile]) -> None:
    """Keep the files of an incoming message and have their copies made."""
    made = [attachment_of(each) for each in attachments]
    for attachment in made:
        attachment.message = message
    Attachment.objects.bulk_create(made)
    if any(attachment.preview == "waiting" for attachment in made):
        later("conversations.prepare_previews", queue="previews", message_id=message.pk)


def weigh(sizes: Sequence[int]) -> None:
    """Refuse what one message can't hold; sizes in bytes. Raises TooMuchToSend.

    Mail servers take about 25 MB: what is more would come back.
    """
    if len(sizes) > MOST_FILES or sum(sizes) > MOST_BYTES:
        raise TooMuchToSend(
            _("A message holds %(number)d files of 25 MB together. Send a link instead.")
            % {"number": MOST_FILES}
        )


def uploaded_files(uploaded: Sequence["UploadedFile[bytes]"]) -> tuple[AttachedFile, ...]:
    """The files of a form, weighed before anything is read into memory. Raises TooMuchToSend."""
    weigh([each.size or 0 for each in uploaded])
    return tuple(
        AttachedFile(
            each.name or "",
            each.content_type or "application/octet-stream",
            each.size or 0,
            each.read(),
        )
        for each in uploaded
    )


def attachment_of(each: AttachedFile) -> Attachment:
    return Attachment(
        name=safe_name(clean(each.name))[:255],
        content_type=clean(each.content_type)[:120],
        size=each.size,
        content_key=files.put(each.content, folder=FOLDER),
        content_id=clean(each.content_id)[:255],
        is_inline=each.inline,
        preview="waiting" if kind_of(each.content) else "none",
    )


@transaction.atomic
def attach_to_draft(
    *, by: Actor, conversation_id: int, mode: str, name: str, content_type: str, content: bytes
) -> Attachment:
    """Add a file to the member's draft; raises TooMuchToSend."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.NOTE, conversation)
    draft = Draft.objects.filter(
        conversation=conversation, member_id=by.row_id, mode=mode
    ).first() or write_draft(by=by, conversation=conversation, mode=mode, text="")
    _check_room(draft, len(content))
    attachment = attachment_of(AttachedFile(name, content_type, len(content), content))
    attachment.draft = draft
    attachment.save()
    if attachment.preview == "waiting":
        later("conversations.prepare_preview", queue="previews", attachment_id=attachment.pk)
    return attachment


def _check_room(draft: Draft, size: int) -> None:
    held = Attachment.objects.filter(draft=draft).values_list("size", flat=True)
    weigh([*held, size])


def prepare_previews(*, message_id: int) -> None:
    """Make the copies of one message's files; safe to run twice."""
    waiting = Attachment.objects.filter(message_id=message_id, preview="waiting")
    made = list(waiting.order_by("pk")[:MOST_SHOWN])
    for attachment in made:
        _prepare(attachment)
    if made:
        _tell_prepared(message_id)


@transaction.atomic
def _tell_prepared(message_id: int) -> None:
    """Whoever reads the conversation now sees the copies."""
    message = Message.objects.only("conversation_id").get(pk=message_id)
    prepared = PreviewsPrepared(conversation_id=message.conversation_id, message_id=message_id)
    publish(prepared, by=SYSTEM)


def prepare_preview(*, attachment_id: int) -> None:
    """Make the copies of one file of a draft; safe to run twice."""
    for attachment in Attachment.objects.filter(pk=attachment_id, preview="waiting"):
        _prepare(attachment)


def _prepare(attachment: Attachment) -> None:
    """One file: its copies, or the reason why it is not shown."""
    try:
        copies = make_previews(files.read(attachment.content_key))
    except PreviewRefused as refusal:
        attachment.preview, attachment.preview_trouble = "refused", refusal.reason
    else:
        _keep(attachment, copies)
    attachment.save(update_fields=["preview", "preview_trouble", "thumb_key", "page_keys"])


def _keep(attachment: Attachment, copies: Previews) -> None:
    attachment.preview = "ready"
    attachment.page_keys = [files.put(p.content, folder=PREVIEW_FOLDER) for p in copies.pages]
    if copies.thumbnail:
        attachment.thumb_key = files.put(copies.thumbnail.content, folder=PREVIEW_FOLDER)


@transaction.atomic
def remove_from_draft(*, by: Actor, conversation_id: int, public_id: str) -> str:
    """Take a file out of the member's own draft; returns the draft's mode."""
    rows.lock(conversation_id)
    attachment = (
        Attachment.objects.select_related("draft")
        .filter(public_id=public_id, message=None, draft__member_id=by.row_id)
        .first()
    )
    if attachment is None or attachment.draft is None:
        return "reply"
    attachment.delete()
    return attachment.draft.mode
