"""What is said in a chat, to its visitor through his own eyes alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.queries.visits import conversation_of, sees_past, viewer_of
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    Message,
    MessageDelivery,
)
from comptoir.conversations.queries import conversations_for, messages_for
from comptoir.conversations.queries.doors import messages_in
from comptoir.conversations.queries.files import is_picture
from comptoir.journal.models import Entry
from comptoir.kit import signed
from comptoir.kit.rows import select

MOST_LINES = 100
MOST_PAST = 20
LINK_MINUTES = 60


@dataclass(frozen=True, slots=True)
class SaidFile:
    """Of a picture a safe copy can be had too, perhaps a moment later."""

    name: str
    size: int
    url: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Said:
    """`token` is the widget's own name for a message of his; `by` is empty for him."""

    id: UUID
    by: str
    at: datetime
    text: str
    token: str
    files: tuple[SaidFile, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """What is new since a position. With `reset` it is all there is: forget what came before."""

    said: tuple[Said, ...]
    position: str
    reset: bool


# Whatever becomes visible for a buyer is told by one of these, in the order in which it does.
_SHOWN = (
    "conversations.MessageReceived",
    "conversations.MessageSent",
    "conversations.ConversationAcknowledged",
)


def talk(visit: ChatVisit, conversation: Conversation, *, after: str = "") -> Talk:
    """Everything after a position that this browser was given, or the newest of all.

    A held answer appears later than what was written after it, so a message's number is no
    position: the journal's is. Entries of one conversation are written under its lock.
    """
    since = _entry_of(conversation, after)
    shown = _shown_since(conversation, since or 0)
    position = f"{conversation.public_id}.{shown[-1].pk if shown else since or 0}"
    viewer = viewer_of(visit)
    if viewer is None:
        return Talk((), position, reset=True)
    if since is None:
        newest = messages_in(conversation, viewer, most=MOST_LINES)
    else:
        newest = _told_by(viewer, conversation, shown)
    return Talk(said(visit, newest[::-1]), position, reset=since is None)


def _told_by(viewer: Viewer, conversation: Conversation, shown: Sequence[Entry]) -> list[Message]:
    if not (told := _messages_told(shown)):
        return []
    those, params = "t.id = ANY(%(told)s)", {"told": list(told)}
    return messages_in(conversation, viewer, only=those, params=params, most=MOST_LINES)


def _entry_of(conversation: Conversation, after: str) -> int | None:
    """The place in the journal, if the position is one in this conversation."""
    public_id, _, number = after.partition(".")
    is_one = public_id == str(conversation.public_id) and number.isdecimal() and len(number) < 19
    return int(number) if is_one else None


def _shown_since(conversation: Conversation, since: int) -> Sequence[Entry]:
    of_it = "WHERE t.subject_kind = 'conversation' AND t.subject_id = %s AND t.event = ANY(%s)"
    params = [conversation.pk, list(_SHOWN)]
    if since:
        return select(Entry, f"{of_it} AND t.id > %s ORDER BY t.id", [*params, since])
    return select(Entry, f"{of_it} ORDER BY t.id DESC LIMIT 1", params)


def _messages_told(shown: Sequence[Entry]) -> set[int]:
    found = {entry.data["message_id"] for entry in shown if "message_id" in entry.data}
    deliveries = [entry.data["delivery_id"] for entry in shown if "message_id" not in entry.data]
    if deliveries:
        links = MessageDelivery.objects.filter(delivery__in=deliveries)
        found |= set(links.values_list("message_id", flat=True))
    return found


def said(visit: ChatVisit, messages: Sequence[Message]) -> tuple[Said, ...]:
    files: Mapping[int, list[Attachment]] = defaultdict(list)
    ids = [message.pk for message in messages if message.files]
    if ids:
        for each in Attachment.objects.filter(message__in=ids).order_by("pk"):
            files[each.message_id or 0].append(each)
    name = visit.channel.sender_name or visit.channel.name
    return tuple(_said(visit, message, files[message.pk], name) for message in messages)


def _said(visit: ChatVisit, message: Message, files: Sequence[Attachment], house: str) -> Said:
    """The house answers: no agent's name, no address."""
    is_own = message.author_kind == "buyer"
    by_seller = message.author_kind == "seller"
    return Said(
        id=message.public_id,
        by="" if is_own else message.author_name if by_seller else house,
        at=message.received_at,
        text=message.text,
        token=str(message.facts.get("token", "")) if is_own else "",
        files=tuple(_said_file(visit, each) for each in files),
    )


def _said_file(visit: ChatVisit, each: Attachment) -> SaidFile:
    return SaidFile(each.name, each.size, _link(visit, each), is_picture(each))


def bound_to(visit: ChatVisit) -> str:
    """A link to a file is worth something only in the browser that it was made for."""
    return f"chat:{visit.pk}"


def _link(visit: ChatVisit, attachment: Attachment) -> str:
    signature = signed.sign(
        str(attachment.public_id), bound_to=bound_to(visit), minutes=LINK_MINUTES
    )
    return f"files/{attachment.public_id}?v={visit.pk}&s={signature}"


def find_attachment(visit: ChatVisit, public_id: UUID) -> Attachment | None:
    """A file of a message that this browser may read now (C4)."""
    viewer, own = viewer_of(visit), conversation_of(visit)
    if viewer is None or own is None:
        return None
    seen = messages_for(viewer)
    if not sees_past(visit):
        seen = seen.filter(conversation=own)
    return Attachment.objects.filter(public_id=public_id, message__in=seen).first()


_READ = """t.author_kind = 'buyer' AND t.id <= (
  SELECT max(r.last_read_id) FROM conversations_reading r
   WHERE r.conversation_id = %(conversation)s)"""


def read_by_desk(visit: ChatVisit, conversation: Conversation) -> UUID | None:
    """The last of his own messages that somebody at the desk has read."""
    viewer = viewer_of(visit)
    if viewer is None:
        return None
    found = messages_in(conversation, viewer, only=_READ, most=1)
    return found[0].public_id if found else None


def past_of(visit: ChatVisit) -> "QuerySet[Conversation]":
    """His other conversations, the latest first; none for who is not known for sure."""
    viewer = viewer_of(visit)
    if viewer is None or not sees_past(visit):
        return conversations_for(Viewer(Party.BUYER, 0)).none()
    own = conversations_for(viewer).filter(merged_into=None, is_spam=False)
    return own.exclude(pk=visit.conversation_id or 0).order_by("-buyer_last_id")


def has_past(visit: ChatVisit) -> bool:
    return sees_past(visit) and past_of(visit).exists()
