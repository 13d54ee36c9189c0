"""The stream, and the poll for browsers whose stream is cut by a proxy in between."""

import json
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.journal.following import Missed, Signal, missed_since
from comptoir.journal.queries import Position, current_position
from comptoir.kit import threads
from comptoir.kit.errors import NotAllowed
from comptoir.live.guard import guard
from comptoir.live.hub import Ended, Subscription, hub
from comptoir.live.topics import BadTopic, Topics

if TYPE_CHECKING:
    from comptoir.accounts.viewers import Viewer

HEARTBEAT_SECONDS = 10.0
CONNECT_SECONDS = 5.0
MOST_MISSED = 500
# The browser waits this long before it comes back.
RETRY = "retry: 2000\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@require_safe
def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """`?topics=conversation,conversation:12&after=POSITION`; Last-Event-ID goes before `after`."""
    follower = _follower(request)
    return HttpResponse(status=401) if follower is None else streamed(follower)


def streamed(follower: "Follower") -> StreamingHttpResponse:
    told = follower.told()
    return StreamingHttpResponse(told, content_type="text/event-stream", headers=HEADERS)


@require_safe
def poll(request: HttpRequest) -> HttpResponse:
    """The same as JSON: what was missed and the position to ask from next time."""
    follower = _follower(request)
    return HttpResponse(status=401) if follower is None else polled(follower)


def polled(follower: "Follower") -> JsonResponse:
    missed = follower.missed()
    answer = {
        "position": str(missed.resume),
        "reset": missed.too_many,
        "events": [shown for signal in missed.signals if (shown := follower.told_of(signal))],
    }
    return JsonResponse(answer, headers=HEADERS)


class Follower:
    """One browser: who it is, what it follows, from where on."""

    def __init__(self, viewer: "Viewer", session: str, topics: Topics, after: Position) -> None:
        self.viewer = viewer
        self.session = session
        self.topics = topics
        self.position = after

    def shown(self, signal: Signal) -> dict[str, Any] | None:
        return self.topics.shown(signal, with_ids=self.viewer.sees_everything)

    def told_of(self, signal: Signal) -> dict[str, Any] | None:
        """What is shown, where this follower is not told of everything; may ask the database."""
        return self.shown(signal)

    def asks(self, signal: Signal) -> bool:
        """Whether `told_of` asks how it stands now: then a thread does, and the stream goes on."""
        return False

    def missed(self) -> Missed:
        return missed_since(self.position, self.topics.all_kinds, limit=MOST_MISSED)

    async def told(self) -> AsyncIterator[str]:
        """The stream itself. It holds no database connection while it waits."""
        yield RETRY
        try:
            kinds, only = self.topics.all_kinds, self.topics.only
            async with hub().follow(kinds, within=CONNECT_SECONDS, only=only) as subscription:
                with guard().watching(subscription, self.session, self.viewer):
                    async for part in self._parts(subscription):
                        yield part
        except Ended:
            return

    async def _parts(self, subscription: Subscription) -> AsyncIterator[str]:
        """First what was missed, then what happens; nothing lies between, a few come twice."""
        missed = await threads.live(self.missed)
        self.position = missed.resume
        if missed.too_many:
            yield _block(self.position, "{}", event="reset")
        for each in self._worth_telling(missed.signals):
            if part := await self._part(each):
                yield part
        seen = {signal.position for signal in missed.signals}
        yield _heartbeat(self.position)
        while True:
            signals = await subscription.next(within=HEARTBEAT_SECONDS)
            if not signals:
                self.position = max(self.position, Position(hub().safe, 0))
                yield _heartbeat(self.position)
            for each in self._worth_telling(s for s in signals if s.position not in seen):
                self.position = max(self.position, Position(each.safe, 0))
                if part := await self._part(each):
                    yield part

    def _worth_telling(self, signals: Iterable[Signal]) -> Iterable[Signal]:
        """How a thing stands now is asked once for all that waits, which one commit often rings."""
        last: dict[Any, Signal] = {}
        for at, signal in enumerate(signals):
            key = (signal.kind, signal.subject_id) if self.asks(signal) else at
            last.pop(key, None)
            last[key] = signal
        return last.values()

    async def _part(self, signal: Signal) -> str:
        shown = self.shown(signal)
        if shown and self.asks(signal):
            shown = await threads.live(self.told_of, signal)
        return _block(self.position, json.dumps(shown, cls=DjangoJSONEncoder)) if shown else ""


def _follower(request: HttpRequest) -> Follower | None:
    """None for a stranger; raises BadTopic, NotAllowed."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or not request.session.session_key:
        return None
    topics = Topics.parse(request.GET.get("topics", "")).allowed_to(viewer)
    if not topics:
        raise NotAllowed(_("You may not follow this."))
    return Follower(viewer, request.session.session_key, topics, asked_position(request))


def asked_position(request: HttpRequest) -> Position:
    """From where on a browser wants to hear; raises BadTopic."""
    told = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    if not told:
        return current_position()
    try:
        return Position.parse(told)
    except ValueError:
        raise BadTopic(_("This is no position in the journal.")) from None


def _block(position: Position, data: str, *, event: str = "") -> str:
    name = f"event: {event}\n" if event else ""
    return f"id: {position}\n{name}data: {data}\n\n"


def _heartbeat(position: Position) -> str:
    """No data: the browser only keeps the position; proxies see that the line is alive."""
    return f": alive\nid: {position}\n\n"
