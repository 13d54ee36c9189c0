"""The case file beside a conversation: the buyer, what else is open, orders and parcels."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from comptoir.accounts.viewers import Viewer
from comptoir.commerce import queries as commerce
from comptoir.conversations.models import Conversation, ConversationLink
from comptoir.conversations.queries.buyers import buyer_shown, paths_beside
from comptoir.conversations.queries.doors import conversations_for
from comptoir.conversations.queries.thread import status_named
from comptoir.conversations.shapes import (
    BuyerCard,
    CaseFile,
    ChannelBadge,
    LineCard,
    Moment,
    OrderCard,
    OtherConversation,
    ParcelCard,
    ParcelStep,
    SellerCard,
)
from comptoir.kit.clock import now
from comptoir.shipping.queries import ParcelCard as Shipped
from comptoir.shipping.queries import TrackingCard, parcels_of

MOST_ORDERS = 10
MOST_OTHERS = 20


def case_file(viewer: Viewer, conversation: Conversation) -> CaseFile:
    """Everything beside one conversation, in a number of queries that no size changes."""
    buyer = _buyer(viewer, conversation)
    others = _others(viewer, conversation, [line.id for line in buyer.identities] if buyer else [])
    cards = _cards(viewer, conversation)
    parcels = parcels_of([card.id for card in cards]) if cards else {}
    return CaseFile(
        buyer=buyer,
        open_now=tuple(o for o in others if o.status.category != "resolved"),
        earlier=tuple(o for o in others if o.status.category == "resolved"),
        orders=tuple(
            order_shown(card, parcels[card.id], is_current=card.id == conversation.order_id)
            for card in cards
        ),
        seller=_seller(viewer, conversation),
        more_orders=max(0, buyer.orders - len(cards)) if buyer else 0,
    )


def _buyer(viewer: Viewer, conversation: Conversation) -> BuyerCard | None:
    if conversation.identity is None:
        return None
    buyer_id = conversation.identity.buyer_id
    return buyer_shown(
        viewer,
        buyer_id,
        commerce.purchases_of(buyer_id, viewer=viewer),
        paths_beside(conversation.pk),
        language=conversation.language,
    )


def _others(
    viewer: Viewer, conversation: Conversation, identity_ids: Sequence[int]
) -> tuple[OtherConversation, ...]:
    """Conversations of the same buyer or order and linked ones: open first, then the latest.

    Three indexes answer: neither condition may stand behind a join.
    """
    linked = _linked(conversation)
    belongs = Q(pk__in=linked) | Q(identity_id__in=identity_ids)
    if conversation.order_id:
        belongs |= Q(order_id=conversation.order_id)
    resolved_last = Case(
        When(category="resolved", then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    found = (
        conversations_for(viewer)
        .filter(belongs, Q(is_spam=False) | Q(pk__in=linked), merged_into=None)
        .exclude(pk=conversation.pk)
        # Those that are open stand above the messages.
        .exclude(~Q(category="resolved"), side_of=conversation.pk)
        .select_related("channel", "assignee")
        .order_by(resolved_last, F("last_message_at").desc())[:MOST_OTHERS]
    )
    return tuple(other_shown(each, conversation.order_id, linked) for each in found)


def _linked(conversation: Conversation) -> list[int]:
    """Those that this one follows from, or that follow from it."""
    pairs = ConversationLink.objects.filter(Q(earlier=conversation) | Q(later=conversation))
    numbers = pairs.values_list("earlier_id", "later_id")[:MOST_OTHERS]
    return [number for pair in numbers for number in pair if number != conversation.pk]


def other_shown(
    other: Conversation, order_id: int | None, linked: Sequence[int] = ()
) -> OtherConversation:
    """Another conversation as a line: `order_id` is the order one looks at."""
    return OtherConversation(
        number=other.pk,
        subject=other.subject,
        gist=other.operator_excerpt,
        at=other.last_message_at,
        status=status_named(other.status_id or "", other.category),
        channel=ChannelBadge(other.channel.profile, other.channel.name),
        same_order=other.order_id is not None and other.order_id == order_id,
        assignee=other.assignee.name if other.assignee else "",
        is_linked=other.pk in linked,
    )


def _cards(viewer: Viewer, conversation: Conversation) -> list[commerce.OrderCard]:
    """The conversation's own order first, then the buyer's newest."""
    if conversation.identity is None:
        ids = [conversation.order_id] if conversation.order_id else []
        return list(commerce.order_cards(ids, viewer=viewer)) if ids else []
    buyer_id = conversation.identity.buyer_id
    cards = list(commerce.orders_of(buyer_id, limit=MOST_ORDERS, viewer=viewer))
    if conversation.order_id and conversation.order_id not in {card.id for card in cards}:
        cards = [*commerce.order_cards([conversation.order_id], viewer=viewer), *cards]
    return sorted(cards, key=lambda card: card.id != conversation.order_id)


def order_shown(
    card: commerce.OrderCard, parcels: Sequence[Shipped], *, is_current: bool = False
) -> OrderCard:
    """An order with its lines and the way of its parcels, as every page draws it."""
    return OrderCard(
        number=card.number,
        placed_at=card.placed_at,
        total=card.total,
        shipping=card.shipping,
        state=str(card.state_name),
        seller=card.seller,
        lines=tuple(
            LineCard(
                line.title,
                line.quantity,
                line.unit_price,
                _own_picture(line.picture_url),
                line.guide_url,
                line.video_url,
            )
            for line in card.lines
        ),
        parcels=tuple(_parcel(parcel) for parcel in parcels),
        is_current=is_current,
        id=card.id,
        paid_by=", ".join(dict.fromkeys(payment.method for payment in card.payments)),
    )


def _own_picture(url: str) -> str:
    """Pictures of other houses are not loaded: they would tell them who reads what, and when."""
    own = settings.PUBLIC_URL.rstrip("/") + "/"
    return url if url.startswith(own) or (url.startswith("/") and url[:2] != "//") else ""


def _parcel(parcel: Shipped) -> ParcelCard:
    late = _days_late(parcel)
    return ParcelCard(
        carrier=parcel.carrier,
        number=parcel.tracking_number,
        url=parcel.tracking_url,
        state=str(parcel.state_name),
        tone=_tone(parcel.state, late),
        steps=_steps(parcel),
        expected_on=parcel.promised_on,
        days_late=late,
    )


def _days_late(parcel: Shipped) -> int:
    """Days between the promise and the delivery, or today while it is not delivered."""
    if parcel.promised_on is None or parcel.state in ("returned", "lost"):
        return 0
    came_on: date = (parcel.delivered_at or now()).date()
    return max(0, (came_on - parcel.promised_on).days)


def _tone(state: str, days_late: int) -> str:
    if state in ("exception", "lost", "returned"):
        return "danger"
    if state == "delivered":
        return "success"
    return "warning" if days_late else "quiet"


def _steps(parcel: Shipped) -> tuple[ParcelStep, ...]:
    """What the carrier reported, the last as now, and the promise while it is still open."""
    reports = [_step(report) for report in reversed(parcel.events)]
    if reports:
        last = reports[-1]
        reports[-1] = ParcelStep(last.label, last.at, Moment.NOW)
    if parcel.delivered_at is None and parcel.promised_on:
        reports.append(ParcelStep(_("Promised for"), parcel.promised_on, Moment.NEXT))
    return tuple(reports)


def _step(report: TrackingCard) -> ParcelStep:
    said = report.description or str(report.status_name)
    return ParcelStep(f"{said}, {report.place}" if report.place else said, report.at, Moment.PAST)


def _seller(viewer: Viewer, conversation: Conversation) -> SellerCard | None:
    seller = conversation.seller or (conversation.order.seller if conversation.order else None)
    if seller is None:
        return None
    waiting = conversations_for(viewer).filter(seller=seller, category="open", is_spam=False)
    return SellerCard(
        id=seller.pk,
        name=seller.name,
        country=seller.country,
        language=seller.language,
        open_conversations=waiting.count(),
    )
