"""Loads what ships with conversations: the statuses."""

from comptoir.conversations.models import Status
from comptoir.conversations.states import Category

# In the order of the menus; the numbers are their names in the journal, and stay.
_SHIPPED = (
    (1, "open", Category.OPEN),
    (2, "waiting_buyer", Category.WAITING),
    (3, "waiting_seller", Category.WAITING),
    (4, "waiting_carrier", Category.WAITING),
    (7, "waiting_outside", Category.WAITING),
    (5, "snoozed", Category.SNOOZED),
    (6, "resolved", Category.RESOLVED),
)


def load() -> None:
    """Add the shipped statuses that are missing; rows that exist stay as they are."""
    Status.objects.bulk_create(
        [
            Status(key=key, number=number, category=category, position=position)
            for position, (number, key, category) in enumerate(_SHIPPED)
        ],
        ignore_conflicts=True,
    )
