"""Visitors: buyers and sellers who come in by a link or a code, without an account (no members)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from comptoir.accounts.models import Visit
from comptoir.accounts.parties import Party
from comptoir.accounts.slots import GUESTS, HOUSE, HOUSE_ZONE, Guest
from comptoir.accounts.viewers import Viewer
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.text import clean, digest

# A stream names its visit by this, so that it is taken for no member's session.
_STREAM = "visit"


@dataclass(frozen=True, slots=True)
class Door:
    """`name` is the namespace of its addresses, `path` where they begin and its cookies end."""

    name: str
    party: Party

    @property
    def path(self) -> str:
        return f"/{self.name}/"

    @property
    def cookie(self) -> str:
        """Names the visit. Sent below `path` only: members' pages never see it."""
        return f"comptoir_{self.name}"

    @property
    def browser_cookie(self) -> str:
        """Names the browser that asked for a code."""
        return f"comptoir_{self.name}_asks"


SPACE = Door("space", Party.BUYER)
SELLER_DOOR = Door("seller", Party.SELLER)
DOORS = {door.party: door for door in (SPACE, SELLER_DOOR)}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is behind a visit now: a buyer, or the sellers for whom an address speaks."""

    door: Door
    visit_id: int
    address: str
    guests: tuple[Guest, ...]

    @property
    def name(self) -> str:
        return self.guests[0].name

    @property
    def viewers(self) -> tuple[Viewer, ...]:
        return tuple(Viewer(self.door.party, guest.id) for guest in self.guests)

    def actor_as(self, viewer: Viewer) -> Actor:
        kind = ActorKind.BUYER if viewer.party is Party.BUYER else ActorKind.SELLER
        name = next((guest.name for guest in self.guests if guest.id == viewer.id), "")
        return Actor(kind, viewer.id, name)

    def stream_as(self, viewer: Viewer) -> str:
        """The key under which a live stream of this visit is looked after."""
        return f"{_STREAM}:{self.visit_id}:{viewer.id}"


class VisitorRequest(HttpRequest):
    """A request behind `visitor_required`."""

    visitor: Visitor


def address_of(typed: str) -> str:
    """An address by which two spellings of it are equal."""
    return clean(typed).strip().casefold()[:320]


def guests_at(party: Party, address: str) -> tuple[Guest, ...]:
    """Who may come in with this address; nobody for a stranger's."""
    return GUESTS.get(DOORS[party].name)([address]).get(address, ())


def visitor_of(door: Door, key: str) -> Visitor | None:
    """Who comes with this cookie: asked anew each time, so that a right taken is gone (D4)."""
    if not key:
        return None
    visit = Visit.objects.filter(
        key_digest=digest(key), party=door.party, expires_at__gt=now()
    ).first()
    if visit is None:
        return None
    guests = guests_at(door.party, visit.address)
    return Visitor(door, visit.pk, visit.address, guests) if guests else None


def viewers_of_visits(keys: Collection[str]) -> dict[str, Viewer]:
    """The viewers behind streams of visits that are good now."""
    told = {key: parts for key in keys if (parts := _numbers(key))}
    if not told:
        return {}
    ids = {visit_id for visit_id, _ in told.values()}
    visits = {v.pk: v for v in Visit.objects.filter(pk__in=ids, expires_at__gt=now())}
    guests = {door.party: _guest_ids(door, visits.values()) for door in DOORS.values()}
    found: dict[str, Viewer] = {}
    for key, (visit_id, guest_id) in told.items():
        visit = visits.get(visit_id)
        if visit and guest_id in guests[Party(visit.party)].get(visit.address, ()):
            found[key] = Viewer(Party(visit.party), guest_id)
    return found


def _guest_ids(door: Door, visits: Collection[Visit]) -> dict[str, set[int]]:
    addresses = {visit.address for visit in visits if visit.party == door.party}
    found = GUESTS.get(door.name)(addresses) if addresses else {}
    return {address: {guest.id for guest in guests} for address, guests in found.items()}


def _numbers(key: str) -> tuple[int, int] | None:
    kind, *numbers = key.split(":")
    if kind != _STREAM or len(numbers) != 2 or not all(n.isdecimal() for n in numbers):
        return None
    return int(numbers[0]), int(numbers[1])


def house_zone() -> str:
    """The zone by whose clock the house promises; "" where it has not said."""
    return next(filter(None, (zone() for zone in HOUSE_ZONE.all())), "")


def house_name() -> str:
    """The marketplace's own name: what a visitor knows, who never heard of Comptoir."""
    named = (name() for name in HOUSE.all())
    return next(filter(None, named), str(settings.PUBLIC_URL).rpartition("//")[2])
