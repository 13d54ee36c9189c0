"""Facts as programs list them: what these eyes may see, and public ids for ids of rows."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Model, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.commerce.models import (
    Buyer,
    BuyerIdentity,
    BuyerLabel,
    LabelledBuyer,
    Listing,
    Marketplace,
    Order,
    OrderLine,
    Payment,
    Seller,
)
from comptoir.commerce.policies import name_key
from comptoir.commerce.queries.cards import orders_for


def sellers_for(viewer: Viewer) -> QuerySet[Seller]:
    """All of them, or those that a member's grants are narrowed to."""
    sellers = Seller.objects.select_related("marketplace")
    return sellers if _sees_all(viewer) else sellers.filter(pk__in=viewer.scope_ids("seller"))


def listings_for(viewer: Viewer) -> QuerySet[Listing]:
    listings = Listing.objects.select_related("seller", "marketplace")
    if _sees_all(viewer):
        return listings
    return listings.filter(seller__in=viewer.scope_ids("seller"))


def buyers_for(viewer: Viewer) -> QuerySet[Buyer]:
    """Merged ones live on in those they were merged into."""
    identities = BuyerIdentity.objects.select_related("marketplace").order_by("pk")
    given = LabelledBuyer.objects.select_related("label").order_by("label_id")
    buyers = Buyer.objects.filter(merged_into=None).prefetch_related(
        Prefetch("identities", identities),
        Prefetch("labelled", given),
        Prefetch("merged__labelled", given),
    )
    if _sees_all(viewer):
        return buyers
    bought = Order.objects.filter(seller__in=viewer.scope_ids("seller"))
    return buyers.filter(pk__in=bought.values("buyer"))


def whole_orders_for(viewer: Viewer) -> QuerySet[Order]:
    """With lines and payments: three queries for any number."""
    return (
        orders_for(viewer)
        .select_related("marketplace", "seller", "buyer")
        .prefetch_related(
            Prefetch("lines", OrderLine.objects.select_related("listing").order_by("pk")),
            Prefetch("payments", Payment.objects.order_by("captured_at", "pk")),
        )
    )


def marketplaces() -> QuerySet[Marketplace]:
    return Marketplace.objects.all()


def id_of_marketplace(key: str) -> int | None:
    return marketplaces().filter(key=key).values_list("pk", flat=True).first()


def all_labels() -> QuerySet[BuyerLabel]:
    return BuyerLabel.objects.all()


def with_label(key: str) -> Q:
    """Buyers who have it themselves, or by somebody who was merged into them."""
    given = LabelledBuyer.objects.filter(label__key=key)
    holders = given.values(holder=Coalesce("buyer__merged_into_id", "buyer_id"))
    return Q(pk__in=holders)


def _sees_all(viewer: Viewer) -> bool:
    """A grant for a team or a channel is for all sellers; one for sellers only is for those."""
    return viewer.party is Party.OPERATOR and (
        viewer.sees_everything or any(grant.scope != "seller" for grant in viewer.grants)
    )


def named(words: str) -> Q:
    """Whose name holds each of these words."""
    found = Q()
    for word in name_key(words).split():
        found &= Q(sort_name__contains=word)
    return found


def outward_ids(model: type[Model], ids: Iterable[int]) -> Mapping[int, UUID]:
    """Public ids of rows, for the journal's readers outside."""
    found = model._default_manager.filter(pk__in=list(ids))
    return dict(found.values_list("pk", "public_id"))
