"""Who reads a letter besides its party: everybody stays on the side that named him (A15).

A buyer's friend reads what the buyer reads, a seller's accountant what the seller reads. Somebody
whom only an agent named reads the buyer's letter, or the seller's where the buyer gets none.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.conversations.errors import OnAnotherSide
from comptoir.conversations.models import Conversation, Message

_SIDES = {"buyer": Party.BUYER, "seller": Party.SELLER}


def by_party(
    conversation: Conversation,
    audience: Party,
    cc: Sequence[str],
    own: Mapping[Party, str],
) -> dict[Party, list[str]]:
    """The Cc of each letter; raises OnAnotherSide for a companion of a party that gets none."""
    letters: dict[Party, list[str]] = {Party.BUYER: [], Party.SELLER: []}
    if not cc:
        return letters
    named = _named(conversation)
    first = Party.BUYER if audience & Party.BUYER else Party.SELLER
    for address in cc:
        side = _side(address, named, own) or first
        if not side & audience:
            raise OnAnotherSide(_refusal(side) % address)
        letters[side].append(address)
    return letters


def check_other_address(
    conversation: Conversation, to: Sequence[str], own: Mapping[Party, str]
) -> None:
    """The buyer's letter goes to whom an agent named instead; never to the seller's side."""
    if not to:
        return
    named = _named(conversation)
    for address in to:
        if _side(address, named, own) is Party.SELLER:
            said = _("“%s” is on the seller's side. The buyer's letter can't go there.")
            raise OnAnotherSide(said % address)


def _named(conversation: Conversation) -> dict[str, Party]:
    """Whom buyer and seller named in To and Cc of their mails, and on which side that puts him."""
    mails = Message.objects.filter(
        conversation=conversation, author_kind__in=_SIDES, recipients__isnull=False
    )
    found: dict[str, Party] = {}
    for kind, recipients in mails.values_list("author_kind", "recipients"):
        told = recipients or {}
        for address in (*told.get("to", ()), *told.get("cc", ())):
            key = address.casefold()
            found[key] = found.get(key, Party(0)) | _SIDES[kind]
    return found


def _side(address: str, named: Mapping[str, Party], own: Mapping[Party, str]) -> Party | None:
    """One side, or None for who stands on neither or on both."""
    key = address.casefold()
    for party, at_home in own.items():
        if at_home and key == at_home.casefold():
            return party
    side = named.get(key)
    return side if side in (Party.BUYER, Party.SELLER) else None


def _refusal(side: Party) -> str:
    if side is Party.BUYER:
        return _("“%s” is on the buyer's side. Let the buyer read this too, or take it out of Cc.")
    return _("“%s” is on the seller's side. Let the seller read this too, or take it out of Cc.")
