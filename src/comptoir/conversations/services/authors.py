"""Who wrote a mail, and whether he is a party of the conversation that it answers."""

from dataclasses import dataclass, replace

from django.db.models import Q

from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.channels.mail.shapes import Address
from comptoir.channels.queries import profile
from comptoir.channels.slots import Incoming
from comptoir.commerce.models import BuyerIdentity, Seller
from comptoir.commerce.services import identify_buyer
from comptoir.commerce.states import IdentityKind
from comptoir.conversations.models import Conversation, Message, MessageDelivery
from comptoir.kit.actor import Actor
from comptoir.kit.text import fold

# What a row holds of a name.
_NAME = 120


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote. `party` is None for somebody who is neither buyer, seller nor colleague."""

    kind: str
    name: str
    address: str
    party: Party | None
    id: int | None = None
    identity: BuyerIdentity | None = None
    seller: Seller | None = None


def author_of(by: Actor, incoming: Incoming, candidate: Conversation | None) -> Author:
    """The conversation's own party, else a seller, else who a colleague passed on, else a buyer."""
    sender = _as_named(incoming, incoming.mail.sender)
    known = _as_party(sender, candidate)
    return known or _seller(sender) or _forwarded(by, incoming) or _buyer(by, incoming, sender)


def _as_named(incoming: Incoming, sender: Address) -> Address:
    """Marketplaces sign their buyers' names: “Camille - Amazon Marketplace” is Camille."""
    return replace(sender, name=profile(incoming.profile).own_name(sender.name))


def _as_party(sender: Address, candidate: Conversation | None) -> Author | None:
    """The usual case without a query: the conversation's own buyer or seller writes again."""
    if candidate is None:
        return None
    identity, seller = candidate.identity, candidate.seller
    if identity and fold(sender.address) in (fold(identity.value), fold(identity.display)):
        return _buyer_author(identity, sender)
    if seller and seller.email and fold(sender.address) == fold(seller.email):
        return _seller_author(seller, sender)
    return None


def _seller(sender: Address) -> Author | None:
    if not sender.address:
        return None
    seller = Seller.objects.filter(email__iexact=sender.address, is_active=True).first()
    return _seller_author(seller, sender) if seller else None


def _forwarded(by: Actor, incoming: Incoming) -> Author | None:
    """A colleague passed a buyer's mail on: the original sender becomes the buyer.

    Not of a mail that looks forged: then the colleague's From proves nothing (A1).
    """
    passed_on = incoming.mail.forwarded
    if passed_on is None or not passed_on.sender.address or incoming.suspicion:
        return None
    if not Member.objects.filter(email__iexact=incoming.mail.sender.address).exists():
        return None
    return _buyer(by, incoming, _as_named(incoming, passed_on.sender))


def _buyer(by: Actor, incoming: Incoming, sender: Address) -> Author:
    if not sender.address:
        return Author("other", sender.name[:_NAME], "", None)
    identity = identify_buyer(
        by=by,
        kind=IdentityKind.RELAY if incoming.is_relay else IdentityKind.EMAIL,
        value=sender.address,
        name=sender.name,
    )
    return _buyer_author(identity, sender)


def _buyer_author(identity: BuyerIdentity, sender: Address) -> Author:
    return Author(
        "buyer",
        sender.name[:_NAME],
        sender.address,
        Party.BUYER,
        id=identity.buyer_id,
        identity=identity,
    )


def _seller_author(seller: Seller, sender: Address) -> Author:
    name = sender.name or seller.name
    return Author("seller", name[:_NAME], sender.address, Party.SELLER, id=seller.pk, seller=seller)


def is_party(conversation: Conversation, author: Author) -> bool:
    """Once a party was told something, its person is fixed: another one is not that party."""
    if author.identity is not None and conversation.identity is not None:
        same_address = author.identity.pk == conversation.identity_id
        return same_address or author.identity.buyer_id == conversation.identity.buyer_id
    if author.seller is not None:
        return author.seller.pk == conversation.seller_id
    return False


def was_addressed(conversation: Conversation, address: str) -> bool:
    """Whether a message of this conversation named the address in To or Cc."""
    if not address:
        return False
    asked = Q(recipients__to__contains=[address]) | Q(recipients__cc__contains=[address])
    if Message.objects.filter(conversation=conversation).filter(asked).exists():
        return True
    sent = MessageDelivery.objects.filter(message__conversation=conversation)
    return sent.filter(delivery__recipients__contains=[address]).exists()
