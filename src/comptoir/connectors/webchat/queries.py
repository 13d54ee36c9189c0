"""What a chat shows: to its visitor through his own eyes alone, and to the desk about him."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.channels.states import CHAT_KIND
from comptoir.commerce.models import BuyerIdentity
from comptoir.commerce.states import IdentityKind
from comptoir.connectors.webchat.errors import NoSuchChat, VisitOver
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.states import HERE_FOR
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    Message,
    MessageDelivery,
    Reading,
)
from comptoir.conversations.queries import conversations_for, messages_for
from comptoir.journal.models import Entry
from comptoir.kit import signed
from comptoir.kit.clock import now
from comptoir.kit.rows import fetch
from comptoir.kit.secrets import UnreadableSecret, unseal
from comptoir.kit.text import digest

MOST_LINES = 100
MOST_PAST = 20
LINK_MINUTES = 60
_STREAM = "chat"
SECRET, SECRET_BEFORE, BEFORE_UNTIL = "chat_secret", "chat_secret_before", "chat_before_until"


# --- Chats --------------------------------------------------------------------------------------


def chat_at(public_id: UUID) -> Channel:
    """The chat behind an address; raises NoSuchChat."""
    found = Channel.objects.filter(public_id=public_id, kind=CHAT_KIND, is_active=True).first()
    if found is None:
        raise NoSuchChat
    return found


def find_chat(channel_id: int) -> Channel:
    """One of the settings, switched off or not; raises NoSuchChat."""
    found = Channel.objects.filter(pk=channel_id, kind=CHAT_KIND).first()
    if found is None:
        raise NoSuchChat
    return found


def first_chat() -> Channel | None:
    return Channel.objects.filter(kind=CHAT_KIND, is_active=True).order_by("pk").first()


def secrets_of(channel: Channel, *, at: datetime) -> tuple[str, ...]:
    """The secret that signs now, and for an hour the one before it."""
    try:
        sealed = unseal(channel.sealed)
    except UnreadableSecret:
        return ()
    kept = json.loads(sealed) if sealed else {}
    current, before = kept.get(SECRET, ""), kept.get(SECRET_BEFORE, "")
    still_holds = before and at.isoformat() < kept.get(BEFORE_UNTIL, "")
    return tuple(secret for secret in (current, before if still_holds else "") if secret)


def own_origin() -> str:
    parts = urlsplit(str(settings.PUBLIC_URL))
    return f"{parts.scheme}://{parts.netloc}"


# --- Visits -------------------------------------------------------------------------------------


def visit_of(channel: Channel, key: str) -> ChatVisit:
    """The browser that holds this key; raises VisitOver."""
    found = find_visit(channel, key)
    if found is None:
        raise VisitOver
    return found


def find_visit(channel: Channel, key: str) -> ChatVisit | None:
    if not key:
        return None
    good = ChatVisit.objects.filter(
        key_digest=digest(key), channel=channel, expires_at__gt=now()
    ).select_related("identity", "conversation")
    return good.first()


def viewer_of(visit: ChatVisit) -> Viewer | None:
    """Through whose eyes this browser reads; None before anything was written."""
    return Viewer(Party.BUYER, visit.identity.buyer_id) if visit.identity else None


def sees_past(visit: ChatVisit) -> bool:
    """Whether more than this very chat is his: the shop said who he is, or he proved an address of
    the buyer behind it. Agents may have taken a stranger for a buyer: that proves nothing."""
    if visit.is_identified:
        return True
    if visit.proved_at is None or visit.identity is None:
        return False
    return BuyerIdentity.objects.filter(
        kind=IdentityKind.EMAIL,
        value=visit.address,
        buyer_id=visit.identity.buyer_id,
        verified_at__isnull=False,
    ).exists()


def conversation_of(visit: ChatVisit) -> Conversation | None:
    """The conversation of this chat, or the one it was merged into where he may read that."""
    viewer, kept = viewer_of(visit), visit.conversation
    if viewer is None or kept is None:
        return None
    if kept.merged_into_id is not None and not sees_past(visit):
        return None
    return conversations_for(viewer).filter(pk=kept.merged_into_id or kept.pk).first()


def chat_going_on(visit: ChatVisit) -> Conversation | None:
    """Another browser's chat of the same person that nobody ended, for who is known by name."""
    viewer = viewer_of(visit)
    if viewer is None or not sees_past(visit):
        return None
    own = conversations_for(viewer).filter(channel_id=visit.channel_id, merged_into=None)
    latest = own.exclude(category="resolved").order_by("-pk").first()
    if latest is None:
        return None
    ended = ChatVisit.objects.filter(conversation=latest, ended_at__isnull=False).exists()
    return None if ended else latest


def key_of_stream(visit: ChatVisit) -> str:
    return f"{_STREAM}:{visit.pk}"


def viewers_of_chats(keys: Collection[str]) -> dict[str, Viewer]:
    """The viewers behind streams whose visits are good now."""
    told = {key: int(number) for key in keys for number in [_number(key)] if number}
    if not told:
        return {}
    good = ChatVisit.objects.filter(
        pk__in=told.values(), expires_at__gt=now(), channel__is_active=True, identity__isnull=False
    ).values_list("pk", "identity__buyer_id")
    buyers = dict(good)
    return {
        key: Viewer(Party.BUYER, buyers[number]) for key, number in told.items() if number in buyers
    }


