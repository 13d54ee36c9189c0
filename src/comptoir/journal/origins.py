"""From where somebody acts: the address, and the session or the token. Kept with the detail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from comptoir.kit.text import digest

_origin: ContextVar[dict[str, Any] | None] = ContextVar("origin", default=None)


def origin_of(request: HttpRequest, *, token_id: int | None = None) -> dict[str, Any]:
    """A session is told by the beginning of its digest: its key alone would open it."""
    found: dict[str, Any] = {"address": client_address(request)}
    if token_id is not None:
        found["token"] = token_id
    elif key := getattr(getattr(request, "session", None), "session_key", None):
        found["session"] = digest(key).hex()[:12]
    return found


def client_address(request: HttpRequest) -> str:
    """The address that our own proxy saw; "" for what is none, so that no log is forged (F5)."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        told = request.META.get("HTTP_X_FORWARDED_FOR", told).rpartition(",")[2]
    try:
        return str(ip_address(told.strip()))
    except ValueError:
        return ""


@contextmanager
def came_from(origin: dict[str, Any]) -> Iterator[None]:
    """What members publish inside is noted with where it came from."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def current_origin() -> dict[str, Any] | None:
    return _origin.get()
