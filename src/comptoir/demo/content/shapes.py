"""The things of the sample marketplace: frozen values that point to each other directly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from comptoir.accounts.parties import Party
from comptoir.commerce.states import IdentityKind, MarketplaceKind, OrderState
from comptoir.conversations.states import Intent
from comptoir.kit.money import Money
from comptoir.shipping.states import ParcelState


@dataclass(frozen=True, slots=True)
class Marketplace:
    key: str
    name: str
    kind: MarketplaceKind
    url: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A mailbox. `profile` names the mail profile that recognises the marketplace's mails."""

    key: str
    name: str
    address: str
    sender_name: str
    profile: str
    marketplace: Marketplace
    language: str
    signature: str


@dataclass(frozen=True, slots=True)
class Team:
    key: str
    name: str
    intents: tuple[Intent, ...]


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of the staff. `role` is a key of the shipped roles; `login` marks the three shown."""

    key: str
    name: str
    email: str
    languages: tuple[str, ...]
    team: str
    role: str = "agent"
    is_woman: bool = False
    login: bool = False

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class Seller:
    key: str
    name: str
    person: str
    country: str
    language: str
    email: str


@dataclass(frozen=True, slots=True)
class Listing:
    """`kind` is a key of the drawn pictures; `names` holds the title by language."""

    external_id: str
    kind: str
    model: str
    title: str
    names: Mapping[str, str]
    price: Money
    seller: Seller
    picture_url: str
    guide_url: str
    video_url: str


@dataclass(frozen=True, slots=True)
class Identity:
    """By what a buyer is known; `marketplace` is the key of one, or empty for everywhere."""

    kind: IdentityKind
    value: str
    marketplace: str = ""


@dataclass(frozen=True, slots=True)
class Buyer:
    """`identities[0]` is the address the buyer writes from."""

    key: str
    first_name: str
    last_name: str
    name: str
    is_woman: bool
    language: str
    country: str
    city: str
    postal_code: str
    time_zone: str
    channel: Channel
    identities: tuple[Identity, ...]
    since: datetime

    @property
    def address(self) -> str:
        return self.identities[0].value


@dataclass(frozen=True, slots=True)
class OrderLine:
    key: str
    listing: Listing
    quantity: int
    unit_price: Money


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    at: datetime
    status: ParcelState
    place: str
    description: str


@dataclass(frozen=True, slots=True)
class Parcel:
    carrier: str
    tracking_number: str
    tracking_url: str
    state: ParcelState
    shipped_at: datetime | None
    expected_on: date
    delivered_at: datetime | None
    events: tuple[TrackingEvent, ...]


@dataclass(frozen=True, slots=True)
class Payment:
    external_id: str
    method: str
    amount: Money
    captured_at: datetime


class Story(StrEnum):
    """What becomes of an order: the plot its parcel and its conversations follow."""

    NOT_SHIPPED = "not_shipped"
    IN_TRANSIT = "in_transit"
    LATE = "late"
    LATE_THEN_DELIVERED = "late_then_delivered"
    LOST = "lost"
    DELIVERED = "delivered"
    DELIVERED_NOT_RECEIVED = "delivered_not_received"
    RETURNED = "returned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Order:
    external_id: str
    channel: Channel
    buyer: Buyer
    seller: Seller
    placed_at: datetime
    currency: str
    lines: tuple[OrderLine, ...]
    shipping: Money
    parcels: tuple[Parcel, ...]
    payment: Payment | None
    state: OrderState
    story: Story

    @property
    def total(self) -> Money:
        total = self.shipping
        for line in self.lines:
            total += Money(line.unit_price.minor * line.quantity, self.currency)
        return total

    @property
    def listing(self) -> Listing:
        return self.lines[0].listing


class Author(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"
    AGENT = "agent"
    SYSTEM = "system"


class TurnKind(StrEnum):
    """What a message is besides a message: a machine's answer, or a report that one came back."""

    MESSAGE = "message"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True)
class Picture:
    """A file to be drawn by `demo.pictures.draw(kind, seed=…)`."""

    kind: str
    name: str
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """One message. `agent` is set for agents; `mentions` holds keys of agents named in a note.

    `address` is where a buyer wrote from, if not from his first identity.
    """

    at: datetime
    author: Author
    audience: Party
    text: str
    language: str
    agent: Agent | None = None
    attachments: tuple[Picture, ...] = ()
    mentions: tuple[str, ...] = ()
    address: str = ""
    kind: TurnKind = TurnKind.MESSAGE

    @property
    def is_note(self) -> bool:
        return self.audience == Party.OPERATOR


class Outcome(StrEnum):
    """Where a conversation stands at the start: `open` waits on us."""

    OPEN = "open"
    WAITING_BUYER = "waiting_buyer"
    WAITING_SELLER = "waiting_seller"
    WAITING_CARRIER = "waiting_carrier"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One matter. `key` is stable for planted cases and gives the message ids of all.

    `buyer` is None for a matter with a seller only. `due_in` (minutes from the start, negative when
    overdue) is the due time aimed at for one that waits on us, by a clock that never closes.
    """

    key: str
    channel: Channel
    subject: str
    language: str
    intent: Intent
    turns: tuple[Turn, ...]
    outcome: Outcome
    team: str
    assignee: Agent | None = None
    buyer: Buyer | None = None
    seller: Seller | None = None
    order: Order | None = None
    listings: tuple[Listing, ...] = ()
    tags: tuple[str, ...] = ()
    priority: int = 0
    is_spam: bool = False
    due_in: int | None = None
    address: str = ""
    links: tuple[str, ...] = field(default=())

    @property
    def waiting_since(self) -> datetime | None:
        """When what we have not answered began, if it is our turn."""
        if self.outcome != Outcome.OPEN:
            return None
        since: datetime | None = None
        for turn in reversed(self.turns):
            if turn.author == Author.AGENT and not turn.is_note:
                break
            if turn.author in {Author.BUYER, Author.SELLER}:
                since = turn.at
        return since


@dataclass(frozen=True, slots=True)
class PlantedCase:
    """A conversation made for a visitor to find; `docs/demo.md` lists these with their links."""

    key: str
    title: str
    line: str
    conversations: tuple[str, ...]
