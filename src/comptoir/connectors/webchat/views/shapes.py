"""What a browser is told of its chat: asked for, answered to its words, or by the live line."""

from typing import Any

from comptoir.channels.models import Channel
from comptoir.connectors.webchat import queries
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.queries import Said, Talk
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.promises import promise_to_newcomer
from comptoir.conversations.queries.visiting import standing_of
from comptoir.kit.clock import now


def state(visit: ChatVisit, *, after: str = "") -> dict[str, Any]:
    """Who he is here, what is new, and where it stands."""
    return state_in(visit, queries.conversation_of(visit), after=after)


def state_in(visit: ChatVisit, own: Conversation | None, *, after: str) -> dict[str, Any]:
    """The same, where his conversation was looked up already."""
    told: dict[str, Any] = {"said": [], "position": "", "reset": True, "seen": None}
    if own is not None:
        talk = queries.talk(visit, own, after=after)
        told = {
            "said": lines(talk),
            "position": talk.position,
            "reset": talk.reset,
            "seen": queries.read_by_desk(visit, own),
        }
    return {"me": _me(visit), **told, **_standing(visit, own)}


def _me(visit: ChatVisit) -> dict[str, Any]:
    return {
        "name": visit.name,
        "mail": visit.address if "@" in visit.address else "",
        "known": visit.is_identified,
        "proved": visit.proved_at is not None,
        "ended": visit.ended_at is not None,
        "past": queries.has_past(visit),
    }


def _standing(visit: ChatVisit, own: Conversation | None) -> dict[str, Any]:
    """The promise he waits under; before he has written, that to a newcomer."""
    newcomer = promised(visit.channel, visit.language or visit.channel.language)
    viewer = queries.viewer_of(visit)
    if own is None or viewer is None or visit.ended_at is not None:
        return {**newcomer, "waits": False, "late": False, "settled": False}
    language = visit.language[:2] or "en"
    standing = standing_of(viewer, queries.with_channel(visit, own), language=language)
    return {
        "open": newcomer["open"],
        "promise": standing.promise or newcomer["promise"],
        "waits": bool(standing.promise),
        "late": standing.is_late,
        "settled": standing.is_settled,
    }


def lines(talk: Talk) -> list[dict[str, Any]]:
    return [_line(each) for each in talk.said]


def _line(said: Said) -> dict[str, Any]:
    told: dict[str, Any] = {"id": said.id, "by": said.by, "at": said.at, "text": said.text}
    if said.token:
        told["token"] = said.token
    if said.files:
        told["files"] = [
            {"name": f.name, "size": f.size, "url": f.url, "picture": f.is_picture}
            for f in said.files
        ]
    return told


def promised(channel: Channel, language: str) -> dict[str, Any]:
    """What is promised to who writes now: the same words as everywhere."""
    promise = promise_to_newcomer(channel, at=now(), language=language[:2])
    return {"promise": promise.words, "open": promise.is_open}
