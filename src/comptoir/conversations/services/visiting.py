"""What buyers and sellers write at their doors: the same path as their mail, its author proved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.mail.shapes import AttachedFile
from comptoir.channels.models import Channel
from comptoir.channels.queries import automatic_counts, history_of, way_out
from comptoir.channels.services import note_automatic_mail, open_space, queue_delivery
from comptoir.commerce.models import BuyerIdentity, Order, Seller
from comptoir.commerce.queries import orders_for
from comptoir.commerce.queries.guests import identity_at
from comptoir.conversations.errors import (
    EmptyMessage,
    NoSuchConversation,
    NotOpenYet,
    NotToTheBuyer,
    TooMuchToSend,
)
from comptoir.conversations.models import Conversation, Message, MessageDelivery
from comptoir.conversations.policies.acknowledging import MOST_IN_WINDOW, WINDOW
from comptoir.conversations.queries.doors import (
    conversations_for,
    is_own,
    messages_for,
    own_messages,
)
from comptoir.conversations.queries.visiting import may_write_to_buyer
from comptoir.conversations.services import rows
from comptoir.conversations.services.arriving import Arrival, arrive
from comptoir.conversations.services.authors import Author
from comptoir.conversations.services.filing import weigh
from comptoir.conversations.services.finding import lock_merged
from comptoir.conversations.services.letters import NOTICE
from comptoir.conversations.services.replying import letter_id, own_address
from comptoir.kit import db
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import NotAllowed
from comptoir.kit.text import clean, excerpt

LONGEST = 20_000
_MATTER = 60
# So long a form is remembered: browsers repeat a request within minutes.
_REPEATS = timedelta(hours=1)
_SAME = """t.author_kind = %(kind)s AND t.received_at > %(since)s
  AND t.facts->>'token' = %(token)s"""
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was filled in: in a conversation, or the beginning of one about an order or not.

    `token` names the form: sent twice, it is one message. `language` is that of the page.
    """

    text: str
    conversation_id: int | None = None
    order_id: int | None = None
    attachments: Sequence[AttachedFile] = ()
    token: str = ""
    language: str = ""


@transaction.atomic
def write_as_buyer(
    *, by: Actor, address: str, written: Written, channel: Channel | None = None
) -> Message:
    """A buyer writes who has shown that the address is his. `channel` is that of a new
    conversation, the doors' own by default.

    Raises NotAllowed, NoSuchConversation, EmptyMessage, TooMuchToSend, NotOpenYet.
    """
    identity = identity_at(address, buyer_id=by.row_id)
    if identity is None:
        raise NotAllowed(_("This address is not yours any more. Sign in again."))
    author = Author("buyer", by.name[:120], address, Party.BUYER, id=by.row_id, identity=identity)
    return _write(Viewer(Party.BUYER, by.row_id), by, author, written, channel)


@transaction.atomic
def write_in_chat(
    *, by: Actor, identity: BuyerIdentity, name: str, written: Written, channel: Channel
) -> Message:
    """A visitor of a chat writes: `identity` is all that he is known by.

    Raises what `write_as_buyer` does.
    """
    buyer_id, address = identity.buyer_id, identity.display or identity.value
    author = Author("buyer", name[:120], address, Party.BUYER, id=buyer_id, identity=identity)
    return _write(Viewer(Party.BUYER, buyer_id), by, author, written, channel)


@transaction.atomic
def write_as_seller(
    *, by: Actor, address: str, written: Written, to_buyer: bool = False
) -> Message:
    """A seller writes to the operator, and to the buyer too only where the operator allows it.

    Raises what `write_as_buyer` does, and NotToTheBuyer.
    """
    seller = Seller.objects.filter(pk=by.row_id, is_active=True).first()
    if seller is None:
        raise NotAllowed(_("This address is not yours any more. Sign in again."))
    author = Author("seller", seller.name[:120], address, Party.SELLER, id=seller.pk, seller=seller)
    return _write(Viewer(Party.SELLER, seller.pk), by, author, written, None, to_buyer=to_buyer)


