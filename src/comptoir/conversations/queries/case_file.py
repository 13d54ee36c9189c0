"""The case file beside a conversation: the buyer, what else is open, orders and parcels."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from comptoir.accounts.viewers import Viewer
from comptoir.commerce import queries as commerce
from comptoir.commerce.models import Seller
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.buyers import buyer_shown, paths_beside
from comptoir.conversations.queries.thread import status_named
from comptoir.conversations.queries.views import scope
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
from comptoir.kit.db import planned, rows
from comptoir.kit.rows import fetch
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


# Three indexes answer: neither condition may stand behind a join.
_OTHERS = """
SELECT c.id, c.subject, c.operator_excerpt, c.last_message_at, c.status_id, c.category, c.order_id,
  ch.profile, ch.name, a.name
FROM conversations_conversation c
JOIN channels_channel ch ON ch.id = c.channel_id
LEFT JOIN accounts_member a ON a.id = c.assignee_id
WHERE (c.id = ANY(%(linked)s) OR c.identity_id = ANY(%(identities)s) OR c.order_id = %(order)s)
  AND (NOT c.is_spam OR c.id = ANY(%(linked)s))
  AND c.merged_into_id IS NULL AND c.id <> %(number)s
  /* Those that are open stand above the messages. */
  AND (c.category = 'resolved' OR c.side_of_id IS DISTINCT FROM %(number)s)"""


def _others(
    viewer: Viewer, conversation: Conversation, identity_ids: Sequence[int]
) -> tuple[OtherConversation, ...]:
    """Conversations of the same buyer or order and linked ones: open first, then the latest."""
    linked = _linked(conversation)
    condition, params = scope(viewer)
    params |= {"linked": linked, "identities": list(identity_ids)}
    params |= {"order": conversation.order_id, "number": conversation.pk, "most": MOST_OTHERS}
    sql = f"""{_OTHERS} AND {condition}
      ORDER BY c.category = 'resolved', c.last_message_at DESC LIMIT %(most)s"""
    return tuple(_other(values, conversation, linked) for values in rows(sql, params))


def _other(
    values: Sequence[Any], conversation: Conversation, linked: Sequence[int]
) -> OtherConversation:
    number, subject, gist, at, status, category, order_id, profile, channel, assignee = values
    return OtherConversation(
        number=number,
        subject=subject,
        gist=gist,
        at=at,
        status=status_named(status or "", category),
        channel=ChannelBadge(profile, channel),
        same_order=order_id is not None and order_id == conversation.order_id,
        assignee=assignee or "",
        is_linked=number in linked,
    )


_LINKED = """
SELECT l.later_id FROM conversations_conversationlink l WHERE l.earlier_id = %(number)s
UNION ALL
SELECT l.earlier_id FROM conversations_conversationlink l WHERE l.later_id = %(number)s
LIMIT %(most)s"""


def _linked(conversation: Conversation) -> list[int]:
    """Those that this one follows from, or that follow from it."""
    found = planned(_LINKED, {"number": conversation.pk, "most": MOST_OTHERS})
    return [number for (number,) in found]


def other_shown(other: Conversation, order_id: int | None) -> OtherConversation:
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


_OPEN_OF_SELLER = """SELECT count(*) FROM conversations_conversation c
WHERE c.seller_id = %(seller)s AND c.category = 'open' AND NOT c.is_spam"""


def _seller(viewer: Viewer, conversation: Conversation) -> SellerCard | None:
    order = conversation.order
    seller = conversation.seller or (fetch(Seller, order.seller_id) if order else None)
    if seller is None:
        return None
    condition, params = scope(viewer)
    ((waiting,),) = rows(f"{_OPEN_OF_SELLER} AND {condition}", {**params, "seller": seller.pk})
    return SellerCard(
        id=seller.pk,
        name=seller.name,
        country=seller.country,
        language=seller.language,
        open_conversations=waiting,
    )
