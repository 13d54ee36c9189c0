"""Parcels as the API tells and takes them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, HttpUrl

from comptoir.rest.schemas import Closed, Moment, Text, Told

OwnId = Annotated[Text, Field(max_length=120)]


class ReportOut(Told):
    """What the carrier said."""

    at: datetime
    status: str
    place: str
    description: str


class ParcelOut(Told):
    """One parcel of an order; `id` tells it apart within its order."""

    id: str
    order: UUID
    carrier: str
    tracking_number: str
    tracking_url: str
    state: str = Field(description="A carrier's own word outside the known ones is kept.")
    shipped_at: datetime | None
    promised_on: date | None = Field(description="The first promise, which stays.")
    expected_on: date | None
    delivered_at: datetime | None
    is_late: bool
    reports: list[ReportOut] = Field(description="The newest first.")


class ParcelList(Told):
    """All parcels of an order."""

    items: list[ParcelOut]


class ReportIn(Closed):
    at: Moment
    status: Text = Field(min_length=1, max_length=40)
    place: Text = Field("", max_length=200)
    description: Text = Field("", max_length=500)


class ParcelIn(Closed):
    """Known by its order, and by `id` or the tracking number. What is not told stays."""

    order_number: Text = Field(min_length=1, max_length=120)
    marketplace: Text = Field("", max_length=60, description="Empty: whichever has the order.")
    id: OwnId = ""
    carrier: Text = Field("", max_length=60)
    tracking_number: OwnId = ""
    tracking_url: HttpUrl | None = Field(None, max_length=1000)
    state: Text = Field("", max_length=40)
    shipped_at: Moment | None = None
    expected_on: date | None = None
    delivered_at: Moment | None = None
    reports: list[ReportIn] = Field([], max_length=200)
