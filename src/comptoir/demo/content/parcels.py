"""Parcels and their way through Europe, so that every story of an order can be read off its scans."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from comptoir.demo.content.moments import ZONE, at_work
from comptoir.demo.content.shapes import Buyer, Parcel, Seller, Story, TrackingEvent
from comptoir.shipping.states import ParcelState as S

# Carriers are invented: name, domain of the tracking page.
_CARRIERS = {
    "FR": "Colivite", "DE": "Paketo", "AT": "Paketo", "IT": "Speditalia", "ES": "Envialo",
    "GB": "Swiftmail", "IE": "Swiftmail",
}  # fmt: skip
_ANY_CARRIER = "Europarcel"
_HUBS = {
    "FR": "Orléans", "DE": "Fulda", "IT": "Piacenza", "ES": "Zaragoza", "GB": "Coventry",
    "IE": "Athlone", "SE": "Jönköping", "PT": "Aveiro", "DK": "Fredericia", "PL": "Łódź",
    "AT": "Wels", "CH": "Härkingen", "BE": "Mechelen", "NL": "Utrecht", "FI": "Tampere",
    "CZ": "Jihlava", "LT": "Kaunas", "EE": "Tartu", "LV": "Riga", "CY": "Nicosia",
    "KZ": "Almaty", "JP": "Narita",
}  # fmt: skip
_CROSSING = "Metz"
_FAR = frozenset({"JP", "KZ", "CY"})


RETURN_TAKES = timedelta(days=9)  # from the delivery to the return being back with the workshop


@dataclass(frozen=True, slots=True)
class _Way:
    shipped_at: datetime
    hubs: tuple[str, ...]
    days: int
    promised_days: int


def send_parcel(
    random: Random,
    *,
    story: Story,
    buyer: Buyer,
    seller: Seller,
    placed_at: datetime,
    start: datetime,
    number: int,
) -> tuple[Parcel, Story]:
    """The parcel as it stands at `start`, and what the story has become by then."""
    way = _plan(random, story, buyer, seller, placed_at)
    events = _events(random, way, story, buyer)
    seen = tuple(event for event in events if event.at <= start)
    carrier = _CARRIERS.get(buyer.country, _ANY_CARRIER)
    tracking = f"{carrier[:2].upper()}{random.randint(100_000_000, 999_999_999)}{number % 100:02}"
    delivered = next((event.at for event in seen if event.status == S.DELIVERED), None)
    expected = (way.shipped_at + timedelta(days=way.promised_days)).astimezone(ZONE).date()
    parcel = Parcel(
        carrier=carrier,
        tracking_number=tracking,
        tracking_url=f"https://track.{carrier.lower()}.example/{tracking}",
        state=seen[-1].status if seen else S.PRE_TRANSIT,
        shipped_at=way.shipped_at if way.shipped_at <= start else None,
        expected_on=expected,
        delivered_at=delivered,
        events=seen,
    )
    return parcel, _story_by_now(story, parcel, start)


def _story_by_now(story: Story, parcel: Parcel, start: datetime) -> Story:
    if parcel.shipped_at is None:
        return Story.NOT_SHIPPED
    if parcel.delivered_at is None:
        is_late = parcel.expected_on < start.astimezone(ZONE).date()
        if story == Story.LOST and parcel.state == S.LOST:
            return Story.LOST
        return Story.LATE if is_late else Story.IN_TRANSIT
    if story == Story.RETURNED and parcel.delivered_at > start - RETURN_TAKES:
        return Story.DELIVERED
    return story


def _plan(random: Random, story: Story, buyer: Buyer, seller: Seller, placed_at: datetime) -> _Way:
    packed = placed_at + timedelta(days=random.choice((1, 1, 1, 2, 2, 3)))
    shipped_at = at_work(random, packed.astimezone(ZONE).date(), 14, 18)
    hubs = [_HUBS[seller.country]]
    if buyer.country != seller.country:
        hubs += [_CROSSING, _HUBS[buyer.country]]
    days = random.randint(2, 3) + (len(hubs) > 1) + (6 if buyer.country in _FAR else 0)
    promised = days + random.choice((0, 1, 1, 2))
    if story == Story.LATE_THEN_DELIVERED:
        days = promised + random.randint(3, 8)
    return _Way(shipped_at, tuple(hubs), days, promised)


def _events(random: Random, way: _Way, story: Story, buyer: Buyer) -> list[TrackingEvent]:
    label = way.shipped_at - timedelta(hours=random.randint(2, 10))
    events = [
        TrackingEvent(label, S.PRE_TRANSIT, "", "Label created"),
        TrackingEvent(way.shipped_at, S.IN_TRANSIT, way.hubs[0], "Collected from the workshop"),
    ]
    scans = _scans(random, way, quick=min(way.days, way.promised_days))
    if story in {Story.LATE_THEN_DELIVERED, Story.LOST}:
        scans = scans[: max(1, len(scans) - 1)]
    events += scans
    if story == Story.LOST:
        return events + _search(random, way, scans[-1].place)
    return events + _delivery(random, way, story, buyer)


def _scans(random: Random, way: _Way, *, quick: int) -> list[TrackingEvent]:
    step = timedelta(days=max(quick - 1, 1)) / (len(way.hubs) + 1)
    scans, at = [], way.shipped_at
    for place in way.hubs:
        at += step * random.uniform(0.7, 1.1)
        leaves = at + timedelta(hours=random.uniform(1.5, 5))
        scans.append(TrackingEvent(_whole(at), S.IN_TRANSIT, place, "Arrived at the depot"))
        scans.append(TrackingEvent(_whole(leaves), S.IN_TRANSIT, place, "Left the depot"))
        at = leaves
    return scans


def _search(random: Random, way: _Way, place: str) -> list[TrackingEvent]:
    expected = way.shipped_at + timedelta(days=way.promised_days)
    asked = at_work(random, (expected + timedelta(days=2)).date(), 9, 17)
    closed = at_work(random, (expected + timedelta(days=9)).date(), 9, 17)
    return [
        TrackingEvent(asked, S.EXCEPTION, place, "Search requested"),
        TrackingEvent(closed, S.LOST, place, "Search closed without result"),
    ]


def _delivery(random: Random, way: _Way, story: Story, buyer: Buyer) -> list[TrackingEvent]:
    on = (way.shipped_at + timedelta(days=way.days)).astimezone(ZONE).date()
    out = at_work(random, on, 6, 9)
    delivered = at_work(random, on, 10, 18)
    words = random.choice(("Handed over at the door", "Handed to a neighbour", "In the letterbox"))
    if story == Story.DELIVERED_NOT_RECEIVED:
        words = "Left at the front door"
    return [
        TrackingEvent(out, S.OUT_FOR_DELIVERY, buyer.city, "Out for delivery"),
        TrackingEvent(delivered, S.DELIVERED, buyer.city, words),
    ]


def _whole(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
