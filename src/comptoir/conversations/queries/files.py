"""Files as pages show them: safe copies to look at, the original to download."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.accounts.visitors import DOORS
from comptoir.conversations.models import Attachment, Draft, Message
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.shapes import File, FileKind
from comptoir.conversations.states import UPLOADS
from comptoir.kit import signed
from comptoir.kit.pictures import marks
from comptoir.kit.previews import Reason
from comptoir.kit.previews.refusals import explain

LINK_MINUTES = 60


def file_of(viewer: Viewer, attachment: Attachment) -> File:
    """One file with its links; the signature of the download belongs to this viewer (C4)."""
    public_id, pages = str(attachment.public_id), _pages_of(viewer)
    ready = attachment.preview == "ready"
    return File(
        public_id=public_id,
        name=attachment.name,
        kind=_kind(attachment),
        size=attachment.size,
        download_url=_download(viewer, public_id),
        thumb_url=reverse(f"{pages}:thumb", args=[public_id]) if ready else "",
        page_urls=tuple(
            reverse(f"{pages}:page", args=[public_id, at])
            for at in range(len(attachment.page_keys))
        )
        if ready
        else (),
        waiting=attachment.preview == "waiting",
        refused=str(explain(Reason(attachment.preview_trouble)))
        if attachment.preview_trouble
        else "",
        is_inline=attachment.is_inline,
    )


def attachments_of(messages: Sequence[Message]) -> Mapping[int, list[Attachment]]:
    """By message, its files in their order: a query where there are any."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    ids = [message.pk for message in messages if message.files]
    if ids:
        for attachment in Attachment.objects.filter(message__in=ids).order_by("pk"):
            found[attachment.message_id or 0].append(attachment)
    return found


def files_of(
    viewer: Viewer, attachments: Sequence[Attachment], *, text: str
) -> tuple[tuple[File, ...], tuple[File, ...]]:
    """What stands below the words, and the pictures that stand in them."""
    found = tuple(file_of(viewer, each) for each in attachments)
    if not any(file.is_inline for file in found):
        return found, ()
    named = {mark.name for mark in marks(text)}
    inside = tuple(f for f in found if f.is_inline and f.page_urls and f.name in named)
    return tuple(file for file in found if file not in inside), inside


def _kind(attachment: Attachment) -> FileKind:
    if attachment.preview == "none":
        return FileKind.OTHER
    return FileKind.PDF if attachment.content_type == "application/pdf" else FileKind.PICTURE


def is_picture(attachment: Attachment) -> bool:
    """One that is shown, or will be as soon as it is drawn."""
    return _kind(attachment) is FileKind.PICTURE and attachment.preview != "refused"


def _download(viewer: Viewer, public_id: str) -> str:
    signature = signed.sign(public_id, bound_to=bound_to(viewer), minutes=LINK_MINUTES)
    return f"{reverse(f'{_pages_of(viewer)}:file', args=[public_id])}?s={signature}"


def _pages_of(viewer: Viewer) -> str:
    """The namespace of the pages that serve this viewer's files: the desk's, or his door's."""
    return "conversations" if viewer.party is Party.OPERATOR else DOORS[viewer.party].name


def bound_to(viewer: Viewer) -> str:
    """A link is worth something only to whom it was shown."""
    return f"{viewer.party.name}:{viewer.id}"


def pictures_at_hand(conversation_id: int, member_id: int) -> set[str]:
    """The pictures that his words may have a place for: of his draft, or waiting to leave."""
    in_draft = Q(draft__conversation=conversation_id, draft__member=member_id)
    waiting = Q(message__conversation=conversation_id, message__author_id=member_id)
    found = Attachment.objects.filter(in_draft | waiting, is_inline=True)
    return set(found.values_list("name", flat=True))


def uploads_of(viewer: Viewer, conversation_id: int) -> QuerySet[Attachment]:
    """The files that this member's programs have sent ahead here, and no message has taken."""
    waiting = Attachment.objects.filter(message=None, draft__mode=UPLOADS)
    return waiting.filter(draft__conversation=conversation_id, draft__member=viewer.id)


def files_of_draft(draft: Draft) -> QuerySet[Attachment]:
    return Attachment.objects.filter(draft=draft, message=None).order_by("pk")


def find_attachment(viewer: Viewer, public_id: UUID) -> Attachment | None:
    """A file of a message this viewer may see, or of his own draft."""
    attachment = Attachment.objects.filter(public_id=public_id).select_related("draft").first()
    if attachment is None:
        return None
    if attachment.message_id is not None:
        seen = messages_for(viewer).filter(pk=attachment.message_id).exists()
        return attachment if seen else None
    draft = attachment.draft
    is_own = draft is not None and viewer.party is Party.OPERATOR and draft.member_id == viewer.id
    return attachment if is_own else None
