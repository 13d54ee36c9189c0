"""How a conversation stands: what a merge changes on its row, and puts back."""

from datetime import datetime
from typing import Any

from comptoir.conversations.models import Conversation
from comptoir.conversations.services import rows
from comptoir.conversations.states import Category

_FIELDS = (
    *("parties", "identity_id", "seller_id", "order_id", "status_id", "category"),
    *("waiting_since", "first_replied_at", "resolved_at", "last_message_at"),
)
_TIMES = frozenset({"waiting_since", "first_replied_at", "resolved_at", "last_message_at"})


def of(conversation: Conversation) -> dict[str, Any]:
    """As JSON."""
    values = ((name, getattr(conversation, name)) for name in _FIELDS)
    return {n: v.isoformat() if isinstance(v, datetime) else v for n, v in values}


def take_over(source: Conversation, target: Conversation) -> None:
    """The one stands as the two stood: whoever waits on us in either goes on waiting."""
    target.parties |= source.parties
    target.identity = target.identity or source.identity
    target.seller = target.seller or source.seller
    if target.order_id is None and source.order_id is not None:
        target.order_id = source.order_id
    target.last_message_at = max(target.last_message_at, source.last_message_at)
    if source.waiting_since is not None and source.category == Category.OPEN:
        since = min(source.waiting_since, target.waiting_since or source.waiting_since)
        rows.wait_for_us(target, since)
        target.waiting_since = since
    elif source.category == Category.OPEN and target.category == Category.RESOLVED:
        target.status_id, target.category, target.resolved_at = "open", Category.OPEN, None


def give_back(target: Conversation, before: dict[str, Any], after: dict[str, Any]) -> None:
    """What still stands as the merge left it stands again as before; what changed since stays."""
    now_said = of(target)
    for name in _FIELDS:
        if now_said[name] == after[name]:
            value = before[name]
            is_time = name in _TIMES and value is not None
            setattr(target, name, datetime.fromisoformat(value) if is_time else value)
