"""A refusal in words reaches the person as words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.kit.errors import ComptoirError
from comptoir.ui.toasts import toast

type Next = Callable[[HttpRequest], HttpResponse]


class ErrorsInWordsMiddleware:
    """The one place where a ComptoirError becomes HTTP: a page, or a toast for a fragment."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ComptoirError):
            return None
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=error.status, headers={"HX-Reswap": "none"})
            return toast(response, text=str(error), tone="danger")
        context = {"status": error.status, "sentence": str(error)}
        return render(request, "ui/errors/refused.html", context, status=error.status)
