"""Shapes that all packages share."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from comptoir.kit import money
from comptoir.kit.text import clean


def _in_utc(moment: datetime) -> datetime:
    """PostgreSQL reads no offset of 16 hours and more, and Python no moment before the year 1."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("This time is out of range") from None


# A time that is compared with others, whatever its offset.
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
# What PostgreSQL can store; whoever sends something else means it with these words.
Text = Annotated[str, AfterValidator(clean)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
# Any id that fits PostgreSQL's bigint.
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Closed(Schema):
    """What is sent to us: a field that nobody knows is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid")


class Paging(Closed):
    """A page of a list. `cursor` is what the page before gave as `next_cursor`."""

    limit: int = Field(50, ge=1, le=100, description="How many at most.")
    cursor: str = Field("", max_length=600, description="`next_cursor` of the page before.")


class Told(BaseModel):
    """What goes out. Ninja's own base would look for each field in a row: we hand it values."""


class Page[Item](Told):
    """`next_cursor` is null on the last page."""

    items: list[Item]
    next_cursor: str | None = None


class MoneyOut(Told):
    """`amount` as a decimal in text, so that no program rounds it."""

    amount: str = Field(examples=["74.80"])
    currency: str = Field(examples=["EUR"])

    @classmethod
    def of(cls, value: money.Money) -> Self:
        return cls(amount=str(value.amount), currency=value.currency)


class MoneyIn(Closed):
    amount: Decimal = Field(ge=0, lt=10**12, max_digits=16, examples=["74.80"])
    currency: Currency = Field(examples=["EUR"])

    def money(self) -> money.Money:
        """Raises BadAmount for more decimals than the currency knows."""
        return money.Money.of(self.amount, self.currency)


class Problem(Told):
    """RFC 9457. `type` is for programs, `detail` one sentence for people."""

    type: str = Field(examples=["urn:comptoir:problem:stale-reply"])
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = Field(default=[], description="Each fault of the content.")


class EventActor(Told):
    """Who did it. `id` is null for the program itself, and for whom the API does not know."""

    kind: str = Field(examples=["agent"])
    id: UUID | int | str | None = None


class EventSubject(Told):
    """What it is about; `url` is where the API tells of it."""

    kind: str = Field(examples=["conversation"])
    id: UUID | int | str | None = None
    url: str | None = None


class EventOut(Told):
    """An entry of the journal: ids, enum values, amounts and times, no content."""

    id: str = Field(description="Its place in the journal.", examples=["48213-90512"])
    type: str = Field(examples=["conversations.MessageReceived"])
    at: datetime
    actor: EventActor
    subject: EventSubject
    data: dict[str, Any]
