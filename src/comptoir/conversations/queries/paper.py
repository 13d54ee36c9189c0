"""A conversation for paper: exactly what one party may read of it, through that party's door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.accounts.visitors import house_name
from comptoir.conversations.errors import NoSuchConversation
from comptoir.conversations.models import Attachment, Conversation, Message
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.queries.files import attachments_of
from comptoir.kit.clock import now
from comptoir.shipping.queries import OrderWithParcels, orders_with_parcels

MOST_LETTERS = 1_000


@dataclass(frozen=True, slots=True)
class PaperFile:
    """`pictures` are the keys of our own safe copies; the original is never looked into."""

    name: str
    size: int
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperLetter:
    """`readers` are the other parties who may read it; of a note there are none."""

    author: str
    party: Party
    readers: tuple[Party, ...]
    at: datetime
    text: str
    is_note: bool
    files: tuple[PaperFile, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """`reference` is the running number at the desk, the public id for the two others."""

    audience: Party
    reference: str
    subject: str
    house: str
    buyer: str
    seller: str
    orders: tuple[OrderWithParcels, ...]
    letters: tuple[PaperLetter, ...]
    left_out: int
    printed_at: datetime


def audiences_of(conversation: Conversation) -> tuple[Party, ...]:
    """For whom it can be printed: who has something to read in it."""
    found = [Party.OPERATOR]
    if conversation.identity_id and conversation.buyer_last_id:
        found.append(Party.BUYER)
    if conversation.seller_id and conversation.seller_last_id:
        found.append(Party.SELLER)
    return tuple(found)


def paper_of(viewer: Viewer, conversation: Conversation, audience: Party) -> Paper:
    """Raises NoSuchConversation for a party who has nothing to read in it: five queries."""
    if audience not in audiences_of(conversation):
        raise NoSuchConversation(_("This party reads nothing of the conversation."))
    eyes = _eyes(viewer, conversation, audience)
    seen = messages_for(eyes).filter(conversation=conversation)
    newest = list(seen.defer("html", "search", "quoted").order_by("-pk")[: MOST_LETTERS + 1])
    shown = list(reversed(newest[:MOST_LETTERS]))
    files = attachments_of(shown)
    return Paper(
        audience=audience,
        reference=_reference(conversation, audience),
        subject=conversation.subject,
        house=house_name(),
        buyer=_buyer(conversation, audience),
        seller=conversation.seller.name if conversation.seller else "",
        orders=_orders(eyes, conversation),
        letters=tuple(_letter(conversation, audience, each, files[each.pk]) for each in shown),
        left_out=seen.count() - len(shown) if len(newest) > MOST_LETTERS else 0,
        printed_at=now(),
    )


def _eyes(viewer: Viewer, conversation: Conversation, audience: Party) -> Viewer:
    if audience is Party.OPERATOR:
        return viewer
    if audience is Party.BUYER and conversation.identity is not None:
        return Viewer(Party.BUYER, conversation.identity.buyer_id)
    return Viewer(Party.SELLER, conversation.seller_id or 0)


def _reference(conversation: Conversation, audience: Party) -> str:
    is_ours = audience is Party.OPERATOR
    return f"#{conversation.pk}" if is_ours else str(conversation.public_id)


def _buyer(conversation: Conversation, audience: Party) -> str:
    """A seller is told no address, and no name but the one that stands over a message."""
    identity = conversation.identity
    if identity is None:
        return ""
    if audience is Party.SELLER:
        return _("Buyer")
    name, address = identity.buyer.name, identity.display or identity.value
    return f"{name} ({address})" if name and audience is Party.OPERATOR else name or address


def _orders(eyes: Viewer, conversation: Conversation) -> tuple[OrderWithParcels, ...]:
    if conversation.order_id is None:
        return ()
    return orders_with_parcels([conversation.order_id], viewer=eyes)


_PARTIES = {"buyer": Party.BUYER, "seller": Party.SELLER}


def _letter(
    conversation: Conversation, audience: Party, message: Message, files: Sequence[Attachment]
) -> PaperLetter:
    party = _PARTIES.get(message.author_kind, Party.OPERATOR)
    return PaperLetter(
        author=_author(conversation, audience, message, party),
        party=party,
        readers=tuple(each for each in Party(message.audience) if each is not party),
        at=message.received_at,
        text=message.text,
        is_note=message.audience == Party.OPERATOR and message.author_kind == "agent",
        files=tuple(_file(each) for each in files),
    )


def _author(conversation: Conversation, audience: Party, message: Message, party: Party) -> str:
    """Colleagues have names at the desk only; outside it is the house that answers."""
    if audience is Party.OPERATOR:
        return message.author_name or message.address or _("Unknown sender")
    if party is Party.SELLER:
        return conversation.seller.name if conversation.seller else _("Seller")
    if party is Party.BUYER:
        name = message.author_name
        return name if name and "@" not in name else _("Buyer")
    return house_name()


def _file(attachment: Attachment) -> PaperFile:
    is_ready = attachment.preview == "ready"
    return PaperFile(
        name=attachment.name,
        size=attachment.size,
        pictures=tuple(attachment.page_keys) if is_ready else (),
    )
