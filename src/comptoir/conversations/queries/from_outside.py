"""A buyer's own conversations as he may read them: how far each is, in words for him."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.doors import conversations_for


@dataclass(frozen=True, slots=True)
class OwnConversation:
    """`status` is the buyer's label; `excerpt` is of the last message that he may read."""

    public_id: str
    subject: str
    excerpt: str
    status: str
    category: str
    last_at: datetime


def own_conversations(viewers: Iterable[Viewer], *, limit: int = 20) -> tuple[OwnConversation, ...]:
    """What these viewers, who are one person, have written about; the newest first, one query."""
    known = directory()
    doors = [conversations_for(viewer) for viewer in viewers]
    if not doors:
        return ()
    # Spam is told nothing: whoever writes it must not learn how far it came.
    found = reduce(or_, doors).filter(is_spam=False, merged_into=None)
    rows = found.order_by("-last_message_at", "-pk").values_list(
        "public_id", "subject", "buyer_excerpt", "status_id", "category", "last_message_at"
    )[:limit]
    return tuple(
        OwnConversation(
            public_id=str(public_id),
            subject=subject,
            excerpt=excerpt,
            status=known.buyer_label(key, category),
            category=category,
            last_at=last_at,
        )
        for public_id, subject, excerpt, key, category, last_at in rows
    )
