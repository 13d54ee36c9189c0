"""A refusal in words reaches the person as words."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError
from comptoir.ui.toasts import toast

_TOLD_APART_BY = ("HX-Request", "HX-Target", "Cookie")

_DATA = ("application/json", "text/csv", "application/octet-stream")

type Next = Callable[[HttpRequest], HttpResponse]


class FragmentMiddleware:
    """A fragment is never shown as a page.

    Page and fragment share an address. A browser that goes back would take the fragment from its
    cache, and show it without its dress.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        told = response.headers.get("Content-Type", "")
        if told.startswith("text/html"):
            patch_vary_headers(response, _TOLD_APART_BY)
            response.headers.setdefault("Cache-Control", _cached(request))
        elif told.startswith(_DATA):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _cached(request: HttpRequest) -> str:
    """Nothing that members read is kept by others; a fragment by nobody."""
    return "no-store" if request.headers.get("HX-Request") else "private, no-cache"


class ErrorsInWordsMiddleware:
    """The one place where a ComptoirError becomes HTTP: a page, or a toast for a fragment."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and _is_a_visit(request):
            return _sent_on(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ComptoirError):
            return None
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=error.status, headers={"HX-Reswap": "none"})
            return toast(response, text=str(error), tone="danger")
        context = {"status": error.status, "sentence": str(error)}
        return render(request, "ui/errors/refused.html", context, status=error.status)


def _is_a_visit(request: HttpRequest) -> bool:
    """Somebody opened the address: by going back, or after signing in anew."""
    # Browsers name it; scripts and the API's clients take anything.
    wants_page = "text/html" in request.headers.get("Accept", "")
    return request.method == "GET" and wants_page and "HX-Request" not in request.headers


def _sent_on(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    sentence = _("This address does something only when a form is sent to it.")
    context = {"status": refused.status_code, "sentence": sentence}
    page = render(request, "ui/errors/refused.html", context, status=refused.status_code)
    page.headers["Allow"] = refused.headers.get("Allow", "")
    return page
