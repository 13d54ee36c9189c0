"""Whom one could write to about an order, and from where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.channels.queries import profile, way_out
from comptoir.commerce.models import BuyerIdentity, Order
from comptoir.commerce.queries import orders_for
from comptoir.commerce.states import MarketplaceKind
from comptoir.conversations.errors import TooLateToWriteFirst, WantsAnswersOnly
from comptoir.conversations.policies.writing_first import Name, is_too_late, name_for
from comptoir.conversations.queries.doors import conversations_for
from comptoir.kit.clock import now
from comptoir.kit.db import rows
from comptoir.kit.errors import ComptoirError


def orders_to_write_about(viewer: Viewer) -> QuerySet[Order]:
    """With all that a letter about one asks."""
    beside = ("marketplace", "seller", "buyer", "identity", "identity__buyer")
    return orders_for(viewer).select_related(*beside)


def order_to_write_about(viewer: Viewer, order_id: int) -> Order | None:
    return orders_to_write_about(viewer).filter(pk=order_id).first()


def channel_of(order: Order) -> Channel | None:
    """The mailbox of the order's marketplace; for the own shop the house's."""
    mailboxes = Channel.objects.filter(kind="email", is_active=True)
    own = mailboxes.filter(marketplace_id=order.marketplace_id).order_by("pk").first()
    if own is not None or order.marketplace.kind != MarketplaceKind.OWN:
        return own
    return way_out(None)


def buyer_name_of(order: Order) -> BuyerIdentity | None:
    known = BuyerIdentity.objects.select_related("buyer").filter(buyer_id=order.buyer_id or 0)
    found = {row.pk: row for row in known}
    if order.identity is not None:
        found.setdefault(order.identity.pk, order.identity)
    by = order.identity
    ordered_by = Name(by.pk, by.kind) if by is not None else None
    others = [Name(row.pk, row.kind) for row in found.values()]
    is_own = order.marketplace.kind == MarketplaceKind.OWN
    name = name_for(ordered_by, others, own_shop=is_own)
    return found[name.id] if name else None


def wants_answers_only(buyer_id: int | None) -> bool:
    sql = "SELECT EXISTS (SELECT FROM conversations_optout o WHERE o.buyer_id = %s)"
    ((said,),) = rows(sql, [buyer_id or 0])
    return bool(said)


def no_first_letter(order: Order, channel: Channel) -> ComptoirError | None:
    """Why the buyer of this order may not be written to first, or None."""
    if wants_answers_only(order.buyer_id):
        return WantsAnswersOnly(_("The buyer wants answers only, and no letters of ours."))
    days = profile(channel.profile).first_within_days
    if is_too_late(_delivered_at(order), now(), within_days=days):
        return TooLateToWriteFirst(
            _("%(marketplace)s lets you write first until %(days)d days after the delivery.")
            % {"marketplace": order.marketplace.name, "days": days}
        )
    return None


def _delivered_at(order: Order) -> datetime | None:
    """When its last parcel arrived; None while one is on its way."""
    arrived = list(order.parcels.values_list("delivered_at", flat=True))
    known = [at for at in arrived if at is not None]
    return max(known) if known and len(known) == len(arrived) else None


def open_about(viewer: Viewer, order_ids: Collection[int]) -> dict[int, int]:
    """The latest conversation that goes on about each of these orders."""
    going_on = conversations_for(viewer).filter(
        order__in=order_ids,
        is_spam=False,
        merged_into=None,
        side_of=None,
        category__in=("open", "waiting"),
    )
    found = going_on.order_by("last_message_at").values_list("order_id", "pk")
    return {order: number for order, number in found if order is not None}


@dataclass(frozen=True, slots=True)
class Reachable:
    """A party that may be written to; `why_not` says why it can't be."""

    party: Party
    name: str
    address: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class FirstForm:
    order_id: int
    number: str
    channel: str
    to: tuple[Reachable, ...]
    subject: str
    open_number: int | None


def first_form(viewer: Viewer, order: Order) -> FirstForm:
    channel = channel_of(order)
    return FirstForm(
        order_id=order.pk,
        number=order.external_id,
        channel=channel.name if channel else "",
        to=(_buyer(order, channel), _seller(order, channel)),
        subject=_("Order %(number)s") % {"number": order.external_id},
        open_number=open_about(viewer, [order.pk]).get(order.pk),
    )


def _buyer(order: Order, channel: Channel | None) -> Reachable:
    name = order.buyer.name if order.buyer else ""
    identity = buyer_name_of(order)
    if identity is None:
        why = _("No address is known at which %(marketplace)s lets you write to the buyer.")
        return _unreachable(Party.BUYER, name, why % {"marketplace": order.marketplace.name})
    if channel is None:
        return _unreachable(Party.BUYER, name, no_channel(order))
    if (refusal := no_first_letter(order, channel)) is not None:
        return _unreachable(Party.BUYER, name, str(refusal))
    return Reachable(Party.BUYER, name or identity.display, identity.display or identity.value)


def _seller(order: Order, channel: Channel | None) -> Reachable:
    address = seller_address(order)
    if not address:
        why = _("No address of the seller is known.")
        return _unreachable(Party.SELLER, order.seller.name, why)
    if channel is None:
        return _unreachable(Party.SELLER, order.seller.name, no_channel(order))
    return Reachable(Party.SELLER, order.seller.name, address)


def seller_address(order: Order) -> str:
    first = order.seller.contacts.order_by("pk").values_list("email", flat=True)
    return order.seller.email or first.first() or ""


def no_channel(order: Order) -> str:
    said = _("No mailbox for %(marketplace)s is connected: connect one under Channels.")
    return said % {"marketplace": order.marketplace.name}


def _unreachable(party: Party, name: str, why: str) -> Reachable:
    return Reachable(party, name, "", why)
