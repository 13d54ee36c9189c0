"""The last message of a conversation, for a look from the list."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.queries.doors import messages_in
from comptoir.conversations.queries.thread import find, is_note

LONGEST = 600


@dataclass(frozen=True, slots=True)
class LastWords:
    """Who wrote last, when and what, as far as the viewer may see it."""

    author: str
    at: datetime
    text: str
    language: str
    is_note: bool


def last_words(viewer: Viewer, number: int) -> LastWords | None:
    """None where there is no message for these eyes. Raises NoSuchConversation."""
    found = messages_in(find(viewer, number), viewer, most=1)
    if not found:
        return None
    last = found[0]
    text = last.text if len(last.text) <= LONGEST else f"{last.text[:LONGEST]}…"
    return LastWords(last.author_name, last.received_at, text, last.language, is_note(last))
