"""The only doors to rows: what a viewer may know of, and the messages he may see."""

from django.db.models import Q, QuerySet

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import Conversation, Message


def conversations_for(viewer: Viewer) -> QuerySet[Conversation]:
    """All conversations that this viewer may know of (D1, D2)."""
    return Conversation.objects.filter(_seen_by(viewer))


def _seen_by(viewer: Viewer) -> Q:
    if viewer.party is Party.BUYER:
        return Q(identity__buyer_id=viewer.id, buyer_last_id__gt=0)
    if viewer.party is Party.SELLER:
        return Q(seller_id=viewer.id, seller_last_id__gt=0)
    if viewer.sees_everything:
        return Q()
    return (
        Q(team_id__in=viewer.scope_ids("team"))
        | Q(channel_id__in=viewer.scope_ids("channel"))
        | Q(seller_id__in=viewer.scope_ids("seller"))
    )


def messages_for(viewer: Viewer) -> QuerySet[Message]:
    """All messages whose audience holds the viewer's party, in conversations he may know of.

    The operator's side also sees what can still be taken back.
    """
    audience = [bits for bits in range(1, 8) if bits & viewer.party]
    found = Message.objects.filter(audience__in=audience)
    if viewer.party is not Party.OPERATOR:
        found = found.filter(released_at__isnull=False)
    if viewer.party is Party.OPERATOR and viewer.sees_everything:
        return found
    return found.filter(conversation__in=conversations_for(viewer))
