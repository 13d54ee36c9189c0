"""Sessions: a member ends his own, switching off ends all."""

from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from comptoir.accounts.events import SessionsEnded
from comptoir.accounts.models import Member
from comptoir.journal import publish
from comptoir.kit.actor import Actor


@transaction.atomic
def end_session(*, by: Actor, session_id: int) -> int:
    """Sign one of the actor's own browsers out; returns how many were (0 or 1)."""
    return _end(by, UserSession.objects.filter(pk=session_id, user_id=by.id))


@transaction.atomic
def end_other_sessions(*, by: Actor, keep: str) -> int:
    """Sign all of the actor's browsers out, except the one of session key `keep`."""
    return _end(by, UserSession.objects.filter(user_id=by.id).exclude(session_key=keep))


def _end(by: Actor, sessions: "QuerySet[Any]") -> int:
    count = _delete(sessions)
    if count and by.id is not None:
        publish(SessionsEnded(member_id=by.id, count=count), by=by)
    return count


def end_all_sessions(member: Member) -> int:
    return _delete(UserSession.objects.filter(user=member))


def _delete(sessions: "QuerySet[Any]") -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    keys = list(sessions.values_list("session_key", flat=True))
    for key in keys:
        store.delete(key)
    sessions.delete()
    return len(keys)
