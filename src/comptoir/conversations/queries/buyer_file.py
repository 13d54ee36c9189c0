"""A buyer's own page: who he is, what he bought, what was talked about, in a few queries."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

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


def buyer_file(
    viewer: Viewer,
    public_id: UUID,
    *,
    orders_before: UUID | None = None,
    talks_before: int | None = None,
) -> BuyerFile:
    """The newest orders and conversations, or those before one. Raises UnknownBuyer.

    Many orders cost no query more than one.
    """
    buyer = find_buyer(viewer, public_id)
    bought = commerce.purchases_of(buyer.pk, viewer=viewer)
    talks = _talks(viewer, buyer.pk)
    orders, orders_go_on = _orders(viewer, buyer.pk, orders_before)
    newest, talks_go_on = _newest(talks, talks_before)
    return BuyerFile(
        public_id=buyer.public_id,
        buyer=buyer_shown(viewer, buyer.pk, bought, paths_on_page(buyer.public_id)),
        bought=bought,
        refunds=_refunds(talks),
        orders=orders,
        conversations=tuple(other_shown(each, None) for each in newest),
        merged=commerce.merged_into(buyer.pk) if viewer.sees_everything else (),
        orders_go_on=orders_go_on,
        talks_go_on=talks_go_on,
    )


def _talks(viewer: Viewer, buyer_id: int) -> QuerySet[Conversation]:
    found = conversations_for(viewer).filter(identity__buyer=buyer_id)
    return found.filter(is_spam=False, merged_into=None)


def _newest(
    talks: QuerySet[Conversation], before: int | None
) -> tuple[list[Conversation], int | None]:
    if before is not None:
        at = talks.filter(pk=before).values_list("last_message_at", flat=True).first()
        earlier = Q(last_message_at__lt=at) | Q(last_message_at=at, pk__lt=before)
        talks = talks.filter(earlier) if at else talks.none()
    listed = talks.select_related("channel", "assignee").order_by("-last_message_at", "-pk")
    found = list(listed[: MOST_TALKS + 1])
    shown = found[:MOST_TALKS]
    return shown, shown[-1].pk if len(found) > MOST_TALKS else None


def _refunds(talks: QuerySet[Conversation]) -> tuple[Money, ...]:
    given = talks.filter(outcome__in=_GIVEN_BACK, outcome_minor__gt=0).order_by()
    sums = given.values_list("outcome_currency").annotate(Sum("outcome_minor"))
    found = (Money(minor, currency) for currency, minor in sums)
    return tuple(sorted(found, key=lambda money: -money.minor))


def _orders(
    viewer: Viewer, buyer_id: int, before: UUID | None
) -> tuple[tuple[OrderCard, ...], UUID | None]:
    found = commerce.orders_of(buyer_id, limit=MOST_ORDERS + 1, viewer=viewer, before=before)
    cards: Sequence[commerce.OrderCard] = found[:MOST_ORDERS]
    parcels = parcels_of([card.id for card in cards]) if cards else {}
    shown = tuple(order_shown(card, parcels[card.id]) for card in cards)
    return shown, cards[-1].public_id if len(found) > MOST_ORDERS else None
