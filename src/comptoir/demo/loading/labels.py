"""What the sample's team calls some of its buyers."""

from collections.abc import Iterator

from django.db.models import Count, Q, Sum

from comptoir.commerce import packs
from comptoir.commerce.models import Buyer
from comptoir.commerce.queries.labels import named_labels
from comptoir.commerce.services import label_buyers
from comptoir.commerce.services.labels import Given
from comptoir.demo.loading.house import House

FAITHFUL, LARGE, BURNT = 12, 8, 6


def label_some(house: House) -> None:
    """Those who bought most often, who spent most, and to whom things went back."""
    packs.load()
    keys = named_labels(("very-good-customer", "wholesale", "careful"))
    by = next(iter(house.identities.values())).actor
    label_buyers(by=by, given=list(_given(keys)))


def _given(keys: dict[str, int]) -> Iterator[Given]:
    buyers = Buyer.objects.annotate(
        bought=Count("orders"),
        spent=Sum("orders__total_minor"),
        returned=Count("orders", filter=Q(orders__state="returned")),
    ).filter(bought__gt=0)
    for buyer in buyers.order_by("-bought", "pk")[:FAITHFUL]:
        why = f"{buyer.bought} orders, always kind: answer first."
        yield Given(buyer.pk, keys["very-good-customer"], why)
    for buyer in buyers.order_by("-spent", "pk")[:LARGE]:
        yield Given(buyer.pk, keys["wholesale"], "Buys for a business: VAT number on the invoice.")
    for buyer in buyers.filter(returned__gt=0).order_by("-returned", "pk")[:BURNT]:
        yield Given(buyer.pk, keys["careful"], "Sent back a used item: ask for photos first.")
