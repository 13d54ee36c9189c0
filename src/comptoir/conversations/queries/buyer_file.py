"""A buyer's own page: who he is, what he bought, what was talked about, in a few queries."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet, Sum

from comptoir.accounts.viewers import Viewer
from comptoir.commerce import queries as commerce
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.buyers import buyer_shown, find_buyer, paths_on_page
from comptoir.conversations.queries.case_file import order_shown, other_shown
from comptoir.conversations.queries.doors import conversations_for
from comptoir.conversations.shapes import BuyerFile, OrderCard
from comptoir.conversations.states import Outcome
from comptoir.kit.money import Money
from comptoir.shipping.queries import parcels_of

MOST_ORDERS = 30
MOST_TALKS = 50
_GIVEN_BACK = (Outcome.REFUND, Outcome.PARTIAL_REFUND)


def buyer_file(viewer: Viewer, public_id: UUID) -> BuyerFile:
    """Raises UnknownBuyer. Many orders cost no query more than one."""
    buyer = find_buyer(viewer, public_id)
    bought = commerce.purchases_of(buyer.pk, viewer=viewer)
    talks = _talks(viewer, buyer.pk)
    newest = talks.select_related("channel", "assignee").order_by("-last_message_at", "-pk")
    return BuyerFile(
        public_id=buyer.public_id,
        buyer=buyer_shown(viewer, buyer.pk, bought, paths_on_page(buyer.public_id)),
        bought=bought,
        refunds=_refunds(talks),
        orders=_orders(viewer, buyer.pk),
        conversations=tuple(other_shown(each, None) for each in newest[:MOST_TALKS]),
        more_conversations=max(0, talks.count() - MOST_TALKS),
        merged=commerce.merged_into(buyer.pk) if viewer.sees_everything else (),
    )


def _talks(viewer: Viewer, buyer_id: int) -> QuerySet[Conversation]:
    found = conversations_for(viewer).filter(identity__buyer=buyer_id)
    return found.filter(is_spam=False, merged_into=None)


def _refunds(talks: QuerySet[Conversation]) -> tuple[Money, ...]:
    given = talks.filter(outcome__in=_GIVEN_BACK, outcome_minor__gt=0).order_by()
    sums = given.values_list("outcome_currency").annotate(Sum("outcome_minor"))
    found = (Money(minor, currency) for currency, minor in sums)
    return tuple(sorted(found, key=lambda money: -money.minor))


def _orders(viewer: Viewer, buyer_id: int) -> tuple[OrderCard, ...]:
    cards: Sequence[commerce.OrderCard] = commerce.orders_of(
        buyer_id, limit=MOST_ORDERS, viewer=viewer
    )
    parcels = parcels_of([card.id for card in cards]) if cards else {}
    return tuple(order_shown(card, parcels[card.id]) for card in cards)