def _write(
    viewer: Viewer,
    by: Actor,
    author: Author,
    written: Written,
    channel: Channel | None,
    *,
    to_buyer: bool = False,
) -> Message:
    text = _checked(written)
    if (same := _sent_before(viewer, author, written.token)) is not None:
        return same
    conversation = _locked(viewer, written.conversation_id)
    if to_buyer and (conversation is None or not may_write_to_buyer(conversation)):
        raise NotToTheBuyer(_("Only the marketplace writes to the buyer here."))
    order = _order(viewer, written) if conversation is None else None
    arrival = Arrival(
        channel=conversation.channel if conversation else channel or _space(),
        author=author,
        text=text,
        at=now(),
        audience=viewer.party | Party.OPERATOR | (Party.BUYER if to_buyer else Party(0)),
        matter=_matter(text, order),
        language=written.language[:2],
        order=order,
        suspicion=_suspicion(author) if conversation is None else "",
        attachments=written.attachments,
        facts=_facts(written),
    )
    conversation, message = arrive(by, arrival, conversation)
    if to_buyer:
        _notify_buyer(conversation, message)
    return message


def _checked(written: Written) -> str:
    text = clean(written.text).strip()
    if not text and not written.attachments:
        raise EmptyMessage(_("Write something before you send it."))
    if len(text) > LONGEST:
        said = _("A message holds %(most)d characters. Shorten yours by %(more)d.")
        raise TooMuchToSend(said % {"most": LONGEST, "more": len(text) - LONGEST})
    weigh([each.size for each in written.attachments])
    return text


def _sent_before(viewer: Viewer, author: Author, token: str) -> Message | None:
    """The message that the same form made before; two at once wait for each other."""
    if not token:
        return None
    db.rows(_ALONE, [f"{author.kind}:{author.id}:{token}"])
    since = now() - _REPEATS
    if viewer.party is Party.BUYER:
        params = {"kind": author.kind, "since": since, "token": token}
        return next(iter(own_messages(viewer, only=_SAME, params=params)), None)
    lately = messages_for(viewer).filter(received_at__gt=since)
    return lately.filter(author_kind=author.kind, facts__token=token).first()


def _locked(viewer: Viewer, conversation_id: int | None) -> Conversation | None:
    """The conversation, or the one it was merged into: only one that he may know of (D2)."""
    if conversation_id is None:
        return None
    found = rows.find_locked(conversation_id)
    if found is not None and _knows(viewer, found):
        merged = found.merged_into_id is not None
        found = _locked_beyond(viewer, found.pk) if merged else found
        if found is not None:
            return found
    raise NoSuchConversation(_("There is no such conversation."))


def _locked_beyond(viewer: Viewer, conversation_id: int) -> Conversation | None:
    found = lock_merged(conversation_id)
    return rows.lock(found.pk) if found is not None and _knows(viewer, found) else None


def _knows(viewer: Viewer, conversation: Conversation) -> bool:
    if viewer.party is Party.BUYER:
        return is_own(viewer, conversation)
    return conversations_for(viewer).filter(pk=conversation.pk).exists()


def _order(viewer: Viewer, written: Written) -> Order | None:
    if written.order_id is None:
        return None
    return orders_for(viewer).filter(pk=written.order_id).first()


def _space() -> Channel:
    channel = open_space(by=SYSTEM)
    if channel is None:
        raise NotOpenYet(_("Nobody could answer you here yet. Write us a mail instead."))
    return channel


def _matter(text: str, order: Order | None) -> str:
    if order is not None:
        return _("Order %(number)s") % {"number": order.external_id}
    return excerpt(text, _MATTER)


def _suspicion(author: Author) -> str:
    return "blocked_sender" if history_of(author.address).is_blocked else ""


def _facts(written: Written) -> dict[str, Any]:
    return {"door": True} | ({"token": written.token} if written.token else {})


def _notify_buyer(conversation: Conversation, message: Message) -> None:
    """A mail in our words that something is to be read; automatic, so its brake holds (A7, B1)."""
    address, carrier = own_address(conversation, Party.BUYER), way_out(conversation.channel)
    if not address or carrier is None or conversation.is_spam:
        return
    counts = automatic_counts(address=address, subject="", since=now() - WINDOW)
    if counts.lately >= MOST_IN_WINDOW:
        return
    delivery = queue_delivery(
        by=SYSTEM,
        channel=carrier,
        kind=NOTICE,
        message_id=letter_id(conversation, message, Party.BUYER),
        recipients=[address],
    )
    MessageDelivery.objects.create(message=message, delivery=delivery, party=Party.BUYER)
    note_automatic_mail(address=address, subject="")
