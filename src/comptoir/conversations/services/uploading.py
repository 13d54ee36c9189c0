"""Files that a program sends ahead: kept for a day, until a message of its names them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from comptoir.conversations import access
from comptoir.conversations.errors import FilesInTheWay, NoSuchUpload
from comptoir.conversations.models import Attachment, Conversation, Draft, Message
from comptoir.conversations.services import rows
from comptoir.conversations.services.drafting import emptied, take_draft_files, write_draft
from comptoir.conversations.services.filing import attach_to_draft, weigh
from comptoir.conversations.states import UPLOADS
from comptoir.kit import db
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now

KEPT = timedelta(hours=24)
# What a template brings along to a program's message: within its transaction alone.
_BROUGHT = "macro"


@transaction.atomic
def upload_file(
    *, by: Actor, conversation_id: int, name: str, content_type: str, content: bytes
) -> Attachment:
    """One more file that waits in this conversation; all of them wait for another day.

    What waits is never more than one message holds. Raises TooMuchToSend.
    """
    conversation = rows.lock(conversation_id)
    access.require(by, access.NOTE, conversation)
    write_draft(by=by, conversation=conversation, mode=UPLOADS, text="")
    return attach_to_draft(
        by=by,
        conversation_id=conversation.pk,
        mode=UPLOADS,
        name=name,
        content_type=content_type,
        content=content,
    )


@transaction.atomic
def remove_upload(*, by: Actor, conversation_id: int, public_id: UUID) -> None:
    """Raises NoSuchUpload for one that a message has taken."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.NOTE, conversation)
    waiting = Attachment.objects.filter(
        public_id=public_id,
        message=None,
        draft__conversation=conversation,
        draft__member=by.row_id,
        draft__mode=UPLOADS,
    )
    found = waiting.first()
    if found is None:
        raise NoSuchUpload
    found.delete()


@transaction.atomic
def forget_uploads() -> int:
    """What no message has named within a day; how many files there were."""
    old = Draft.objects.select_for_update().filter(mode=UPLOADS, saved_at__lt=now() - KEPT)
    ids = list(old.order_by("conversation_id", "pk").values_list("pk", flat=True))
    gone, _each = Attachment.objects.filter(draft__in=ids, message=None).delete()
    Draft.objects.filter(pk__in=ids).delete()
    return gone


def template_mode(by: Actor) -> str:
    """The draft that a template's files join: the open reply's, or one of the program's own."""
    return "reply" if by.only is None else _BROUGHT


def take_files(
    *,
    by: Actor,
    conversation: Conversation,
    message: Message,
    mode: str = "reply",
    uploads: Sequence[UUID] = (),
) -> int:
    """The files that leave with a message: a member's are those of his draft, a program's those
    it names and those of its template. Returns how many.

    Raises NoSuchUpload, TooMuchToSend.
    """
    if by.only is None:
        return take_draft_files(by=by, conversation=conversation, message=message, mode=mode)
    sizes = emptied(by=by, conversation=conversation, message=message, mode=_BROUGHT)
    sizes += take_named(by=by, conversation=conversation, message=message, uploads=uploads)
    weigh(sizes)
    return len(sizes)


def put_aside(
    *, by: Actor, conversation: Conversation, draft: Draft, uploads: Sequence[UUID]
) -> None:
    """A program's reply that leaves later holds the files it names, and no other.

    Those that an earlier one held are uploads again. Raises NoSuchUpload, TooMuchToSend, and
    FilesInTheWay for what a person has put into a reply of his own.
    """
    if by.only is None:
        return
    others = Attachment.objects.filter(draft=draft, message=None).exclude(public_id__in=uploads)
    if others.exists():
        if draft.send_at is None:
            raise FilesInTheWay
        others.update(draft=write_draft(by=by, conversation=conversation, mode=UPLOADS, text=""))
    waiting = Q(draft__mode=UPLOADS, draft__member=by.row_id, draft__conversation=conversation)
    named = Attachment.objects.filter(waiting | Q(draft=draft), public_id__in=uploads, message=None)
    sizes = list(named.values_list("size", flat=True))
    if len(sizes) != len(set(uploads)):
        raise NoSuchUpload
    weigh(sizes)
    named.update(draft=draft)


def take_named(
    *, by: Actor, conversation: Conversation, message: Message, uploads: Sequence[UUID]
) -> list[int]:
    """The uploads of this conversation that leave with a message of another; their sizes.

    Raises NoSuchUpload.
    """
    return _named(by, conversation, message, uploads) if uploads else []


def _named(
    by: Actor, conversation: Conversation, message: Message, uploads: Sequence[UUID]
) -> list[int]:
    told = {
        "message": message.pk,
        "uploads": list(uploads),
        "number": conversation.pk,
        "member": by.row_id,
        "mode": UPLOADS,
    }
    found = db.planned(_NAMED, told)
    if len(found) != len(set(uploads)):
        raise NoSuchUpload
    return [size for (size,) in found]


_NAMED = """
UPDATE conversations_attachment SET message_id = %(message)s, draft_id = NULL
WHERE public_id = ANY(%(uploads)s) AND message_id IS NULL AND draft_id IN (
  SELECT id FROM conversations_draft
  WHERE conversation_id = %(number)s AND member_id = %(member)s AND mode = %(mode)s)
RETURNING size"""
