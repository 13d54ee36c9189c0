"""The live line of one chat: what is new for its visitor, and that somebody types.

What it tells is asked anew through the visitor's own eyes, at every ring: a note of the desk tells
nothing here, and not even that it was written (D1).
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.connectors.webchat import queries
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.services.visits import AGENT_TYPES, TOPIC
from comptoir.connectors.webchat.views.across import across, key_of, let_in, opened, refused
from comptoir.connectors.webchat.views.shapes import state_in
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.visiting import mark_in
from comptoir.journal.following import Missed, Signal
from comptoir.journal.queries import Position, current_position
from comptoir.kit.errors import ComptoirError
from comptoir.live.hub import Ended
from comptoir.live.topics import Topics
from comptoir.live.views import Follower, streamed

_SUBJECT = "conversation"


class ChatFollower(Follower):
    """`told_up_to` is the place in the talk that this browser has."""

    def __init__(self, viewer: Viewer, visit: ChatVisit, own: Conversation, told: str) -> None:
        single = frozenset({(_SUBJECT, own.pk), (TOPIC, own.pk)})
        topics = Topics(frozenset(), single)
        super().__init__(viewer, queries.key_of_stream(visit), topics, current_position())
        self.visit_id, self.channel, self.number = visit.pk, visit.channel, own.pk
        self.told_up_to, self.language = told, translation.get_language()
        self.mark = ""

    def asks(self, signal: Signal) -> bool:
        return signal.kind == _SUBJECT

    def missed(self) -> Missed:
        """How it stands when the line begins: whatever was missed is in it."""
        first = Signal(Position(0, 0), self.position.tx, _SUBJECT, self.number, "")
        return Missed((first,), self.position, too_many=False)

    def shown(self, signal: Signal) -> dict[str, Any] | None:
        if (signal.kind, signal.subject_id) not in self.topics.single:
            return None
        if signal.kind == TOPIC:
            return {"event": "types"} if signal.event == AGENT_TYPES else None
        return {"event": "news"}

    def told_of(self, signal: Signal) -> dict[str, Any] | None:
        """With what is new since the last time. Raises Ended where the chat is another one now."""
        shown = self.shown(signal)
        if shown is None or not self.asks(signal):
            return shown
        visit = queries.visit_now(self.visit_id)
        own = queries.conversation_of(visit) if visit else None
        if visit is None or own is None or own.pk != self.number:
            raise Ended
        before, self.mark = self.mark, mark_in(Party.BUYER, own)
        if self.mark == before:
            return None
        visit.channel = self.channel
        with translation.override(self.language):
            told = state_in(visit, own, after=self.told_up_to)
        self.told_up_to = told["position"]
        return {**shown, "state": told}


@csrf_exempt
def stream(request: HttpRequest, chat: UUID) -> HttpResponseBase:
    """`?after=POSITION`: the browser's place in the talk, as it was told with the last words."""
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
    visit.channel = channel
    viewer, own = queries.viewer_of(visit), queries.conversation_of(visit)
    if viewer is None or own is None or visit.ended_at is not None:
        return None
    return ChatFollower(viewer, visit, own, request.GET.get("after", ""))
