"""A visitor's live stream: one conversation, and only what changed for him.

He is told neither number nor name of an event: that colleagues talk about him is not his to hear.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from comptoir.accounts.viewers import Viewer
from comptoir.accounts.visitors import Visitor
from comptoir.conversations.queries.visiting import find_own, mark_of
from comptoir.journal.following import Signal
from comptoir.journal.queries import Position
from comptoir.live.topics import Topics
from comptoir.live.views import Follower, asked_position

_NEWS = {"topic": "conversation", "id": None, "event": ""}


class VisitorFollower(Follower):
    def __init__(
        self, viewer: Viewer, session: str, number: int, after: Position, mark: str
    ) -> None:
        single = frozenset({("conversation", number)})
        super().__init__(viewer, session, Topics(frozenset(), single), after)
        self.number = number
        # How the conversation stood when the page was drawn.
        self.mark = mark

    def shown(self, signal: Signal) -> dict[str, Any] | None:
        followed = (signal.kind, signal.subject_id) in self.topics.single
        return dict(_NEWS) if followed else None

    def asks(self, signal: Signal) -> bool:
        return True

    def told_of(self, signal: Signal) -> dict[str, Any] | None:
        """Nothing for an internal note, an assignment, a tag; nothing once he may not see it."""
        if self.shown(signal) is None:
            return None
        before, self.mark = self.mark, mark_of(self.viewer, self.number)
        return dict(_NEWS) if self.mark and self.mark != before else None


def follower_of(request: HttpRequest, visitor: Visitor, public_id: UUID) -> VisitorFollower:
    """Raises NoSuchConversation, BadTopic."""
    viewer, found = find_own(visitor, public_id)
    after, mark = asked_position(request), request.GET.get("mark", "")
    return VisitorFollower(viewer, visitor.stream_as(viewer), found.pk, after, mark)
