"""Telling colleagues what concerns them in a conversation. Called by handlers alone: `notices`
keeps what is told, once an entry."""

from collections.abc import Collection

from comptoir.accounts.leading import leaders_of
from comptoir.channels.states import Sending
from comptoir.conversations.models import Conversation, Follow, Mention, Message
from comptoir.conversations.states import Waking
from comptoir.kit.actor import Actor, ActorKind
from comptoir.notices.queries import current_entry
from comptoir.notices.services import tell
from comptoir.notices.states import About

_LOST = frozenset({Sending.FAILED, Sending.BOUNCED})


def tell_of_message(*, conversation_id: int, message_id: int) -> None:
    """Whoever has it and whoever follows it. Spam is nobody's; who is named hears of that alone."""
    conversation = _found(conversation_id)
    if conversation.is_spam:
        return
    message = Message.objects.only("author_kind", "author_id", "facts").get(pk=message_id)
    # A reply leaves by itself when its time to undo is over: it is still its author's act.
    by = _author(message)
    mentions = Mention.objects.filter(message=message_id).values_list("member_id", flat=True)
    named = set(mentions) if by is not None else set()
    mine = {conversation.assignee_id} - named - {None}
    followers = Follow.objects.filter(conversation=conversation_id)
    following = set(followers.values_list("member_id", flat=True)) - named - mine
    _tell("message_mine", conversation, {i for i in mine if i}, place=message_id, by=by)
    _tell("message_followed", conversation, following, place=message_id, by=by)


def _author(message: Message) -> Actor | None:
    if message.author_kind != "agent":
        return None
    return Actor(ActorKind.AGENT, message.author_id)


def tell_mentioned(*, conversation_id: int, message_id: int, member_id: int) -> None:
    _tell("mentioned", _found(conversation_id), [member_id], place=message_id)


def tell_assigned(*, conversation_id: int, member_id: int) -> None:
    """Unless somebody else has it by now."""
    conversation = _found(conversation_id)
    if conversation.assignee_id == member_id:
        _tell("assigned", conversation, [member_id])


def tell_of_delivery(*, conversation_id: int, message_id: int, state: Sending) -> None:
    """Whoever wrote what did not arrive."""
    message = Message.objects.only("author_kind", "author_id").get(pk=message_id)
    if state in _LOST and message.author_kind == "agent" and message.author_id:
        conversation = _found(conversation_id)
        _tell("delivery_failed", conversation, [message.author_id], place=message_id)


def tell_approval_asked(*, conversation_id: int, message_id: int) -> None:
    conversation = _found(conversation_id)
    _tell("approval_asked", conversation, _leads(conversation), place=message_id)


def tell_approved(*, conversation_id: int, message_id: int, member_id: int) -> None:
    _tell("approved", _found(conversation_id), [member_id], place=message_id)


def tell_sent_back(*, conversation_id: int, member_id: int) -> None:
    _tell("sent_back", _found(conversation_id), [member_id])


def tell_not_left(*, conversation_id: int, member_id: int) -> None:
    _tell("not_left", _found(conversation_id), [member_id])


def tell_reminded(*, conversation_id: int, member_id: int, reminder_id: int) -> None:
    _tell("reminder", _found(conversation_id), [member_id], place=reminder_id)


def tell_woke(*, conversation_id: int, why: Waking, member_id: int | None) -> None:
    """By a message it is the message that is told; by a person he knows it himself."""
    if member_id and why not in (Waking.MESSAGE, Waking.PERSON):
        _tell("woke", _found(conversation_id), [member_id])


def tell_of_clock(*, kind: str, conversation_id: int) -> None:
    """Whoever has it, and who leads there."""
    conversation = _found(conversation_id)
    own = [conversation.assignee_id] if conversation.assignee_id else []
    _tell(kind, conversation, {*own, *_leads(conversation)})


def tell_wrong_recipient(*, conversation_id: int, message_id: int) -> None:
    conversation = _found(conversation_id)
    _tell("wrong_recipient", conversation, _leads(conversation), place=message_id)


def _found(conversation_id: int) -> Conversation:
    return Conversation.objects.get(pk=conversation_id)


def _leads(conversation: Conversation) -> list[int]:
    return leaders_of(
        team_id=conversation.team_id,
        channel_id=conversation.channel_id,
        seller_id=conversation.seller_id,
    )


def _tell(
    kind: str,
    conversation: Conversation,
    members: Collection[int],
    *,
    place: int | None = None,
    by: Actor | None = None,
) -> None:
    if not members:
        return
    entry_id, actor = current_entry()
    about = About(
        "conversation",
        conversation.pk,
        place,
        team_id=conversation.team_id,
        channel_id=conversation.channel_id,
    )
    tell(by=by or actor, kind=kind, about=about, members=members, entry_id=entry_id)
