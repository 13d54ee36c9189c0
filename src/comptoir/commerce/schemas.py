"""Facts as the API tells and takes them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, HttpUrl, PlainSerializer

from comptoir.commerce.states import Colour, IdentityKind, MarketplaceKind
from comptoir.rest.schemas import Closed, Moment, MoneyIn, MoneyOut, Text, Told

# Ids of other systems: told apart to the last sign, so never cut.
ExternalId = Annotated[Text, Field(min_length=1, max_length=120)]
Key = Annotated[Text, Field(min_length=1, max_length=60, pattern=r"^\S+$")]
Country = Annotated[Text, Field(pattern=r"^([A-Za-z]{2})?$", examples=["FR"])]
Language = Annotated[Text, Field(pattern=r"^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$", examples=["fr"])]
Name = Annotated[Text, Field(max_length=200)]
Url = Annotated[HttpUrl, Field(max_length=1000), PlainSerializer(str)]


class OrderSort(StrEnum):
    LATEST = "-placed_at"
    EARLIEST = "placed_at"


class MarketplaceOut(Told):
    key: str
    name: str
    kind: MarketplaceKind
    url: str


class SellerOut(Told):
    id: UUID
    external_id: str
    marketplace: str | None = Field(description="Its key; null: known under this id everywhere.")
    name: str
    country: str
    language: str
    email: str
    is_active: bool


class IdentityOut(Told):
    """One name by which a buyer is known. A relay address belongs to an order, not to a person."""

    kind: IdentityKind
    value: str
    marketplace: str | None
    is_verified: bool


class LabelOut(Told):
    """What the team calls some buyers among itself: never shown to a buyer or a seller."""

    key: str
    name: str
    meaning: str
    colour: Colour


class LabelDefinition(Closed):
    """The whole label: an empty `about` has no meaning beside its name."""

    name: Text = Field(max_length=40)
    colour: Colour = Colour.GREY
    about: Text = Field("", max_length=200, description="What it means.")


class ContactOut(Told):
    """An address that comes in for a seller."""

    id: int | None = Field(description="Null: the marketplace told it.")
    email: str
    name: str
    since: datetime | None


class ContactIn(Closed):
    email: Text = Field(max_length=254, examples=["ada@seller.example"])
    name: Text = Field("", max_length=120)


class BuyerLabelOut(Told):
    key: str
    name: str
    why: str = Field(description="Empty for those whose role is for a part of the desk only.")
    given_at: datetime


class LabelIn(Closed):
    key: Key
    why: Text = Field("", max_length=200, description="Empty: the reason that stands is kept.")


class BuyerOut(Told):
    id: UUID
    name: str
    language: str
    country: str
    time_zone: str
    note: str
    known_since: datetime
    identities: list[IdentityOut]
    labels: list[BuyerLabelOut]


class ListingOut(Told):
    id: UUID
    external_id: str
    marketplace: str | None
    seller: UUID
    sku: str
    title: str
    picture_url: str
    guide_url: str
    video_url: str
    price: MoneyOut | None
    is_active: bool


class LineOut(Told):
    key: str
    title: str
    quantity: int
    unit_price: MoneyOut
    listing: UUID | None


class PaymentOut(Told):
    external_id: str
    method: str
    amount: MoneyOut
    captured_at: datetime


class OrderOut(Told):
    id: UUID
    number: str
    marketplace: str
    seller: UUID
    buyer: UUID | None
    basket: str
    placed_at: datetime
    state: str = Field(description="A marketplace's own word outside the known ones is kept.")
    total: MoneyOut
    shipping: MoneyOut
    delivery_name: str
    city: str
    postal_code: str
    country: str
    expected_on: date | None
    lines: list[LineOut]
    payments: list[PaymentOut]


class BuyerFilters(Closed):
    name: Text = Field("", max_length=100, description="Words of the name.")
    identity: Text = Field(
        "", max_length=320, description="An address, a phone number, a member's id: exactly."
    )
    country: Country = ""
    label: Text = Field("", max_length=40, description="The key of a label.")


class SellerFilters(Closed):
    name: Text = Field("", max_length=100, description="Words of the name.")
    external_id: Text = Field("", max_length=120)
    marketplace: Text = Field("", max_length=60)
    active: bool | None = None


class ListingFilters(Closed):
    external_id: Text = Field("", max_length=120)
    sku: Text = Field("", max_length=120)
    marketplace: Text = Field("", max_length=60)
    seller: UUID | None = None
    active: bool | None = None


class OrderFilters(Closed):
    sort: OrderSort = OrderSort.LATEST
    number: Text = Field("", max_length=120, description="However it is written.")
    marketplace: Text = Field("", max_length=60)
    seller: UUID | None = None
    buyer: UUID | None = None
    basket: Text = Field("", max_length=120)
    state: list[Text] = Field([], max_length=20)
    placed_from: Moment | None = None
    placed_before: Moment | None = None


class SellerIn(Closed):
    """Known by marketplace and external id. What is not told stays."""

    external_id: ExternalId
    marketplace: Key = "shop"
    name: Name = ""
    country: Country = ""
    language: Language = ""
    email: Text = Field("", max_length=320, pattern=r"^(\S+@\S+)?$")
    is_active: bool | None = None


class ListingIn(Closed):
    """Known by marketplace, seller and external id. What is not told stays."""

    external_id: ExternalId
    marketplace: Key = "shop"
    seller: ExternalId = Field("own", description="The seller's external id there.")
    sku: Text = Field("", max_length=120)
    title: Text = Field("", max_length=500)
    picture_url: Url | None = None
    guide_url: Url | None = None
    video_url: Url | None = None
    price: MoneyIn | None = None
    is_active: bool | None = None


class IdentityIn(Closed):
    kind: IdentityKind
    value: Text = Field(min_length=1, max_length=320)


class BuyerIn(Closed):
    """By what the source knows the buyer, the surest first."""

    identities: list[IdentityIn] = Field(min_length=1, max_length=10)
    name: Name = ""
    language: Language = ""
    country: Country = ""


class LineIn(Closed):
    key: ExternalId = Field(description="Tells the line apart within its order.")
    title: Text = Field("", max_length=500)
    quantity: int = Field(1, ge=1, le=1_000_000)
    unit_price: MoneyIn
    listing: Text = Field("", max_length=120, description="The listing's external id.")
    sku: Text = Field("", max_length=120)


class PaymentIn(Closed):
    external_id: ExternalId
    amount: MoneyIn
    captured_at: Moment
    method: Text = Field("", max_length=60)


class OrderIn(Closed):
    """Known by marketplace and number. What is not told stays."""

    number: ExternalId
    marketplace: Key = "shop"
    basket: Text = Field("", max_length=120)
    seller: ExternalId = Field("own", description="The seller's external id there.")
    seller_name: Name = ""
    buyer: BuyerIn | None = None
    placed_at: Moment
    total: MoneyIn
    shipping: MoneyIn | None = None
    state: Text = Field("", max_length=40)
    delivery_name: Name = ""
    city: Text = Field("", max_length=120)
    postal_code: Text = Field("", max_length=20)
    country: Country = ""
    expected_on: date | None = None
    lines: list[LineIn] = Field([], max_length=1000)
    all_lines: bool = Field(False, description="Whether lines that are not named are gone.")
    payments: list[PaymentIn] = Field([], max_length=100)
