"""Loads what ships with conversations: the statuses."""

from comptoir.conversations.models import Status
from comptoir.conversations.states import Category

_SHIPPED = (
    ("open", Category.OPEN),
    ("waiting_buyer", Category.WAITING),
    ("waiting_seller", Category.WAITING),
    ("waiting_carrier", Category.WAITING),
    ("snoozed", Category.SNOOZED),
    ("resolved", Category.RESOLVED),
)


def load() -> None:
    """Add the shipped statuses that are missing; rows that exist stay as they are."""
    Status.objects.bulk_create(
        [
            Status(key=key, number=position + 1, category=category, position=position)
            for position, (key, category) in enumerate(_SHIPPED)
        ],
        ignore_conflicts=True,
    )
