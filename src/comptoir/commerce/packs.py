"""Loads what ships with commerce: the first labels of buyers."""

from comptoir.commerce.models import BuyerLabel
from comptoir.commerce.states import Colour

_SHIPPED = (
    ("very-good-customer", Colour.GREEN),
    ("wholesale", Colour.BLUE),
    ("careful", Colour.AMBER),
)


def load() -> None:
    """Add them once, to a house that has no label yet: what was removed stays away."""
    if not BuyerLabel.objects.exists():
        BuyerLabel.objects.bulk_create(
            [BuyerLabel(key=key, colour=colour) for key, colour in _SHIPPED]
        )
