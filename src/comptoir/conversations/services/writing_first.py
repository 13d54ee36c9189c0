"""Writing to a buyer or a seller about an order before anybody wrote to us."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.commerce.errors import UnknownOrder
from comptoir.commerce.models import Order
from comptoir.conversations import access
from comptoir.conversations.errors import NobodyToWriteTo
from comptoir.conversations.events import ConversationBegun
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.policies.languages import language_of
from comptoir.conversations.queries.writing_first import (
    buyer_name_of,
    channel_of,
    no_channel,
    order_to_write_about,
)
from comptoir.conversations.services.replying import reply
from comptoir.journal import publish
from comptoir.kit import db
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean

_SUBJECT = 300
_REPEATS = timedelta(hours=1)
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def write_first(
    *,
    by: Actor,
    viewer: Viewer,
    order_id: int,
    to: Party,
    text: str,
    subject: str = "",
    token: str = "",
) -> Message:
    """Begin a conversation about an order; it leaves by the mailbox of the order's marketplace.

    `token` names the form: sent twice, it is one message. Raises UnknownOrder, NobodyToWriteTo,
    ForbiddenContent, EmptyMessage.
    """
    order = order_to_write_about(viewer, order_id)
    if order is None:
        raise UnknownOrder
    if (same := _sent_before(by, order, token)) is not None:
        return same
    channel = channel_of(order)
    if channel is None:
        raise NobodyToWriteTo(no_channel(order))
    conversation = _begin(order, channel, to, text, subject)
    access.require(by, access.REPLY, conversation)
    conversation.save(force_insert=True)
    publish(ConversationBegun(conversation_id=conversation.pk, order_id=order.pk), by=by)
    return reply(by=by, conversation_id=conversation.pk, text=text, audience=to, token=token)


def _sent_before(by: Actor, order: Order, token: str) -> Message | None:
    """Two requests at once wait for each other."""
    if not token:
        return None
    db.rows(_ALONE, [f"first:{by.id}:{token}"])
    lately = Message.objects.filter(conversation__order=order, received_at__gt=now() - _REPEATS)
    return lately.filter(author_kind="agent", author_id=by.id, facts__token=token).first()


def _begin(order: Order, channel: Channel, to: Party, text: str, subject: str) -> Conversation:
    at = now()
    is_to_buyer = to is Party.BUYER
    language = (order.buyer.language if is_to_buyer and order.buyer else order.seller.language)[:3]
    otherwise = _("Order %(number)s") % {"number": order.external_id}
    return Conversation(
        channel=channel,
        subject=clean(subject).strip()[:_SUBJECT] or otherwise,
        identity=buyer_name_of(order) if is_to_buyer else None,
        seller=order.seller,
        order=order,
        parties=Party.OPERATOR | to,
        team_id=channel.team_id,
        language=language_of(clean(text), otherwise=language or channel.language[:2]),
        status_id="open",
        opened_at=at,
        last_message_at=at,
    )
