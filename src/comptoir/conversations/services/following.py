"""Following a conversation: personal, for whoever may read it; being named may begin it."""

from django.db import transaction

from comptoir.conversations import access
from comptoir.conversations.events import ConversationFollowed, ConversationUnfollowed
from comptoir.conversations.models import Follow
from comptoir.conversations.services import rows
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.notices.queries import follow_mentions


@transaction.atomic
def follow(*, by: Actor, conversation_id: int) -> bool:
    """Whether it is new; who follows already stays as he is."""
    conversation = rows.lock(conversation_id)
    access.require(by, access.READ, conversation)
    return _follow(by, conversation.pk, by.row_id)


@transaction.atomic
def unfollow(*, by: Actor, conversation_id: int) -> bool:
    conversation = rows.lock(conversation_id)
    access.require(by, access.READ, conversation)
    mine = Follow.objects.filter(conversation_id=conversation.pk, member_id=by.row_id)
    gone, _rows = mine.delete()
    if gone:
        told = ConversationUnfollowed(conversation_id=conversation.pk, member_id=by.row_id)
        publish(told, by=by)
    return bool(gone)


@transaction.atomic(savepoint=False)
def follow_as_mentioned(*, conversation_id: int, member_id: int) -> None:
    """Somebody named him there; he chose whether he then follows."""
    if follow_mentions(member_id):
        _follow(SYSTEM, conversation_id, member_id)


@transaction.atomic(savepoint=False)
def follow_into(*, conversation_id: int, into_id: int) -> None:
    """Its matter goes on in another one: whoever followed it follows that."""
    for member_id in Follow.objects.filter(conversation_id=conversation_id).values_list(
        "member_id", flat=True
    ):
        Follow.objects.get_or_create(conversation_id=into_id, member_id=member_id)


def _follow(by: Actor, conversation_id: int, member_id: int) -> bool:
    _row, is_new = Follow.objects.get_or_create(
        conversation_id=conversation_id, member_id=member_id
    )
    if is_new:
        told = ConversationFollowed(conversation_id=conversation_id, member_id=member_id)
        publish(told, by=by)
    return is_new
