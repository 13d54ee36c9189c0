"""What a buyer bought, as far as these eyes may see, and who was merged into him."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, Sum

from comptoir.accounts.viewers import Viewer
from comptoir.commerce.models import Buyer
from comptoir.commerce.queries.cards import orders_for
from comptoir.commerce.states import OrderState
from comptoir.kit.money import Money


@dataclass(frozen=True, slots=True)
class Purchases:
    """`spent` has one amount a currency, highest first; what was cancelled is not spent."""

    orders: int
    returned: int
    cancelled: int
    spent: tuple[Money, ...]
    last_at: datetime | None


def purchases_of(buyer_id: int, *, viewer: Viewer | None) -> Purchases:
    """One query. None stands for the program itself."""
    cancelled = Q(state=OrderState.CANCELLED)
    rows = list(
        orders_for(viewer)
        .filter(buyer_id=buyer_id)
        .order_by("currency")
        .values("currency")
        .annotate(
            orders=Count("id"),
            returned=Count("id", filter=Q(state=OrderState.RETURNED)),
            cancelled=Count("id", filter=cancelled),
            spent=Sum("total_minor", filter=~cancelled, default=0),
            last_at=Max("placed_at"),
        )
    )
    spent = (Money(row["spent"], row["currency"]) for row in rows)
    return Purchases(
        orders=sum(row["orders"] for row in rows),
        returned=sum(row["returned"] for row in rows),
        cancelled=sum(row["cancelled"] for row in rows),
        spent=tuple(sorted(spent, key=lambda money: -money.minor)),
        last_at=max((row["last_at"] for row in rows), default=None),
    )


@dataclass(frozen=True, slots=True)
class MergedBuyer:
    """Somebody who was found to be the same person. `addresses` are those that were his."""

    id: int
    name: str
    addresses: tuple[str, ...]


def merged_into(buyer_id: int) -> tuple[MergedBuyer, ...]:
    """Two queries."""
    rows = Buyer.objects.filter(merged_into=buyer_id).prefetch_related("born_identities")
    return tuple(
        MergedBuyer(
            id=row.pk,
            name=row.name,
            addresses=tuple(
                str(each) for each in row.born_identities.all() if each.buyer_id == buyer_id
            ),
        )
        for row in rows.order_by("pk")
    )
