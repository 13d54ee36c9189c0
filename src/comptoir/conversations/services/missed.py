"""Who left a chat before he was answered reads it by mail, where the address is shown to be his."""

from collections.abc import Sequence

from django.db import transaction

from comptoir.accounts.parties import Party
from comptoir.channels.queries import mailbox_beside
from comptoir.channels.services import queue_delivery
from comptoir.commerce.models import BuyerIdentity
from comptoir.commerce.states import IdentityKind
from comptoir.conversations.models import Conversation, Message, MessageDelivery
from comptoir.conversations.services import rows
from comptoir.conversations.services.letters import MISSED
from comptoir.conversations.services.replying import letter_id
from comptoir.kit.actor import Actor


@transaction.atomic
def mail_what_was_missed(*, by: Actor, conversation_id: int, read_id: int) -> int:
    """One letter with all answers after `read_id` that were not mailed yet; how many there were.

    Nothing leaves while no mailbox could carry it, or nobody has shown that the address is his
    (B1): the answers wait in the chat.
    """
    conversation = rows.lock(conversation_id)
    missed, address = _missed(conversation, read_id), proved_address(conversation)
    mailbox = mailbox_beside(conversation.channel)
    if not missed or not address or mailbox is None or conversation.is_spam:
        return 0
    last = missed[-1]
    delivery = queue_delivery(
        by=by,
        channel=mailbox,
        kind=MISSED,
        message_id=letter_id(
            conversation, last, Party.BUYER, domain=f"mail.{_domain(mailbox.address)}"
        ),
        recipients=[address],
    )
    MessageDelivery.objects.create(message=last, delivery=delivery, party=Party.BUYER)
    return len(missed)


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "comptoir.invalid"


def _missed(conversation: Conversation, read_id: int) -> Sequence[Message]:
    audiences = [bits for bits in range(1, 8) if bits & Party.BUYER]
    ours = Message.objects.filter(
        conversation=conversation,
        pk__gt=read_id,
        audience__in=audiences,
        author_kind="agent",
        released_at__isnull=False,
    )
    mailed = MessageDelivery.objects.filter(
        message__conversation=conversation, delivery__kind=MISSED
    ).order_by("-message_id")
    since = mailed.values_list("message_id", flat=True).first() or 0
    return list(ours.filter(pk__gt=since).defer("html", "search").order_by("pk"))


def proved_address(conversation: Conversation) -> str:
    """The buyer's own address, shown to be his; "" where none was."""
    identity = conversation.identity
    if identity is None:
        return ""
    known = BuyerIdentity.objects.filter(
        buyer_id=identity.buyer_id, kind=IdentityKind.EMAIL, verified_at__isnull=False
    )
    found = known.filter(pk=identity.pk).first() or known.order_by("-verified_at").first()
    return (found.display or found.value) if found else ""