def _number(key: str) -> str:
    kind, _, number = key.partition(":")
    return number if kind == _STREAM and number.isdecimal() and len(number) < 19 else ""


# --- What is said -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SaidFile:
    name: str
    size: int
    url: str


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
    found = messages_for(viewer).filter(conversation=conversation)
    if since is not None:
        found = found.filter(pk__in=_messages_told(shown)) if shown else found.none()
    newest = found.defer("html", "search").order_by("-pk")[:MOST_LINES]
    return Talk(said(visit, list(newest)[::-1]), position, reset=since is None)


def _entry_of(conversation: Conversation, after: str) -> int | None:
    """The place in the journal, if the position is one in this conversation."""
    public_id, _, number = after.partition(".")
    is_one = public_id == str(conversation.public_id) and number.isdecimal() and len(number) < 19
    return int(number) if is_one else None


def _shown_since(conversation: Conversation, since: int) -> Sequence[Entry]:
    told = Entry.objects.filter(
        subject_kind="conversation", subject_id=conversation.pk, event__in=_SHOWN, id__gt=since
    ).order_by("id")
    return list(told) if since else list(told.order_by("-id")[:1])


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
        files=tuple(SaidFile(each.name, each.size, _link(visit, each)) for each in files),
    )


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


def read_by_desk(visit: ChatVisit, conversation: Conversation) -> UUID | None:
    """The last of his own messages that somebody at the desk has read."""
    viewer = viewer_of(visit)
    read = Reading.objects.filter(conversation=conversation).order_by("-last_read_id")
    up_to = read.values_list("last_read_id", flat=True).first()
    if viewer is None or not up_to:
        return None
    own = messages_for(viewer).filter(conversation=conversation, author_kind="buyer")
    return own.filter(pk__lte=up_to).order_by("-pk").values_list("public_id", flat=True).first()


# --- What was before ----------------------------------------------------------------------------


def past_of(visit: ChatVisit) -> "QuerySet[Conversation]":
    """His other conversations, the latest first; none for who is not known for sure."""
    viewer = viewer_of(visit)
    if viewer is None or not sees_past(visit):
        return conversations_for(Viewer(Party.BUYER, 0)).none()
    own = conversations_for(viewer).filter(merged_into=None, is_spam=False)
    return own.exclude(pk=visit.conversation_id or 0).order_by("-buyer_last_id")


# --- For the desk -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VisitorSeen:
    """What agents see of the visitor: where he is, what he calls himself, what he has read."""

    is_here: bool
    seen_at: datetime
    page_url: str
    page_title: str
    language: str
    address: str
    is_identified: bool
    is_proved: bool
    is_ended: bool
    has_read_all: bool


def visitor_of(conversation: Conversation) -> VisitorSeen | None:
    """The browser of this chat that was seen last: two queries."""
    visits = ChatVisit.objects.filter(conversation=conversation)
    latest = visits.order_by("-seen_at").select_related("identity").first()
    if latest is None:
        return None
    viewer = viewer_of(latest)
    ours = messages_for(viewer).filter(conversation=conversation) if viewer else None
    last = ours.exclude(author_kind="buyer").order_by("-pk").first() if ours is not None else None
    return VisitorSeen(
        is_here=is_here(latest),
        seen_at=latest.seen_at,
        page_url=latest.page_url,
        page_title=latest.page_title,
        language=latest.language,
        address=latest.address,
        is_identified=latest.is_identified,
        is_proved=latest.proved_at is not None,
        is_ended=latest.ended_at is not None,
        has_read_all=last is not None and last.pk <= latest.read_id,
    )


def is_here(visit: ChatVisit) -> bool:
    return visit.left_at is None and visit.ended_at is None and visit.seen_at > now() - HERE_FOR


def somebody_is_here(conversation_id: int) -> bool:
    visits = ChatVisit.objects.filter(conversation=conversation_id, seen_at__gt=now() - HERE_FOR)
    return any(is_here(visit) for visit in visits)


def read_up_to(conversation_id: int) -> int:
    """The last message that any browser of this chat has shown."""
    visits = ChatVisit.objects.filter(conversation=conversation_id).order_by("-read_id")
    return visits.values_list("read_id", flat=True).first() or 0


def has_unseen(conversation_id: int, read_id: int) -> bool:
    """Whether something came for the visitors of this chat that none of them was shown."""
    visit = ChatVisit.objects.filter(conversation=conversation_id, identity__isnull=False)
    viewer = viewer_of(visit.select_related("identity")[0]) if visit else None
    if viewer is None:
        return False
    ours = messages_for(viewer).filter(conversation=conversation_id, pk__gt=read_id)
    return ours.exclude(author_kind="buyer").exists()


def is_chat(conversation_id: int) -> bool:
    return ChatVisit.objects.filter(conversation=conversation_id).exists()


def with_channel(conversation: Conversation) -> Conversation:
    """With the rows that telling where it stands needs."""
    conversation.identity = fetch(BuyerIdentity, conversation.identity_id)
    conversation.channel = fetch(Channel, conversation.channel_id) or conversation.channel
    return conversation
