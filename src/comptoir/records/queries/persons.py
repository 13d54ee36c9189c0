"""What is kept of one buyer, in numbers, and what was asked about him."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from comptoir.commerce.models import Buyer
from comptoir.conversations.models import Attachment, Draft
from comptoir.conversations.queries.of_the_house import all_conversations
from comptoir.conversations.states import Category
from comptoir.kit.clock import now
from comptoir.records.errors import NoSuchExport, NoSuchPerson
from comptoir.records.models import Erasure, Hold, PersonExport
from comptoir.records.queries.whole import called, whole


@dataclass(frozen=True, slots=True)
class Export:
    public_id: UUID
    asked_at: datetime
    asked_by: str
    size: int
    is_ready: bool
    is_over: bool
    is_own: bool
    expires_at: datetime | None
    buyer: UUID


@dataclass(frozen=True, slots=True)
class PersonPage:
    """`called` is what is typed to erase him."""

    buyer_id: int
    public_id: UUID
    name: str
    called: str
    addresses: int
    orders: int
    conversations: int
    messages: int
    files: int
    drafts: int
    still_open: int
    held: tuple[int, ...]
    exports: tuple[Export, ...]
    erasure: Erasure | None


def find_buyer(public_id: UUID) -> Buyer:
    """The kept row of a merged one too. Raises NoSuchPerson."""
    found = Buyer.objects.filter(public_id=public_id).select_related("merged_into").first()
    if found is None:
        raise NoSuchPerson
    return found.merged_into or found


def person_page(buyer: Buyer, member_id: int) -> PersonPage:
    person = whole(buyer.pk)
    own = all_conversations().filter(pk__in=person.conversation_ids)
    going_on = own.filter(merged_into=None, is_spam=False).exclude(category=Category.RESOLVED)
    held = Hold.objects.filter(conversation_id__in=person.conversation_ids, lifted_at=None)
    return PersonPage(
        buyer_id=buyer.pk,
        public_id=buyer.public_id,
        name=buyer.name,
        called=called(buyer, person),
        addresses=len(person.identity_ids),
        orders=len(person.order_ids),
        conversations=len(person.conversation_ids),
        messages=len(person.message_ids),
        files=Attachment.objects.filter(message_id__in=person.message_ids).count(),
        drafts=Draft.objects.filter(conversation_id__in=person.conversation_ids).count(),
        still_open=going_on.count(),
        held=tuple(held.values_list("conversation_id", flat=True)),
        exports=tuple(told_export(row, member_id) for row in _exports(buyer)),
        erasure=Erasure.objects.filter(buyer=buyer).order_by("-pk").first(),
    )


def _exports(buyer: Buyer) -> Sequence[PersonExport]:
    found: QuerySet[PersonExport] = PersonExport.objects.filter(buyer=buyer)
    return list(found.select_related("member", "buyer").order_by("-pk")[:10])


def told_export(row: PersonExport, member_id: int) -> Export:
    is_over = row.expires_at is not None and (row.expires_at <= now() or not row.key)
    return Export(
        public_id=row.public_id,
        asked_at=row.asked_at,
        asked_by=str(row.member),
        size=row.size,
        is_ready=row.ready_at is not None and not is_over,
        is_over=is_over,
        is_own=row.member_id == member_id,
        expires_at=row.expires_at,
        buyer=row.buyer.public_id,
    )


def own_export(public_id: UUID, member_id: int) -> PersonExport:
    """Raises NoSuchExport for somebody else's."""
    found = PersonExport.objects.filter(public_id=public_id, member=member_id)
    row = found.select_related("member", "buyer").first()
    if row is None:
        raise NoSuchExport
    return row


def find_export(public_id: UUID) -> PersonExport:
    found = PersonExport.objects.filter(public_id=public_id).first()
    if found is None:
        raise NoSuchPerson
    return found
