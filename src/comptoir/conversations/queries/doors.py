"""The only doors to rows: what a viewer may know of, and the messages he may see."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import Conversation, Message
from comptoir.kit.rows import select


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
    in_scope = (
        Q(team_id__in=viewer.scope_ids("team"))
        | Q(channel_id__in=viewer.scope_ids("channel"))
        | Q(seller_id__in=viewer.scope_ids("seller"))
    )
    # Who may know of a conversation may know of what was asked beside it.
    beside = Conversation.objects.filter(in_scope, pk=OuterRef("side_of"))
    return in_scope | Q(Exists(beside), side_of__isnull=False)


_BESIDE = ("identity", "identity__buyer", "order", "seller")


def conversation_for(viewer: Viewer, number: int) -> Conversation | None:
    """One of them, with its buyer, order and seller, in one statement."""
    if not _sees_all(viewer) and not conversations_for(viewer).filter(pk=number).exists():
        return None
    return next(iter(select(Conversation, "WHERE t.id = %s", [number], beside=_BESIDE)), None)


def own_conversation(viewer: Viewer, number: int) -> Conversation | None:
    """One of a buyer's, with his identity: the same as `conversations_for`, not compiled anew."""
    if viewer.party is not Party.BUYER:
        raise ValueError("Only a buyer has conversations of his own")
    own = 'WHERE t.id = %s AND t.buyer_last_id > 0 AND "identity".buyer_id = %s'
    return next(iter(select(Conversation, own, [number, viewer.id], beside=("identity",))), None)


def is_own(viewer: Viewer, conversation: Conversation) -> bool:
    """Whether `own_conversation` would find this row, which was read with its identity."""
    identity = conversation.identity
    if identity is None or conversation.buyer_last_id == 0:
        return False
    return viewer == Viewer(Party.BUYER, identity.buyer_id)


def own_messages(viewer: Viewer, *, only: str, params: Mapping[str, Any]) -> list[Message]:
    """A buyer's, in all conversations he may know of: as `messages_for`, not compiled anew.

    `only` is a condition on `t`, `params` its values. Without their HTML.
    """
    if viewer.party is not Party.BUYER:
        raise ValueError("Only a buyer has conversations of his own")
    return select(
        Message,
        f"""WHERE t.audience = ANY(%(audiences)s) AND t.released_at IS NOT NULL
          AND t.conversation_id IN (
            SELECT c.id FROM conversations_conversation c
              JOIN commerce_buyeridentity i ON i.id = c.identity_id
             WHERE i.buyer_id = %(buyer)s AND c.buyer_last_id > 0)
          AND {only} ORDER BY t.id""",  # noqa: S608 - conditions of our own
        {**params, "buyer": viewer.id, "audiences": _audiences(viewer)},
        without=("html", "search"),
    )


def _sees_all(viewer: Viewer) -> bool:
    return viewer.party is Party.OPERATOR and viewer.sees_everything


def messages_for(viewer: Viewer) -> QuerySet[Message]:
    """All messages whose audience holds the viewer's party, in conversations he may know of.

    The operator's side also sees what can still be taken back.
    """
    found = Message.objects.filter(audience__in=_audiences(viewer))
    if viewer.party is not Party.OPERATOR:
        found = found.filter(released_at__isnull=False)
    if _sees_all(viewer):
        return found
    return found.filter(conversation__in=conversations_for(viewer))


def _audiences(viewer: Viewer) -> list[int]:
    return [bits for bits in range(1, 8) if bits & viewer.party]


def messages_in(
    conversation: Conversation,
    viewer: Viewer,
    *,
    only: str = "TRUE",
    params: Mapping[str, Any] | None = None,
    most: int,
) -> list[Message]:
    """The newest messages of a conversation that the viewer was let into, the newest first.

    The same as `messages_for`, in one statement that is not compiled anew. Without their HTML.
    `only` is a condition on `t`, `params` its values.
    """
    released = "TRUE" if viewer.party is Party.OPERATOR else "t.released_at IS NOT NULL"
    return select(
        Message,
        f"""WHERE t.conversation_id = %(conversation)s AND t.audience = ANY(%(audiences)s)
          AND {released} AND {only} ORDER BY t.id DESC LIMIT %(most)s""",
        {
            **(params or {}),
            "conversation": conversation.pk,
            "audiences": _audiences(viewer),
            "most": most,
        },
        without=("html", "search"),
    )
