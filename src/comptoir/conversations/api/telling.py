"""Rows in the shapes of the API."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse

from comptoir.accounts.models import Member, Team
from comptoir.accounts.parties import party_names
from comptoir.conversations.models import (
    Attachment,
    Conversation,
    Message,
    MessageDelivery,
    ThirdParty,
)
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.thread import is_note
from comptoir.conversations.schemas import (
    AttachmentOut,
    AuthorOut,
    BuyerRef,
    ChannelRef,
    ConversationOut,
    DeadlineOut,
    DueOut,
    LetterOut,
    MessageOut,
    OrderRef,
    PartyName,
    PersonRef,
    PriorityName,
    SellerRef,
    StatusRef,
    ThirdPartyOut,
)
from comptoir.conversations.states import Category, Priority, ThirdPartyKind
from comptoir.deadlines.models import Deadline
from comptoir.rest.schemas import MoneyOut
from comptoir.rest.telling import ADDRESS


def tell_conversations(
    rows: Sequence[Conversation], read: Mapping[int, int]
) -> list[ConversationOut]:
    return [tell_conversation(row, read.get(row.pk, 0)) for row in rows]


def tell_conversation(row: Conversation, read_up_to: int) -> ConversationOut:
    return ConversationOut(
        id=row.public_id,
        number=row.pk,
        url=settings.PUBLIC_URL + reverse("conversations:conversation", args=["all", row.pk]),
        subject=row.subject,
        excerpt=row.operator_excerpt,
        channel=ChannelRef(id=row.channel.public_id, name=row.channel.name, kind=row.channel.kind),
        status=_status(row),
        reason=row.reason or None,
        reason_source=row.reason_source,
        outcome=row.outcome or None,
        outcome_amount=MoneyOut.of(row.outcome_amount) if row.outcome_amount else None,
        priority=PriorityName(Priority(row.priority).name.lower()),
        language=row.language,
        parties=_parties(row.parties),
        buyer=_buyer(row),
        seller=_seller(row),
        order=_order(row),
        team=_person(row.team),
        assignee=_person(row.assignee),
        tags=[tag.name for tag in row.tags.all()],
        due=_due(row),
        is_spam=row.is_spam,
        is_unread=row.operator_last_id > read_up_to,
        merged_into=row.merged_into.public_id if row.merged_into else None,
        side_of=row.side_of.public_id if row.side_of else None,
        third_party=_third_party(row.third_party),
        message_count=row.operator_count,
        opened_at=row.opened_at,
        last_message_at=row.last_message_at,
        waiting_since=row.waiting_since,
        first_replied_at=row.first_replied_at,
        resolved_at=row.resolved_at,
    )


def _third_party(row: ThirdParty | None) -> ThirdPartyOut | None:
    return ThirdPartyOut(name=row.name, kind=ThirdPartyKind(row.kind)) if row else None


def _buyer(row: Conversation) -> BuyerRef | None:
    buyer = row.identity.buyer if row.identity else None
    return BuyerRef(id=buyer.public_id, name=buyer.name) if buyer else None


def _seller(row: Conversation) -> SellerRef | None:
    seller = row.seller
    return SellerRef(id=seller.public_id, name=seller.name) if seller else None


def _order(row: Conversation) -> OrderRef | None:
    order = row.order
    return OrderRef(id=order.public_id, number=order.external_id) if order else None


def _person(row: Member | Team | None) -> PersonRef | None:
    return PersonRef(id=row.pk, name=row.name) if row else None


def _status(row: Conversation) -> StatusRef:
    key = row.status_id or ""
    label = directory().status_label(key)
    return StatusRef(key=key, label=label, category=Category(row.category))


def _parties(audience: int) -> list[PartyName]:
    return [PartyName(name) for name in party_names(audience)]


def _due(row: Conversation) -> DueOut | None:
    if not row.next_due_kind:
        return None
    return DueOut(
        at=row.next_due_at,
        promise=row.next_due_kind,
        by=row.next_due_source,
        is_paused=row.next_due_paused_left is not None,
    )


def tell_messages(rows: Sequence[Message], conversation: Conversation) -> list[MessageOut]:
    return [tell_message(row, conversation) for row in rows]


def tell_message(row: Message, conversation: Conversation) -> MessageOut:
    parties = _parties(row.audience)
    return MessageOut(
        id=row.public_id,
        conversation=conversation.public_id,
        audience=parties,
        is_note=is_note(row),
        kind=row.kind or "letter",
        is_misdirected="misdirected" in row.facts,
        author=AuthorOut(kind=row.author_kind, name=row.author_name or row.address),
        text=row.text,
        quoted=row.quoted,
        language=row.language,
        received_at=row.received_at,
        released_at=row.released_at,
        letters=[_letter(link) for link in row.deliveries.all()],
        attachments=[_attachment(file) for file in row.attachments.all()],
    )


def _letter(link: MessageDelivery) -> LetterOut:
    to = _parties(link.party)[0] if link.party else None
    delivery = link.delivery
    return LetterOut(
        to=to, state=delivery.state, sent_at=delivery.sent_at, trouble=delivery.trouble_said
    )


def _attachment(file: Attachment) -> AttachmentOut:
    return AttachmentOut(
        id=file.public_id,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        url=f"{settings.PUBLIC_URL}{ADDRESS}attachments/{file.public_id}",
    )


def tell_deadline(row: Deadline) -> DeadlineOut:
    return DeadlineOut(
        kind=row.kind,
        source=row.source,
        basis=row.basis,
        state=row.state,
        started_at=row.started_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        late_seconds=row.late_seconds,
    )
