"""Conversations and messages as programs list them: whole rows, in few queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.errors import NoSuchConversation, NoSuchMessage
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    Message,
    MessageDelivery,
    Reading,
    Tag,
)
from comptoir.conversations.queries.doors import conversations_for, messages_for
from comptoir.kit.clock import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; None and empty mean: no matter."""

    number: int | None = None
    category: Sequence[str] = ()
    status: Sequence[str] = ()
    reason: Sequence[str] = ()
    priority: Sequence[int] = ()
    tag: Sequence[str] = ()
    channel: UUID | None = None
    seller: UUID | None = None
    buyer: UUID | None = None
    order: UUID | None = None
    team: int | None = None
    assignee: int | None = None
    is_assigned: bool | None = None
    is_waiting: bool | None = None
    is_overdue: bool | None = None
    is_spam: bool | None = None
    language: str = ""
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    active_from: datetime | None = None
    active_before: datetime | None = None


_EQUAL = {
    "number": "pk",
    "channel": "channel__public_id",
    "seller": "seller__public_id",
    "buyer": "identity__buyer__public_id",
    "order": "order__public_id",
    "team": "team",
    "assignee": "assignee",
    "is_spam": "is_spam",
    "opened_from": "opened_at__gte",
    "opened_before": "opened_at__lt",
    "active_from": "last_message_at__gte",
    "active_before": "last_message_at__lt",
}
_AMONG = {"category": "category__in", "status": "status__in", "reason": "reason__in",
          "priority": "priority__in"}  # fmt: skip


def listed(viewer: Viewer, wanted: Wanted) -> QuerySet[Conversation]:
    """What the viewer may know of, narrowed; nothing is asked yet."""
    told = {name: getattr(wanted, name) for name in _EQUAL}
    conditions = Q(**{_EQUAL[name]: value for name, value in told.items() if value is not None})
    for name, lookup in _AMONG.items():
        if values := getattr(wanted, name):
            conditions &= Q(**{lookup: list(values)})
    found = whole(conversations_for(viewer).filter(conditions & _states(wanted)))
    for name in wanted.tag:
        found = found.filter(pk__in=_tagged(name))
    return found.filter(language=wanted.language) if wanted.language else found


def _states(wanted: Wanted) -> Q:
    found = Q()
    waiting = Q(category="open", waiting_since__isnull=False, is_spam=False, merged_into=None)
    if wanted.is_waiting is not None:
        found &= waiting if wanted.is_waiting else ~waiting
    if wanted.is_overdue is not None:
        overdue = waiting & Q(next_due_at__lt=now())
        found &= overdue if wanted.is_overdue else ~overdue
    if wanted.is_assigned is not None:
        found &= Q(assignee__isnull=not wanted.is_assigned)
    return found


def _tagged(name: str) -> QuerySet[Conversation, int]:
    tagged = Conversation.tags.through.objects.filter(tag__name=name.casefold())
    return tagged.values_list("conversation_id", flat=True)  # type: ignore[return-value]


def whole(found: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """With all that a row names: nine queries for any number, each by key."""
    return found.prefetch_related(
        "channel",
        "identity__buyer",
        "seller",
        "order",
        "assignee",
        "team",
        Prefetch("tags", Tag.objects.order_by("name")),
        "merged_into",
        "side_of",
        "third_party",
    )


def find_outward(viewer: Viewer, public_id: UUID) -> Conversation:
    """Raises NoSuchConversation."""
    found = whole(conversations_for(viewer)).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchConversation(_("There is no such conversation that you may see."))
    return found


def whole_in_order(viewer: Viewer, numbers: Sequence[int]) -> list[Conversation]:
    found = {row.pk: row for row in whole(conversations_for(viewer)).filter(pk__in=numbers)}
    return [found[number] for number in numbers if number in found]


def messages_of(viewer: Viewer, conversation: Conversation) -> QuerySet[Message]:
    return _whole_messages(messages_for(viewer).filter(conversation=conversation))


def find_message(viewer: Viewer, public_id: UUID) -> Message:
    """Raises NoSuchMessage."""
    found = _whole_messages(messages_for(viewer)).select_related("conversation")
    message = found.filter(public_id=public_id).first()
    if message is None:
        raise NoSuchMessage
    return message


def _whole_messages(found: QuerySet[Message]) -> QuerySet[Message]:
    """With files and letters: three queries for any number."""
    return found.defer("html", "search").prefetch_related(
        Prefetch("attachments", Attachment.objects.order_by("pk")),
        Prefetch(
            "deliveries", MessageDelivery.objects.select_related("delivery").order_by("party")
        ),
    )


def read_up_to(viewer: Viewer, conversations: Iterable[Conversation]) -> Mapping[int, int]:
    """How far the member has read in each: one query."""
    ids = [conversation.pk for conversation in conversations]
    found = Reading.objects.filter(member_id=viewer.id, conversation__in=ids)
    return dict(found.values_list("conversation_id", "last_read_id"))


def outward_conversations(ids: Iterable[int]) -> Mapping[int, UUID]:
    """Public ids of rows, for the journal's readers outside."""
    found = Conversation.objects.filter(pk__in=list(ids))
    return dict(found.values_list("pk", "public_id"))


def outward_messages(ids: Iterable[int]) -> Mapping[int, UUID]:
    return dict(Message.objects.filter(pk__in=list(ids)).values_list("pk", "public_id"))


def outward_tags(ids: Iterable[int]) -> Mapping[int, str]:
    """A tag goes by its name."""
    return dict(Tag.objects.filter(pk__in=list(ids)).values_list("pk", "name"))
