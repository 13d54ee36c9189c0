"""The journal holds ids, enum values, amounts and times only."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, get_type_hints
from uuid import UUID

from comptoir.journal.events import ALLOWED_FIELD_TYPES, EVENTS, Event, plain_type
from comptoir.kit.money import Money


class Colour(StrEnum):
    WARM = "warm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Event):
    SUBJECT: ClassVar = ("lamp", "lamp_id")
    lamp_id: int
    colour: Colour
    price: Money
    share: Decimal
    on: date
    at: datetime
    public_id: UUID
    is_new: bool = False
    seller_id: int | None = None


def ours() -> list[type[Event]]:
    return [event for event in EVENTS.values() if event.__module__.startswith("comptoir.")]


def test_every_field_of_every_event_is_an_id_an_enum_an_amount_or_a_time() -> None:
    assert len(ours()) >= 15
    for event in ours():
        hints = get_type_hints(event)
        for field in fields(event):
            kind = plain_type(hints[field.name])
            assert issubclass(kind, ALLOWED_FIELD_TYPES), f"{event.name()}.{field.name}: {kind}"


def test_every_event_names_a_subject_that_it_carries() -> None:
    for event in ours():
        kind, field = event.SUBJECT
        assert kind.isidentifier(), event.name()
        assert field in {f.name for f in fields(event)}, event.name()


def test_every_event_is_a_fact_in_the_past() -> None:
    """A verb that ends its name: received, sent, changed, kept, met."""
    for event in ours():
        assert event.__name__[0].isupper(), event.name()
        assert not event.__name__.endswith(("Event", "ing")), event.name()


def test_an_event_survives_the_journal() -> None:
    event = Measured(
        lamp_id=4,
        colour=Colour.WARM,
        price=Money(7480, "EUR"),
        share=Decimal("0.25"),
        on=date(2028, 2, 29),
        at=datetime(2028, 2, 29, 12, 30, tzinfo=UTC),
        public_id=UUID(int=7),
        seller_id=None,
    )

    data = event.as_data()

    assert data["price"] == [7480, "EUR"]
    assert "seller_id" not in data
    assert Measured.from_data(data) == event


def test_a_field_that_came_later_or_went_is_no_obstacle() -> None:
    data = {
        "lamp_id": 4,
        "colour": "warm",
        "price": [1, "EUR"],
        "share": "1",
        "on": "2028-02-29",
        "at": "2028-02-29T12:30:00+00:00",
        "public_id": str(UUID(int=7)),
        "gone": 5,
    }

    event = Measured.from_data(data)

    assert (event.is_new, event.seller_id) == (False, None)


def test_an_event_is_named_after_its_package() -> None:
    assert EVENTS["accounts.MemberInvited"].name() == "accounts.MemberInvited"
