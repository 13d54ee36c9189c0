"""Every request knows who asks, in which language and which time zone."""

import zoneinfo
from collections.abc import Callable
from functools import partial
from math import inf
from time import monotonic
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from comptoir.accounts.identity import Identity, identity_of
from comptoir.accounts.models import Member
from comptoir.journal.origins import came_from, origin_of

type Next = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """The browser's language for a stranger; a member's own is set once he is known."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response


class MemberMiddleware(AuthenticationMiddleware):
    """Django's own; the member who came with the session is not asked for again."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        user: Any = SimpleLazyObject(partial(_user, request))
        request.user = user


def _user(request: Any) -> Any:
    if not hasattr(request, "_cached_user"):
        request._cached_user = _came_along(request) or auth.get_user(request)
    return request._cached_user


def _came_along(request: HttpRequest) -> Member | None:
    """The session's own member, if nothing about it is out of the ordinary: else Django decides."""
    session = request.session
    member_id, backend = session.get(auth.SESSION_KEY), session.get(auth.BACKEND_SESSION_KEY)
    member = getattr(session, "member", None)
    if member is None or not member.is_active or str(member.pk) != member_id:
        return None
    if backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    kept = session.get(auth.HASH_SESSION_KEY) or ""
    return member if constant_time_compare(kept, member.get_session_auth_hash()) else None


class IdentityMiddleware:
    """Sets `request.identity`, `request.actor` and `request.viewer` for a signed-in member."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity = identity_of(request)
        request.identity = identity  # type: ignore[attr-defined]
        if identity is None:
            return self.get_response(request)
        request.actor = identity.actor  # type: ignore[attr-defined]
        request.viewer = identity.viewer  # type: ignore[attr-defined]
        origin = came_from(origin_of(request))
        with translation.override(identity.member.language), _zone(identity), origin:
            return self.get_response(request)


class LastSeenMiddleware:
    """Notes at most every five minutes that a browser is in use, for the list of sessions."""

    EVERY_SECONDS = 300
    REMEMBERED = 10_000

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self._noted: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "identity", None) is not None:
            self._note(request)
        return self.get_response(request)

    def _note(self, request: HttpRequest) -> None:
        key, moment = request.session.session_key, monotonic()
        if key is None or moment - self._noted.get(key, -inf) < self.EVERY_SECONDS:
            return
        if len(self._noted) >= self.REMEMBERED:
            self._noted.clear()
        self._noted[key] = moment
        UserSession.objects.create_from_request(request)


def _zone(identity: Identity) -> timezone.override:
    try:
        return timezone.override(zoneinfo.ZoneInfo(identity.member.time_zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.override(None)
