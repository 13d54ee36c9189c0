"""Into the buyer space and the seller door of the sample, as somebody who lives there."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.visitors import SELLER_DOOR, SPACE, Door
from comptoir.demo import doors, letters
from comptoir.demo.views import drawn_page, on_the_sample, refuse_floods
from comptoir.kit.text import fold


@on_the_sample
@require_safe
def seller(request: HttpRequest, address: str) -> HttpResponse:
    """A workshop's letterbox, and its way in."""
    found = doors.find_seller(address)
    if found is None:
        raise Http404(address)
    page = {
        "seller": found,
        "address": fold(address),
        "system": doors.system_letters([fold(address)]),
        "box": letters.box_of([fold(address)]),
    }
    return drawn_page(request, "demo/seller.html", page)


@on_the_sample
@require_POST
def enter_space(request: HttpRequest, address: str) -> HttpResponse:
    return _enter(request, SPACE, address)


@on_the_sample
@require_POST
def enter_seller_door(request: HttpRequest, address: str) -> HttpResponse:
    return _enter(request, SELLER_DOOR, address)


def _enter(request: HttpRequest, door: Door, address: str) -> HttpResponse:
    if refusal := refuse_floods(request, "demo_enter"):
        return refusal
    browser, language = secrets.token_urlsafe(32), get_language() or "en"
    return redirect(doors.way_in(door, address, browser=browser, language=language))
