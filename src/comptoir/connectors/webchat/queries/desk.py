"""What the desk is shown of a visitor: where he is, what he has read."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.channels.models import Channel
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.queries.visits import viewer_of
from comptoir.connectors.webchat.states import HERE_FOR
from comptoir.conversations.models import (
    Conversation,
)
from comptoir.conversations.queries import messages_for
from comptoir.kit.clock import now
from comptoir.kit.rows import fetch


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


def with_channel(visit: ChatVisit, conversation: Conversation) -> Conversation:
    """With the row that telling where it stands needs; mostly the chat's own."""
    if conversation.channel_id == visit.channel_id:
        conversation.channel = visit.channel
    else:
        conversation.channel = fetch(Channel, conversation.channel_id) or conversation.channel
    return conversation
