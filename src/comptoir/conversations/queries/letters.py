"""What a member may do with one message."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.accounts.identity import Identity
from comptoir.channels.states import Sending
from comptoir.conversations import access
from comptoir.conversations.models import Conversation, Message, MessageDelivery
from comptoir.conversations.queries.outside import may_leave
from comptoir.kit.text import excerpt

_GIST = 120


@dataclass(frozen=True, slots=True)
class Deeds:
    """`is_held`: a letter of ours that can still be taken back; `went_to` are its addresses."""

    id: int
    number: int
    author: str
    at: datetime
    gist: str
    may_forward: bool
    may_split: bool
    may_report: bool
    is_held: bool
    went_to: tuple[str, ...]


def deeds_of(identity: Identity, conversation: Conversation, message: Message) -> Deeds:
    letters = MessageDelivery.objects.select_related("delivery").filter(message=message)
    deliveries = [link.delivery for link in letters.order_by("pk")]
    may_handle = access.may(identity.actor, access.HANDLE, conversation)
    is_held = any(each.state == Sending.HELD for each in deliveries)
    has_left = bool(deliveries) and not is_held
    stands_beside = conversation.side_of_id is not None
    return Deeds(
        id=message.pk,
        number=conversation.pk,
        author=message.author_name or message.address,
        at=message.received_at,
        gist=excerpt(message.text, _GIST),
        may_forward=not stands_beside
        and may_leave([message])
        and access.may(identity.actor, access.FORWARD, conversation),
        may_split=may_handle and not stands_beside and message.released_at is not None,
        may_report=may_handle and has_left and "misdirected" not in message.facts,
        is_held=is_held and access.may(identity.actor, access.REPLY, conversation),
        went_to=tuple(address for each in deliveries for address in each.recipients),
    )
