"""Guards for views: of members, and of the two doors."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from comptoir.accounts import access
from comptoir.accounts.identity import MemberRequest
from comptoir.accounts.visitors import (
    Door,
    Visitor,
    VisitorRequest,
    house_name,
    house_zone,
    visitor_of,
)
from comptoir.kit.db import no_queries
from comptoir.kit.errors import ComptoirError


def member_required[**P, R: HttpResponseBase](
    view: Callable[..., R],
) -> Callable[..., R | HttpResponse]:
    """Send strangers to the sign-in page; an htmx request is told to go there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> R | HttpResponse:
        if getattr(request, "identity", None) is not None:
            return view(request, *args, **kwargs)
        to_login = redirect_to_login(request.get_full_path())
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": to_login.url})
        return to_login

    return guarded


def may_somewhere_required[**P, R: HttpResponseBase](
    permission: str,
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Refuse a page to members who hold the permission nowhere. Goes below `member_required`."""

    def guard(view: Callable[..., R]) -> Callable[..., R]:
        @wraps(view)
        def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> R:
            if not access.may_somewhere(request.actor, permission):
                access.refuse(permission)
            return view(request, *args, **kwargs)

        return guarded

    return guard


# --- The doors of buyers and sellers -------------------------------------------------------------


def as_visitor[**P, R: HttpResponseBase](
    view: Callable[..., R],
) -> Callable[..., R | HttpResponse]:
    """A page of a door: in the browser's own language, whoever is signed in at the desk beside it;
    a refusal is said by the door's own page, which leads nobody to the desk."""

    @wraps(view)
    def dressed(request: HttpRequest, door: Door, *args: Any, **kwargs: Any) -> R | HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            try:
                return view(request, door, *args, **kwargs)
            except (ComptoirError, Http404) as refusal:
                if request.headers.get("HX-Request"):
                    raise
                return _refused(request, door, refusal)

    return dressed


def _refused(request: HttpRequest, door: Door, refusal: Exception) -> HttpResponse:
    is_ours = isinstance(refusal, ComptoirError)
    status = refusal.status if isinstance(refusal, ComptoirError) else 404
    sentence = str(refusal) if is_ours else _("Nothing lives at this address.")
    page = {"door": door, "status": status, "sentence": sentence}
    return draw(request, "refused", page, status=status)


def visitor_required[**P, R: HttpResponseBase](
    view: Callable[..., R],
) -> Callable[..., R | HttpResponse]:
    """Ask strangers for their address first. `request.visitor` says who came in; the member who
    may be signed in beside it in the same browser counts for nothing here."""

    @as_visitor
    @wraps(view)
    def guarded(request: VisitorRequest, door: Door, *args: Any, **kwargs: Any) -> R | HttpResponse:
        visitor = visitor_of(door, request.COOKIES.get(door.cookie, ""))
        if visitor is None:
            return _to_entrance(request, door)
        request.visitor = visitor
        with _zone_of(visitor):
            return view(request, door, *args, **kwargs)

    return guarded


def _to_entrance(request: HttpRequest, door: Door) -> HttpResponse:
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else door.path
    entrance = f"{reverse(f'{door.name}:enter')}?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse(f"{door.name}:enter")})
    return redirect(entrance)


def _zone_of(visitor: Visitor) -> timezone.override:
    """The buyer's own zone where it is known, else that by which the house promises."""
    known = visitor.guests[0].time_zone
    try:
        return timezone.override(ZoneInfo(known or house_zone()))
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.override(None)


def draw(
    request: HttpRequest, page: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of a door's entrance, with the house's name."""
    return draw_door(request, f"accounts/visitors/{page}.html", context, status=status)


def draw_door(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render in the dress of a door, without asking the database."""
    told = {
        "house": house_name(),
        "languages": settings.LANGUAGES,
        "visitor": getattr(request, "visitor", None),
    }
    with no_queries():
        return render(request, template, told | context, status=status)


__all__ = [
    "MemberRequest",
    "VisitorRequest",
    "as_visitor",
    "draw",
    "draw_door",
    "may_somewhere_required",
    "member_required",
    "visitor_required",
]
