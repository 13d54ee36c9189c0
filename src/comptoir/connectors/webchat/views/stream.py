"""The live line of one chat: that something is new or somebody types, and nothing of what.

A note of the desk rings nothing here (D1): what the visitor may not see does not change the mark.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from comptoir.accounts.viewers import Viewer
from comptoir.connectors.webchat import queries
from comptoir.connectors.webchat.services.visits import AGENT_TYPES, TOPIC
from comptoir.connectors.webchat.views.across import across, key_of, let_in, opened, refused
from comptoir.conversations.queries.visiting import mark_of
from comptoir.journal.following import Signal
from comptoir.journal.queries import Position, current_position
from comptoir.kit.errors import ComptoirError
from comptoir.live.topics import Topics
from comptoir.live.views import Follower, streamed


class ChatFollower(Follower):
    asks = True

    def __init__(
        self, viewer: Viewer, session: str, number: int, after: Position, mark: str
    ) -> None:
        single = frozenset({("conversation", number), (TOPIC, number)})
        super().__init__(viewer, session, Topics(frozenset(), single), after)
        self.number = number
        # How the conversation stood when the stream began.
        self.mark = mark

    def shown(self, signal: Signal) -> dict[str, Any] | None:
        if (signal.kind, signal.subject_id) not in self.topics.single:
            return None
        if signal.kind == TOPIC:
            return {"event": "types"} if signal.event == AGENT_TYPES else None
        return {"event": "news"}

    def told_of(self, signal: Signal) -> dict[str, Any] | None:
        shown = self.shown(signal)
        if shown is None or signal.kind == TOPIC:
            return shown
        before, self.mark = self.mark, mark_of(self.viewer, self.number)
        return shown if self.mark and self.mark != before else None


@csrf_exempt
def stream(request: HttpRequest, chat: UUID) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return _preflight(request, chat)
    try:
        follower = _follower(request, chat)
    except ComptoirError as refusal:
        return opened(request, refused(refusal))
    answer = streamed(follower) if follower else HttpResponse(status=204)
    return opened(request, answer)


_preflight = across("GET")(lambda request: HttpResponse(status=405))


def _follower(request: HttpRequest, chat: UUID) -> ChatFollower | None:
    """None while there is nothing to follow: the widget asks again once something was written."""
    channel = let_in(request, chat)
    visit = queries.visit_of(channel, key_of(request))
    viewer, own = queries.viewer_of(visit), queries.conversation_of(visit)
    if viewer is None or own is None or visit.ended_at is not None:
        return None
    after, mark = current_position(), mark_of(viewer, own.pk)
    return ChatFollower(viewer, queries.key_of_stream(visit), own.pk, after, mark)
