"""Pictures that stand in the words of a draft: our own safe copies, by the name of their mark."""

from comptoir.conversations import access
from comptoir.conversations.models import Attachment, Conversation
from comptoir.conversations.services.filing import PREVIEW_FOLDER, attach_to_draft
from comptoir.kit import files
from comptoir.kit.actor import Actor
from comptoir.kit.drawn import draw, drawn_name
from comptoir.kit.files import safe_name


def draw_into_draft(
    *, by: Actor, conversation_id: int, mode: str, name: str, content: bytes
) -> str:
    """A picture that somebody pasted: drawn anew, named for its mark; returns that name.

    Raises NotDrawn, TooMuchToSend.
    """
    access.require(by, access.NOTE, Conversation.objects.get(pk=conversation_id))
    return put_picture_into_draft(
        by=by,
        conversation_id=conversation_id,
        mode=mode,
        name=drawn_name(name),
        content=draw(content),
    )


def put_picture_into_draft(
    *, by: Actor, conversation_id: int, mode: str, name: str, content: bytes
) -> str:
    """Add a picture that was drawn here, a JPEG; returns the name under which its mark finds it.

    The same picture is added once. Raises TooMuchToSend.
    """
    held = dict(_held(by, conversation_id, mode))
    key = files.put(content, folder=PREVIEW_FOLDER)
    name = _free(safe_name(name), held, key)
    if name in held:
        return name
    attachment = attach_to_draft(
        by=by,
        conversation_id=conversation_id,
        mode=mode,
        name=name,
        content_type="image/jpeg",
        content=content,
    )
    # It is a safe copy itself: nobody waits for another one.
    attachment.is_inline, attachment.preview = True, "ready"
    attachment.thumb_key, attachment.page_keys = key, [key]
    attachment.save(update_fields=["is_inline", "preview", "thumb_key", "page_keys"])
    return name


def _held(by: Actor, conversation_id: int, mode: str) -> list[tuple[str, str]]:
    """What the draft holds: names, and of pictures in its words the key of the copy."""
    theirs = Attachment.objects.filter(
        draft__conversation=conversation_id, draft__member=by.row_id, draft__mode=mode
    )
    return [
        (each.name, each.thumb_key if each.is_inline else "")
        for each in theirs.only("name", "thumb_key", "is_inline")
    ]


def _free(name: str, held: dict[str, str], key: str) -> str:
    """A name that leads to this picture alone."""
    stem, _dot, ending = name.rpartition(".")
    tried, number = name, 2
    while held.get(tried, key) != key:
        tried, number = f"{stem}-{number}.{ending}", number + 1
    return tried
