"""Whom one could write to about an order, and from where."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.channels.queries import way_out
from comptoir.commerce.models import BuyerIdentity, Order
from comptoir.commerce.queries import orders_for
from comptoir.commerce.states import MarketplaceKind
from comptoir.conversations.policies.writing_first import Name, name_for
from comptoir.conversations.queries.doors import conversations_for


def order_to_write_about(viewer: Viewer, order_id: int) -> Order | None:
    beside = ("marketplace", "seller", "buyer", "identity")
    return orders_for(viewer).select_related(*beside).filter(pk=order_id).first()


def channel_of(order: Order) -> Channel | None:
    """The mailbox of the order's marketplace; for the own shop the house's."""
    mailboxes = Channel.objects.filter(kind="email", is_active=True)
    own = mailboxes.filter(marketplace_id=order.marketplace_id).order_by("pk").first()
    if own is not None or order.marketplace.kind != MarketplaceKind.OWN:
        return own
    return way_out(None)


def buyer_name_of(order: Order) -> BuyerIdentity | None:
    found = {row.pk: row for row in BuyerIdentity.objects.filter(buyer_id=order.buyer_id or 0)}
    if order.identity is not None:
        found.setdefault(order.identity.pk, order.identity)
    by = order.identity
    ordered_by = Name(by.pk, by.kind) if by is not None else None
    others = [Name(row.pk, row.kind) for row in found.values()]
    is_own = order.marketplace.kind == MarketplaceKind.OWN
    name = name_for(ordered_by, others, own_shop=is_own)
    return found[name.id] if name else None


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
    going_on = conversations_for(viewer).filter(
        order=order, is_spam=False, merged_into=None, category__in=("open", "waiting")
    )
    return FirstForm(
        order_id=order.pk,
        number=order.external_id,
        channel=channel.name if channel else "",
        to=(_buyer(order, channel), _seller(order, channel)),
        subject=_("Order %(number)s") % {"number": order.external_id},
        open_number=going_on.order_by("-last_message_at").values_list("pk", flat=True).first(),
    )


def _buyer(order: Order, channel: Channel | None) -> Reachable:
    name = order.buyer.name if order.buyer else ""
    identity = buyer_name_of(order)
    if identity is None:
        why = _("No address is known at which %(marketplace)s lets you write to the buyer.")
        return _unreachable(Party.BUYER, name, why % {"marketplace": order.marketplace.name})
    if channel is None:
        return _unreachable(Party.BUYER, name, no_channel(order))
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
