"""Whom a visitor may be: the buyers of the planted cases, any buyer of the sample, somebody new."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.utils.text import slugify

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.commerce.models import BuyerIdentity
from comptoir.commerce.states import IdentityKind
from comptoir.demo.content.house import AMAZON_MAIL, AMAZON_RELAY, CHANNELS, EBAY_MAIL, EBAY_RELAY
from comptoir.demo.content.planted import plant
from comptoir.demo.content.planted.scene import Scene
from comptoir.demo.content.shapes import Buyer, Channel, PlantedCase
from comptoir.demo.models import Sample
from comptoir.kit.clock import now
from comptoir.kit.text import fold

# Mail of people who are made up here goes nowhere: the domain is reserved (RFC 2606).
NEW_DOMAIN = "post.example"
RELAYS = {AMAZON_MAIL.key: AMAZON_RELAY, EBAY_MAIL.key: EBAY_RELAY}


@dataclass(frozen=True, slots=True)
class Person:
    """A buyer to be. `lines` say what his planted cases are about."""

    address: str
    name: str
    language: str
    lines: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def address_for(self, channel: Channel) -> str:
        """From where he writes to a mailbox: a marketplace shows a mask instead of his address."""
        relay = RELAYS.get(channel.key)
        if relay is None or self.address.endswith(f"@{relay}"):
            return self.address
        mark = sha256(fold(self.address).encode()).hexdigest()[:6]
        return f"{self.address.partition('@')[0]}.{mark}@{relay}"

    @property
    def mailboxes(self) -> tuple[Channel, ...]:
        """Whom he may write to: who hides behind a mask knows one mailbox only."""
        masks = (key for key, relay in RELAYS.items() if self.address.endswith(f"@{relay}"))
        only = next(masks, None)
        return tuple(each for each in CHANNELS if only in (None, each.key))

    @property
    def addresses(self) -> Sequence[str]:
        """Where his letters lie."""
        own = [self.address_for(channel) for channel in self.mailboxes]
        return list(dict.fromkeys(fold(each) for each in (*own, *self.others)))


@dataclass(frozen=True, slots=True)
class Cast:
    """The planted cases, and who stands behind them."""

    cases: tuple[PlantedCase, ...]
    people: tuple[Person, ...]


def cast() -> Cast:
    sample = Sample.objects.order_by("pk").last()
    return _cast((sample.loaded_at if sample else now()).isoformat())


@lru_cache(maxsize=2)
def _cast(start: str) -> Cast:
    from datetime import datetime

    cases, conversations = plant(Scene(datetime.fromisoformat(start)))
    by_key = {one.key: one for one in conversations}
    lines: dict[str, list[str]] = {}
    buyers: dict[str, Buyer] = {}
    for case in cases:
        buyer = by_key[case.conversations[0]].buyer
        if buyer is not None:
            buyers[buyer.key] = buyer
            lines.setdefault(buyer.key, []).append(case.line)
    people = tuple(_person(buyer, lines[key]) for key, buyer in buyers.items())
    return Cast(tuple(cases), people)


def _person(buyer: Buyer, lines: Sequence[str]) -> Person:
    mails = (one.value for one in buyer.identities[1:] if one.kind is IdentityKind.EMAIL)
    return Person(buyer.address, buyer.name, buyer.language, tuple(lines), tuple(mails))


def find(address: str) -> Person | None:
    """The person of the sample with this address."""
    planted = (each for each in cast().people if fold(each.address) == fold(address))
    return next(planted, None) or _stored(address)


def _stored(address: str) -> Person | None:
    found = BuyerIdentity.objects.select_related("buyer").filter(
        value=fold(address), kind__in=[IdentityKind.EMAIL, IdentityKind.RELAY]
    )
    identity = found.first()
    if identity is None:
        return None
    return Person(
        identity.display or identity.value, identity.buyer.name, identity.buyer.language or "en"
    )


def viewers_of(person: Person) -> list[Viewer]:
    """Through whose eyes he reads: the buyers behind his addresses."""
    known = BuyerIdentity.objects.filter(
        value__in=person.addresses, kind__in=[IdentityKind.EMAIL, IdentityKind.RELAY]
    )
    ids = known.values_list("buyer_id", flat=True).distinct()
    return [Viewer(Party.BUYER, buyer_id) for buyer_id in ids]


def newcomer(name: str, language: str) -> Person:
    """Somebody whom nobody knows yet; the same name is the same person."""
    local = slugify(name).replace("-", ".") or sha256(name.encode()).hexdigest()[:8]
    return Person(f"{local}@{NEW_DOMAIN}", name, language)
