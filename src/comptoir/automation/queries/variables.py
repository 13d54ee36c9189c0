"""What may stand in for a placeholder: this conversation’s own, for its readers (B6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel import UnknownLocaleError
from babel.dates import format_date

from comptoir.accounts.identity import Identity
from comptoir.accounts.parties import Party
from comptoir.automation.policies.filling import Values
from comptoir.automation.policies.languages import primary
from comptoir.automation.queries.vouchers import has_voucher
from comptoir.automation.states import Lack
from comptoir.automation.variables import BUYER, LINKS, VOUCHER
from comptoir.channels.queries import profile
from comptoir.commerce.models import Listing
from comptoir.commerce.queries import OrderCard, order_cards
from comptoir.conversations.models import Conversation
from comptoir.kit.clock import now
from comptoir.kit.rows import fetch
from comptoir.kit.text import excerpt
from comptoir.shipping.queries import ParcelCard, parcels_of

_LONGEST_ITEM = 120
_MOST_ITEMS = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What was loaded once for a conversation; texts in any language are filled from it."""

    conversation: Conversation
    identity: Identity
    audience: Party
    order: OrderCard | None
    parcel: ParcelCard | None
    listing: Listing | None
    has_voucher: bool


def facts_of(identity: Identity, conversation: Conversation, audience: Party) -> Facts:
    """Seven queries at most. `conversation` comes from `conversations.queries.thread.find`."""
    order = _order(identity, conversation, audience)
    parcels = parcels_of([order.id])[order.id] if order else ()
    currency = order.total.currency if order else ""
    return Facts(
        conversation=conversation,
        identity=identity,
        audience=audience,
        order=order,
        parcel=_parcel(parcels),
        listing=fetch(Listing, conversation.listing_id),
        has_voucher=has_voucher(currency=currency),
    )


def facts_of_many(
    identity: Identity, conversations: Sequence[Conversation], audience: Party
) -> list[Facts]:
    """The same for many, in the same number of queries, and one a currency for vouchers."""
    wanted = [one.order_id for one in conversations if one.order_id is not None]
    orders = {card.id: card for card in order_cards(wanted, viewer=identity.viewer)}
    parcels = parcels_of(list(orders))
    listings = Listing.objects.in_bulk({one.listing_id for one in conversations} - {None})
    currencies = {card.total.currency for card in orders.values()} | {""}
    vouchers = {one: has_voucher(currency=one) for one in currencies}

    def facts(one: Conversation) -> Facts:
        card = orders.get(one.order_id or 0)
        order = card if card is not None and _is_theirs(card, one, audience) else None
        return Facts(
            conversation=one,
            identity=identity,
            audience=audience,
            order=order,
            parcel=_parcel(parcels[order.id]) if order else None,
            listing=listings.get(one.listing_id),
            has_voucher=vouchers[order.total.currency if order else ""],
        )

    return [facts(one) for one in conversations]


def _order(identity: Identity, conversation: Conversation, audience: Party) -> OrderCard | None:
    """The conversation's order, where it belongs to everybody who will read of it (B6)."""
    if conversation.order_id is None:
        return None
    found = order_cards([conversation.order_id], viewer=identity.viewer)
    return found[0] if found and _is_theirs(found[0], conversation, audience) else None


def _is_theirs(order: OrderCard, conversation: Conversation, audience: Party) -> bool:
    buyer = conversation.identity
    if audience & Party.BUYER and (buyer is None or order.buyer_id != buyer.buyer_id):
        return False
    return not audience & Party.SELLER or order.seller_id == conversation.seller_id


def _parcel(parcels: tuple[ParcelCard, ...]) -> ParcelCard | None:
    """The parcel that is still on its way, else the last one."""
    waiting = [parcel for parcel in parcels if parcel.delivered_at is None]
    return next(reversed(waiting or parcels), None)


def values_in(facts: Facts, language: str) -> Values:
    """Each name with its value in words of that language, or why it has none."""
    found = {name: value for name, value in _found(facts, language) if value}
    lacks = dict(_lacks(facts))
    known = {name: value for name, value in found.items() if name not in lacks}
    return Values(known, lacks)


