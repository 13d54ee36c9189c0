"""The case file: buyer, seller, orders and parcels as they are drawn."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from comptoir.commerce.queries import MergedBuyer, Purchases
from comptoir.commerce.queries.labels import Label, LabelCard
from comptoir.conversations.shapes.desk import ChannelBadge, Status
from comptoir.kit.money import Money


class Moment(StrEnum):
    PAST = "past"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class ParcelStep:
    label: str
    at: datetime | date | None
    moment: Moment


@dataclass(frozen=True, slots=True)
class ParcelCard:
    carrier: str
    number: str
    url: str
    state: str
    tone: str
    steps: tuple[ParcelStep, ...]
    expected_on: date | None = None
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class LineCard:
    title: str
    quantity: int
    price: Money
    picture_url: str = ""
    guide_url: str = ""
    video_url: str = ""


@dataclass(frozen=True, slots=True)
class OrderCard:
    number: str
    placed_at: datetime
    total: Money
    shipping: Money
    state: str
    seller: str
    lines: tuple[LineCard, ...]
    parcels: tuple[ParcelCard, ...]
    is_current: bool = False
    paid_by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class OtherConversation:
    number: int
    subject: str
    gist: str
    at: datetime
    status: Status
    channel: ChannelBadge
    same_order: bool = False
    assignee: str = ""
    is_linked: bool = False


@dataclass(frozen=True, slots=True)
class OrderFile:
    """An order, the rest of its basket, and what is or was talked about it."""

    card: "OrderCard"
    market: str
    buyer: str
    basket: tuple["OrderCard", ...]
    conversations: tuple[OtherConversation, ...]
    buyer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BuyerPaths:
    """Where the forms about a buyer go; their answer takes the place of `target`."""

    target: str
    note: str
    answers_only: str
    label: str
    unlabel: str
    same_person: str
    merge: str
    separate: str


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """One address or number of a buyer; a merged one can be given back."""

    id: int
    label: str
    kind: str
    marketplace: str = ""
    can_separate: bool = False


@dataclass(frozen=True, slots=True)
class BuyerCard:
    id: int
    name: str
    language: str
    country: str
    time_zone: str
    identities: tuple[IdentityLine, ...]
    orders: int
    spent: Money | None
    since: date | None
    note: str = ""
    note_version: int = 0
    may_edit: bool = False
    may_merge: bool = False
    links: tuple[tuple[str, str], ...] = ()
    wants_answers_only: bool = False
    labels: tuple[LabelCard, ...] = ()
    labels_left: tuple[Label, ...] = ()
    url: str = ""
    paths: BuyerPaths | None = None


@dataclass(frozen=True, slots=True)
class BuyerFile:
    """A buyer's own page: as far as who looks may know of him.

    `refunds` are what was noted as given back when conversations were resolved.
    """

    public_id: UUID
    buyer: BuyerCard
    bought: Purchases
    refunds: tuple[Money, ...]
    orders: tuple[OrderCard, ...]
    conversations: tuple[OtherConversation, ...]
    merged: tuple[MergedBuyer, ...] = ()
    # The last that is shown, where there are earlier ones.
    orders_go_on: UUID | None = None
    talks_go_on: int | None = None


@dataclass(frozen=True, slots=True)
class SellerCard:
    id: int
    name: str
    country: str
    language: str
    open_conversations: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    buyer: BuyerCard | None
    open_now: tuple[OtherConversation, ...] = ()
    earlier: tuple[OtherConversation, ...] = ()
    orders: tuple[OrderCard, ...] = ()
    seller: SellerCard | None = None
    more_orders: int = 0
