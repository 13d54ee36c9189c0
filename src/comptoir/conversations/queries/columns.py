"""Which columns a member chose for the table of conversations."""

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import ChosenColumns


def columns_of(viewer: Viewer) -> tuple[str, ...]:
    """As they were kept; empty where he never chose."""
    kept = ChosenColumns.objects.filter(member_id=viewer.id).values_list("columns", flat=True)
    return tuple(kept[0]) if kept else ()
