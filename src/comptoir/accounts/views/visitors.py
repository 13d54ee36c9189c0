"""The entrance of both doors: ask for a code, come in by code or link, go."""

import secrets
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts import services
from comptoir.accounts.errors import PassUnusable, TooOften
from comptoir.accounts.forms import AddressForm, CodeForm
from comptoir.accounts.services.visitors import STAYS_FOR, VALID_FOR
from comptoir.accounts.slots import LETTERBOXES
from comptoir.accounts.visitors import Door, VisitorRequest, visitor_of
from comptoir.accounts.web import as_visitor, draw, visitor_required

# By network; and all together, so that nobody makes us write to the whole world.
RATES = {
    "visitor_asks": "20/m/ip,120/h/ip",
    "visitor_asks_all": "600/m/key",
    "visitor_tries": "30/m/ip,200/h/ip",
}
LANGUAGE_KEPT = 365 * 24 * 3600


def _brake(request: HttpRequest, action: str, key: str = "") -> None:
    config = {action: RATES[action]}
    if ratelimit.consume_or_429(request, action=action, key=key or None, config=config):
        raise TooOften


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor
def enter(request: HttpRequest, door: Door) -> HttpResponse:
    """Type an address. Whatever it is, the same page follows, as fast (D9)."""
    if visitor_of(door, request.COOKIES.get(door.cookie, "")) is not None:
        return redirect(_next(request, door))
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        page = {"door": door, "form": form, "next": _next(request, door)}
        return draw(request, "enter", page, status=422 if form.errors else 200)
    return _ask(request, door, form.cleaned_data["email"])


def _ask(request: HttpRequest, door: Door, address: str) -> HttpResponse:
    _brake(request, "visitor_asks")
    _brake(request, "visitor_asks_all", key="all")
    browser = secrets.token_urlsafe(32)
    language = get_language_from_request(request)
    services.ask_for_pass(door=door, address=address, browser=browser, language=language)
    box = next((url for find in LETTERBOXES.all() if (url := find(address))), "")
    query = urlencode({k: v for k, v in (("next", _next(request, door)), ("box", box)) if v})
    response = redirect(f"{reverse(f'{door.name}:code')}?{query}")
    _remember(response, door, door.browser_cookie, browser, seconds=VALID_FOR.seconds)
    return response


def _next(request: HttpRequest, door: Door) -> str:
    """Where he wanted to go: a page of this door, or its first one."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.startswith(door.path) else door.path


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor
def code(request: HttpRequest, door: Door) -> HttpResponse:
    """Type the code that was mailed, in the browser that asked for it."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _brake(request, "visitor_tries")
        try:
            browser = request.COOKIES.get(door.browser_cookie, "")
            key = services.come_in_by_code(
                door=door, browser=browser, code=form.cleaned_data["code"]
            )
        except PassUnusable as refusal:
            form.add_error("code", str(refusal))
        else:
            return _welcome(request, door, key)
    page = {"door": door, "form": form, "next": _next(request, door), "box": _box(request)}
    page["minutes"] = VALID_FOR.seconds // 60
    page["address"] = services.asked_address(
        door=door, browser=request.COOKIES.get(door.browser_cookie, "")
    )
    return draw(request, "code", page, status=422 if form.errors else 200)


def _box(request: HttpRequest) -> str:
    """In the sample no mail leaves: where it can be read instead."""
    box = request.GET.get("box", "")
    return box if settings.DEMO and box.startswith("/demo/") else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@as_visitor
def link(request: HttpRequest, door: Door, token: str) -> HttpResponse:
    """A button, which uses the link up: whoever only looks, as scanners do, uses nothing."""
    _brake(request, "visitor_tries")
    try:
        if request.method == "POST":
            return _welcome(request, door, services.come_in_by_link(door=door, token=token))
        page = {"door": door, "address": services.find_pass(door=door, token=token).address}
    except PassUnusable as refusal:
        if visitor_of(door, request.COOKIES.get(door.cookie, "")) is not None:
            # Whoever is in already finds his way back by the old mail too.
            return redirect(_next(request, door))
        return draw(request, "gone", {"door": door, "sentence": refusal}, status=refusal.status)
    return draw(request, "link", page)


def _welcome(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    response = redirect(_next(request, door))
    _remember(response, door, door.cookie, key, seconds=int(STAYS_FOR.total_seconds()))
    response.delete_cookie(door.browser_cookie, path=door.path)
    return response


def _remember(response: HttpResponse, door: Door, name: str, value: str, *, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=door.path,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


@require_POST
@visitor_required
def leave(request: VisitorRequest, door: Door) -> HttpResponse:
    visitor = request.visitor
    services.end_visit(by=visitor.actor_as(visitor.viewers[0]), visitor=visitor)
    return _gone(door)


@require_POST
@visitor_required
def leave_everywhere(request: VisitorRequest, door: Door) -> HttpResponse:
    visitor = request.visitor
    by = visitor.actor_as(visitor.viewers[0])
    services.end_all_visits(by=by, door=door, address=visitor.address)
    return _gone(door)


def _gone(door: Door) -> HttpResponse:
    response = redirect(f"{door.name}:enter")
    response.delete_cookie(door.cookie, path=door.path)
    return response


@require_POST
@as_visitor
def language(request: HttpRequest, door: Door) -> HttpResponse:
    """The language of these pages, kept in this browser."""
    response = redirect(_next(request, door))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=LANGUAGE_KEPT,
            path=door.path,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
