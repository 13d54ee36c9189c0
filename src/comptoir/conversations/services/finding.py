"""Which conversation a mail may belong to: by ids, by signed reply address, by order."""

from collections.abc import Sequence

from django.conf import settings

from comptoir.channels.mail.threading import read_message_id
from comptoir.channels.slots import Incoming
from comptoir.commerce.models import BuyerIdentity, Order
from comptoir.commerce.queries import find_order
from comptoir.conversations.models import Conversation
from comptoir.conversations.policies.placing import Found, is_same_matter
from comptoir.kit import db
from comptoir.kit.text import digest

# Where a message is now: it may have been merged into another conversation, or split off.
_STORED = """
SELECT external_digest, NULL, conversation_id FROM conversations_message
WHERE external_digest = ANY(%s)
UNION ALL
SELECT NULL, id, conversation_id FROM conversations_message WHERE id = ANY(%s)"""
_LOCK = "SELECT * FROM conversations_conversation WHERE id = %s FOR UPDATE"
_IDENTITY = "SELECT * FROM commerce_buyeridentity WHERE id = %s"


def find_candidate(incoming: Incoming) -> tuple[Conversation | None, Found]:
    """The conversation this mail may belong to, locked; the strongest sign counts."""
    number, found = _by_message_ids(incoming.mail.thread_ids), Found.MESSAGE_ID
    if number is None:
        number, found = incoming.thread_key, Found.REPLY_ADDRESS
    if number is None:
        number, found = _by_order(incoming), Found.ORDER
    conversation = lock_merged(number) if number is not None else None
    if conversation is None:
        return None, Found.NOTHING
    if conversation.channel_id == incoming.channel.pk:
        # The same mailbox as a rule: its row need not be read again.
        conversation.channel = incoming.channel
    return conversation, found


def _by_message_ids(ids: Sequence[str]) -> int | None:
    """By ids of ours and ids that others made; of those whose message is stored the nearest."""
    if not ids:
        return None
    key = settings.SECRET_KEY.encode()
    marks = {at: mark for at, each in enumerate(ids) if (mark := read_message_id(each, key=key))}
    own = {mark.message_id: at for at, mark in reversed(marks.items())}
    digests = {digest(each): at for at, each in enumerate(ids) if at not in marks}
    stored: list[tuple[bytes | None, int, int]] = db.planned(_STORED, [list(digests), list(own)])
    places = ((digests[bytes(d)] if d else own[pk], number) for d, pk, number in stored)
    if (nearest := min(places, default=None)) is not None:
        return nearest[1]
    return next((mark.conversation_id for mark in marks.values()), None)


def _by_order(incoming: Incoming) -> int | None:
    """A conversation about the named order that is still the same matter."""
    order = named_order(incoming)
    if order is None:
        return None
    found = (
        Conversation.objects.filter(
            order=order, channel=incoming.channel, is_spam=False, third_party=None
        )
        .order_by("-last_message_at")
        .values_list("pk", "last_message_at")
        .first()
    )
    if found and is_same_matter(last_message_at=found[1], at=incoming.received_at):
        return found[0]
    return None


def named_order(incoming: Incoming) -> Order | None:
    """The first order that exists among the numbers which the mail names."""
    marketplace_id = incoming.channel.marketplace_id
    found = (find_order(n, marketplace_id) for n in incoming.order_numbers)
    return next((order for order in found if order is not None), None)


def lock_merged(number: int) -> Conversation | None:
    """The conversation, or the one it was merged into; None if it is gone or a circle."""
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        conversation = next(iter(Conversation.objects.raw(_LOCK, [number])), None)
        if conversation is None:
            return None
        if conversation.merged_into_id is None:
            return _with_identity(conversation)
        number = conversation.merged_into_id
    return None


def _with_identity(conversation: Conversation) -> Conversation:
    """The buyer's identity, which nearly every answer is compared with."""
    if conversation.identity_id is not None:
        (conversation.identity,) = BuyerIdentity.objects.raw(_IDENTITY, [conversation.identity_id])
    return conversation
