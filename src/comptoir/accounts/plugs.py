"""What accounts tells the pages and the live streams."""

from django.http import HttpRequest

from comptoir.accounts import access, queries
from comptoir.accounts.viewers import Viewer
from comptoir.live.slots import SESSIONS, TOPICS
from comptoir.ui.slots import MAY


def _may(request: HttpRequest, permission: str) -> bool:
    actor = getattr(request, "actor", None)
    return actor is not None and access.may_somewhere(actor, permission)


def _follows_himself(viewer: Viewer, member_id: int | None) -> bool:
    return member_id == viewer.id


MAY.plug("accounts", _may)
SESSIONS.plug("members", queries.viewers_of_sessions)
TOPICS.plug("member", _follows_himself)
