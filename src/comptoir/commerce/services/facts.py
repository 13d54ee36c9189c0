"""Facts as a marketplace or a file tells them. Empty text and None mean: not told."""

from dataclasses import dataclass
from datetime import date, datetime

from comptoir.commerce.errors import BadFacts
from comptoir.commerce.policies import MAX_KEY
from comptoir.commerce.states import IdentityKind
from comptoir.kit.money import Money
from comptoir.kit.text import clean

# The shop that is meant where a source names none.
OWN_SHOP = "shop"
# The seller that is meant where a source names none: the organisation itself.
OURSELVES = "own"


def _check_id(text: str) -> None:
    # Two ids that differ after the end of the column would become one: refused, not cut.
    if not text or len(text) > MAX_KEY or clean(text) != text:
        raise BadFacts(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerFacts:
    external_id: str
    marketplace: str = OWN_SHOP
    name: str = ""
    country: str = ""
    language: str = ""
    email: str = ""
    is_active: bool | None = None

    def __post_init__(self) -> None:
        _check_id(self.external_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """`seller` is the seller's external id on that marketplace."""

    external_id: str
    marketplace: str = OWN_SHOP
    seller: str = OURSELVES
    sku: str = ""
    title: str = ""
    picture_url: str = ""
    guide_url: str = ""
    video_url: str = ""
    price: Money | None = None
    is_active: bool | None = None

    def __post_init__(self) -> None:
        _check_id(self.external_id)
        _check_id(self.seller)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerFacts:
    """By what the source knows the buyer, the surest first."""

    identities: tuple[tuple[IdentityKind, str], ...]
    name: str = ""
    language: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """`key` tells the line apart within its order; `listing` is the listing's external id."""

    key: str
    title: str = ""
    quantity: int = 1
    unit_price: Money
    listing: str = ""
    sku: str = ""

    def __post_init__(self) -> None:
        _check_id(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    external_id: str
    amount: Money
    captured_at: datetime
    method: str = ""

    def __post_init__(self) -> None:
        _check_id(self.external_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """`number` is the order's number as shown. With `all_lines`, lines not named are removed."""

    number: str
    placed_at: datetime
    total: Money
    marketplace: str = OWN_SHOP
    basket: str = ""
    seller: str = OURSELVES
    seller_name: str = ""
    buyer: BuyerFacts | None = None
    shipping: Money | None = None
    state: str = ""
    delivery_name: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = ""
    expected_on: date | None = None
    lines: tuple[LineFacts, ...] = ()
    all_lines: bool = False
    payments: tuple[PaymentFacts, ...] = ()

    def __post_init__(self) -> None:
        _check_id(self.number)
        _check_id(self.seller)
