"""Which conversations could be merged with one: of the same buyer, or about the same order."""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, Value, When

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import Conversation
from comptoir.conversations.policies.merging import MergeSide, obstacle
from comptoir.conversations.queries.doors import conversations_for
from comptoir.conversations.shapes import ChannelBadge

MOST_OFFERED = 6


def side_of(conversation: Conversation) -> MergeSide:
    told = Party(0)
    if conversation.buyer_last_id:
        told |= Party.BUYER
    if conversation.seller_last_id:
        told |= Party.SELLER
    return MergeSide(
        number=conversation.pk,
        buyer_id=conversation.identity.buyer_id if conversation.identity else None,
        seller_id=conversation.seller_id,
        told=told,
        is_spam=conversation.is_spam,
        is_merged=conversation.merged_into_id is not None,
        is_side=conversation.side_of_id is not None,
    )


@dataclass(frozen=True, slots=True)
class Mergeable:
    number: int
    subject: str
    gist: str
    channel: ChannelBadge
    is_open: bool
    same_order: bool


def mergeable(viewer: Viewer, conversation: Conversation) -> tuple[Mergeable, ...]:
    """Those that are nearest first: open ones, then the latest."""
    belongs = Q(pk=0)
    if conversation.identity is not None:
        belongs |= Q(identity__buyer_id=conversation.identity.buyer_id)
    elif conversation.seller_id is not None:
        belongs |= Q(seller_id=conversation.seller_id, identity=None)
    if conversation.order_id is not None:
        belongs |= Q(order_id=conversation.order_id)
    resolved_last = Case(
        When(category="resolved", then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    found = (
        conversations_for(viewer)
        .filter(belongs, is_spam=False, merged_into=None, side_of=None)
        .exclude(pk=conversation.pk)
        .select_related("channel", "identity")
        .order_by(resolved_last, F("last_message_at").desc())[: MOST_OFFERED * 2]
    )
    own = side_of(conversation)
    fitting = [each for each in found if obstacle(side_of(each), own) is None]
    return tuple(_offered(each, conversation) for each in fitting[:MOST_OFFERED])


def _offered(each: Conversation, conversation: Conversation) -> Mergeable:
    return Mergeable(
        number=each.pk,
        subject=each.subject,
        gist=each.operator_excerpt,
        channel=ChannelBadge(each.channel.profile, each.channel.name),
        is_open=each.category != "resolved",
        same_order=each.order_id is not None and each.order_id == conversation.order_id,
    )
