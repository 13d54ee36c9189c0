"""What a planted case needs: a buyer by name, an order whose parcel went as told, and messages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from comptoir.accounts.parties import Party
from comptoir.commerce.states import IdentityKind, OrderState
from comptoir.conversations.states import Intent
from comptoir.demo.content.catalogue import LISTINGS
from comptoir.demo.content.house import AGENT_BY_KEY, SHOP_MAIL, team_for
from comptoir.demo.content.moments import ZONE
from comptoir.demo.content.people import FOLKS
from comptoir.demo.content.shapes import (
    Author,
    Buyer,
    Conversation,
    Identity,
    Listing,
    Order,
    OrderLine,
    Outcome,
    Parcel,
    Payment,
    Picture,
    Story,
    TrackingEvent,
    Turn,
    TurnKind,
)
from comptoir.demo.content.writing import NOTE, TO_BUYER, TO_SELLER
from comptoir.kit.money import Money
from comptoir.shipping.states import ParcelState as S

FIRST_NUMBER = 60_001


@dataclass(slots=True)
class Scene:
    """Collects the buyers and orders that the cases bring along."""

    start: datetime
    buyers: list[Buyer] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)

    def ago(self, **span: float) -> datetime:
        """So long before the start."""
        return (self.start - timedelta(**span)).replace(microsecond=0)

    def buyer(
        self, key: str, first: str, last: str, language: str, *,
        woman: bool, mail: str, more_mails: Sequence[str] = (), since_days: int = 300,
    ) -> Buyer:  # fmt: skip
        country = FOLKS[language].countries[0]
        town, postal_code = country.towns[len(key) % len(country.towns)]
        buyer = Buyer(
            key=f"planted-{key}",
            first_name=first,
            last_name=last,
            name=f"{last} {first}" if language == "ja" else f"{first} {last}",
            is_woman=woman,
            language=language,
            country=country.code,
            city=town,
            postal_code=postal_code,
            time_zone=country.time_zone,
            channel=SHOP_MAIL,
            identities=tuple(Identity(IdentityKind.EMAIL, one) for one in (mail, *more_mails)),
            since=self.ago(days=since_days),
        )
        self.buyers.append(buyer)
        return buyer

    def order(
        self, buyer: Buyer, listing: Listing, *, placed_days: float, story: Story,
        promised_days: float, delivered_days: float | None = None, last_place: str = "Fulda",
        quantity: int = 1,
    ) -> Order:  # fmt: skip
        """An order placed so many days ago, promised and delivered so many days ago."""
        number = FIRST_NUMBER + len(self.orders)
        placed_at = self.ago(days=placed_days)
        goods = listing.price.minor * quantity
        shipping = Money(0 if goods > 12_000 else 690, "EUR")
        order = Order(
            external_id=f"TI-{number}",
            channel=SHOP_MAIL,
            buyer=buyer,
            seller=listing.seller,
            placed_at=placed_at,
            currency="EUR",
            lines=(OrderLine("1", listing, quantity, listing.price),),
            shipping=shipping,
            parcels=(
                self._parcel(
                    buyer, number, story=story, placed_at=placed_at, place=last_place,
                    promised_days=promised_days, delivered_days=delivered_days,
                ),
            ),
            payment=Payment(
                f"pay-{number}", "Card", Money(goods + shipping.minor, "EUR"),
                placed_at + timedelta(minutes=1),
            ),
            state=OrderState.SHIPPED if delivered_days is None else OrderState.DELIVERED,
            story=story,
        )  # fmt: skip
        self.orders.append(order)
        return order

    def _parcel(
        self, buyer: Buyer, number: int, *, story: Story, placed_at: datetime, place: str,
        promised_days: float, delivered_days: float | None,
    ) -> Parcel:  # fmt: skip
        shipped = placed_at + timedelta(hours=20)
        arrived = None if delivered_days is None else self.ago(days=delivered_days)
        hub = shipped + timedelta(hours=16)
        events = [
            TrackingEvent(shipped - timedelta(hours=3), S.PRE_TRANSIT, "", "Label created"),
            TrackingEvent(shipped, S.IN_TRANSIT, place, "Collected from the workshop"),
            TrackingEvent(hub, S.IN_TRANSIT, place, "Arrived at the depot"),
        ]
        if arrived:
            words = "Handed over at the door"
            if story == Story.DELIVERED_NOT_RECEIVED:
                words = "Left at the front door"
            out = arrived - timedelta(hours=4)
            events += [
                TrackingEvent(out, S.OUT_FOR_DELIVERY, buyer.city, "Out for delivery"),
                TrackingEvent(arrived, S.DELIVERED, buyer.city, words),
            ]
        tracking = f"EU{number * 7919 % 10**9:09}"
        return Parcel(
            carrier="Europarcel",
            tracking_number=tracking,
            tracking_url=f"https://track.europarcel.example/{tracking}",
            state=events[-1].status,
            shipped_at=shipped,
            expected_on=self.ago(days=promised_days).astimezone(ZONE).date(),
            delivered_at=arrived,
            events=tuple(events),
        )


def listing(model: str) -> Listing:
    return next(one for one in LISTINGS if one.model == model)


def buyer_says(
    at: datetime, language: str, text: str, *,
    pictures: Sequence[Picture] = (), address: str = "", kind: TurnKind = TurnKind.MESSAGE,
) -> Turn:  # fmt: skip
    return Turn(
        at, Author.BUYER, TO_BUYER, text, language,
        attachments=tuple(pictures), address=address, kind=kind,
    )  # fmt: skip


def agent_says(
    at: datetime, key: str, language: str, text: str, audience: Party = TO_BUYER
) -> Turn:
    agent = AGENT_BY_KEY[key]
    signed = f"{text}\n\n{agent.first_name}\nTiliane"
    return Turn(at, Author.AGENT, audience, signed, language, agent=agent)


def to_seller(at: datetime, key: str, text: str) -> Turn:
    return agent_says(at, key, "en", text, TO_SELLER)


def note(at: datetime, key: str, text: str) -> Turn:
    mentions = tuple(name for name in AGENT_BY_KEY if f"@{name}" in text)
    return Turn(at, Author.AGENT, NOTE, text, "en", agent=AGENT_BY_KEY[key], mentions=mentions)


def machine_says(at: datetime, text: str, kind: TurnKind) -> Turn:
    return Turn(at, Author.SYSTEM, NOTE, text, "en", kind=kind)


def conversation(
    key: str, subject: str, language: str, intent: Intent, turns: Sequence[Turn], *,
    outcome: Outcome = Outcome.OPEN, buyer: Buyer | None, order: Order | None = None,
    listings: Sequence[Listing] = (), assignee: str = "", tags: Sequence[str] = (),
    priority: int = 0, due_in: int | None = None, is_spam: bool = False, address: str = "",
    links: Sequence[str] = (),
) -> Conversation:  # fmt: skip
    talks_to_seller = any(Party.SELLER in turn.audience for turn in turns)
    return Conversation(
        key=key,
        channel=SHOP_MAIL,
        subject=subject,
        language=language,
        intent=intent,
        turns=tuple(turns),
        outcome=outcome,
        team=team_for(SHOP_MAIL, intent),
        assignee=AGENT_BY_KEY[assignee] if assignee else None,
        buyer=buyer,
        seller=order.seller if order and talks_to_seller else None,
        order=order,
        listings=tuple(listings),
        tags=tuple(tags),
        priority=priority,
        is_spam=is_spam,
        due_in=due_in,
        address=address,
        links=tuple(links),
    )
