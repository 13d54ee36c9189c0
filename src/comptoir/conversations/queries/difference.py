"""What happened while somebody wrote: the messages that came, and what colleagues changed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from comptoir.accounts.identity import Identity
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.queries.thread import letters_of
from comptoir.conversations.queries.timeline import lines_between
from comptoir.conversations.shapes import Letter, SystemLine
from comptoir.kit.clock import now

MOST = 10
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def difference(
    identity: Identity, conversation: Conversation, *, last_seen_id: int, token: str
) -> tuple[Letter | SystemLine, ...]:
    """Messages after the last one that was seen; changes since the form was made; his own aside.

    `token` is the form's: its first digits are the time at which the composer was drawn.
    """
    came = _came(identity, conversation, last_seen_id)
    letters = letters_of(identity.viewer, came, conversation)
    lines = lines_between(
        conversation, after=_drawn_at(token), until=None, of_others_than=identity.viewer.id
    )
    items: list[Letter | SystemLine] = [*letters, *lines[-MOST:]]
    return tuple(sorted(items, key=lambda item: item.at))


def _came(identity: Identity, conversation: Conversation, after: int) -> list[Message]:
    found = messages_for(identity.viewer).filter(conversation=conversation, pk__gt=after)
    found = found.exclude(author_kind="agent", author_id=identity.viewer.id)
    others = found.exclude(author_kind="system").exclude(facts__has_key="auto")
    return list(reversed(others.defer("html", "search").order_by("-pk")[:MOST]))


def _drawn_at(token: str) -> datetime:
    """The time within a UUID of version 7; now, and so no changes, for anything else."""
    try:
        drawn = UUID(token)
        return _BEGINNING + timedelta(milliseconds=drawn.int >> 80)
    except (ValueError, OverflowError):
        return now()