def _lacks(facts: Facts) -> Iterator[tuple[str, Lack]]:
    rules = profile(facts.conversation.channel.profile)
    to_buyer, to_seller = facts.audience & Party.BUYER, facts.audience & Party.SELLER
    if to_seller or not to_buyer:
        yield from ((name, Lack.HIDDEN) for name in BUYER | VOUCHER)
        return
    if "links" in rules.forbid:
        yield from ((name, Lack.FORBIDDEN) for name in LINKS)
    if "marketing" in rules.forbid:
        yield from ((name, Lack.FORBIDDEN) for name in VOUCHER)
    elif not facts.has_voucher:
        yield from ((name, Lack.NONE_LEFT) for name in VOUCHER)


def _found(facts: Facts, language: str) -> Iterator[tuple[str, str]]:
    yield from _people(facts)
    yield from ((name, name) for name in VOUCHER)
    yield "item", _item(facts)
    yield "guide_link", _link(facts, "guide_url")
    yield "video_link", _link(facts, "video_url")
    if facts.order is not None:
        yield from _of_order(facts.order, language)
    if facts.parcel is not None:
        yield from _of_parcel(facts.parcel, language)
    expected = _expected(facts)
    if expected is not None:
        yield "expected_date", say_day(expected, language)


def _people(facts: Facts) -> Iterator[tuple[str, str]]:
    conversation, member = facts.conversation, facts.identity.member
    channel = conversation.channel
    if conversation.identity is not None:
        name = conversation.identity.buyer.name
        yield "buyer_name", _line(name)
        yield "buyer_first_name", _line(first_name(name))
    if conversation.seller is not None:
        yield "seller_name", _line(conversation.seller.name)
    yield "agent_name", _line(member.name)
    yield "agent_first_name", _line(first_name(member.name))
    yield "shop_name", _line(channel.sender_name or channel.name)
    # One that has not begun has no number yet: a preview shows where it will stand.
    yield "conversation_number", str(conversation.pk or "…")


def _line(text: str) -> str:
    return excerpt(text, _LONGEST_ITEM)


def first_name(name: str) -> str:
    """“Camille” of “Camille Laurent” and of “Laurent, Camille”."""
    last, comma, first = name.partition(",")
    parts = (first if comma else last).split()
    return parts[0] if parts else ""


def _item(facts: Facts) -> str:
    if facts.listing is not None:
        return _line(facts.listing.title)
    return _line(facts.order.lines[0].title) if facts.order and facts.order.lines else ""


def _link(facts: Facts, field: str) -> str:
    """Of the listing it is about, else of the first item of the order that has one."""
    if facts.listing is not None:
        return str(getattr(facts.listing, field))
    lines = facts.order.lines if facts.order is not None else ()
    return next((str(getattr(line, field)) for line in lines if getattr(line, field)), "")


def _of_order(order: OrderCard, language: str) -> Iterator[tuple[str, str]]:
    yield "order_number", order.number
    yield "order_date", say_day(order.placed_at, language)
    yield "order_total", order.total.format(_locale(language))
    yield "seller_name", _line(order.seller)
    items = (f"{line.quantity} × {_line(line.title)}" for line in order.lines[:_MOST_ITEMS])
    yield "order_items", "\n".join(items)


def _of_parcel(parcel: ParcelCard, language: str) -> Iterator[tuple[str, str]]:
    yield "carrier", _line(parcel.carrier)
    yield "tracking_number", parcel.tracking_number
    yield "tracking_link", parcel.tracking_url
    if parcel.shipped_at is not None:
        yield "shipped_date", say_day(parcel.shipped_at, language)
    if parcel.delivered_at is not None:
        yield "delivered_date", say_day(parcel.delivered_at, language)


def _expected(facts: Facts) -> date | None:
    """When it will come, as far as anybody says; a day that is over is no answer."""
    parcel, order = facts.parcel, facts.order
    if parcel is not None and parcel.delivered_at is not None:
        return None
    said = parcel.expected_on or parcel.promised_on if parcel is not None else None
    day = said or (order.expected_on if order is not None else None)
    return day if day is not None and day >= now().date() else None


def say_day(day: date | datetime, language: str) -> str:
    """“21 November 2026”, as a reader of that language writes it."""
    return format_date(day, "long", locale=_locale(language))


def _locale(language: str) -> str:
    try:
        format_date(date(2026, 1, 1), locale=primary(language))
    except (UnknownLocaleError, ValueError):
        return "en"
    return primary(language)
