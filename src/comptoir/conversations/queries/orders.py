"""One order with all that belongs to it: parcels, basket, conversations."""

from comptoir.accounts.viewers import Viewer
from comptoir.commerce import queries as commerce
from comptoir.conversations.queries.case_file import MOST_OTHERS, order_shown, other_shown
from comptoir.conversations.queries.doors import conversations_for
from comptoir.conversations.queries.writing_first import order_to_write_about
from comptoir.conversations.shapes import OrderFile
from comptoir.shipping.queries import parcels_of


def order_file(viewer: Viewer, order_id: int) -> OrderFile | None:
    """None where these eyes may not see it; a long basket costs no query more than a short one."""
    order = order_to_write_about(viewer, order_id)
    if order is None:
        return None
    cards = commerce.order_cards([order_id], viewer=viewer)
    cards += commerce.basket_of(order_id, viewer=viewer)
    parcels = parcels_of([card.id for card in cards])
    own, *basket = (order_shown(card, parcels[card.id]) for card in cards)
    talks = (
        conversations_for(viewer)
        .filter(order_id=order_id, is_spam=False, merged_into=None)
        .select_related("channel", "assignee")
        .order_by("-last_message_at")[:MOST_OTHERS]
    )
    return OrderFile(
        card=own,
        market=order.marketplace.name,
        buyer=(order.buyer.name if order.buyer else "") or order.delivery_name,
        basket=tuple(basket),
        conversations=tuple(other_shown(each, order_id) for each in talks),
        buyer_id=order.buyer.public_id if order.buyer else None,
    )
