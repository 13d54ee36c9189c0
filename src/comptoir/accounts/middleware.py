"""Every request knows who asks, in which language and which time zone."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from comptoir.accounts.identity import Identity, identity_of

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
        with translation.override(identity.member.language), _zone(identity):
            return self.get_response(request)


def _zone(identity: Identity) -> timezone.override:
    try:
        return timezone.override(zoneinfo.ZoneInfo(identity.member.time_zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.override(None)
