"""The values that texts mention, taken from an order as it stood at that moment."""

from datetime import datetime, timedelta
from random import Random

from comptoir.demo.content import phrases
from comptoir.demo.content.catalogue import LISTINGS
from comptoir.demo.content.moments import ZONE
from comptoir.demo.content.nouns import forms
from comptoir.demo.content.shapes import Listing, Order
from comptoir.kit.money import Money
from comptoir.shipping.states import ParcelState

RETURN_DAYS = 14
_SHIPPING_WAIVED = Money(690, "EUR")  # what a late parcel is worth where shipping was free

_AT_A_DEPOT = frozenset({ParcelState.IN_TRANSIT, ParcelState.EXCEPTION, ParcelState.LOST})


def about_listing(listing: Listing, language: str) -> dict[str, str]:
    return {
        **forms(language, listing.kind),
        "model": listing.model,
        "seller": listing.seller.name,
        "de_seller": phrases.of_name(listing.seller.name),
        "amount": phrases.amount(listing.price, language),
    }


def about_other(random: Random, listing: Listing, language: str) -> dict[str, str]:
    """Another product, as it lands in the wrong parcel."""
    other = random.choice([one for one in LISTINGS if one.kind != listing.kind])
    nouns = forms(language, other.kind)
    return {name: nouns[name] for name in ("other", "othernom") if name in nouns}


def about_order(order: Order, at: datetime, language: str) -> dict[str, str]:
    values = about_listing(order.listing, language)
    values |= {
        "order": order.external_id,
        "placed": _day(order.placed_at, language),
        "amount": phrases.amount(order.total, language),
        "shipping": phrases.amount(
            order.shipping if order.shipping.minor else _SHIPPING_WAIVED, language
        ),
        "until": _day(_return_by(order, at), language),
    }
    if language == "it":
        values["until_to"] = phrases.until_it(_return_by(order, at).astimezone(ZONE).date())
    return values | (_about_parcel(order, at, language) if order.parcels else {})


def later_day(at: datetime, days: int, language: str) -> dict[str, str]:
    """A date to come, where there is no order that would set it."""
    on = at + timedelta(days=days)
    values = {"until": _day(on, language)}
    if language == "it":
        values["until_to"] = phrases.until_it(on.astimezone(ZONE).date())
    return values


def is_shipped(order: Order, at: datetime) -> bool:
    shipped = order.parcels[0].shipped_at if order.parcels else None
    return shipped is not None and shipped < at


def _about_parcel(order: Order, at: datetime, language: str) -> dict[str, str]:
    parcel = order.parcels[0]
    seen = [event for event in parcel.events if event.at <= at and event.status in _AT_A_DEPOT]
    last = seen[-1] if seen else None
    still = (at - last.at).days if last else 0
    return {
        "carrier": parcel.carrier,
        "tracking": parcel.tracking_number,
        "expected": phrases.day(parcel.expected_on, language),
        "shipped": _day(parcel.shipped_at or order.placed_at + timedelta(days=1), language),
        "delivered": _day(parcel.delivered_at or at, language),
        "place": last.place if last and last.place else order.buyer.city,
        "days": phrases.days(max(still, 2), language),
    }


def _return_by(order: Order, at: datetime) -> datetime:
    """The last day of the return window, or two weeks from now where none runs."""
    delivered = order.parcels[0].delivered_at if order.parcels else None
    until = delivered + timedelta(days=RETURN_DAYS) if delivered else at
    return until if until > at + timedelta(days=1) else at + timedelta(days=RETURN_DAYS)


def _day(at: datetime, language: str) -> str:
    return phrases.day(at.astimezone(ZONE).date(), language)
