"""Around every answer of the API: problems instead of pages, what is left of the allowance."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from comptoir.rest.problems import CONTENT_TYPE, problem_for_status

PREFIX = "/api/v1/"
_KEPT_HEADERS = ("Allow",)

type Next = Callable[[HttpRequest], HttpResponseBase]


class ApiMiddleware:
    """Outermost, so that an error of any layer leaves in the API's form."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = _as_problem(self.get_response(request))
        response.headers.setdefault("Cache-Control", "no-store")
        if (allowed := getattr(request, "allowed", None)) is not None:
            for name, value in allowed.headers().items():
                response.headers[name] = value
        return response


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    told = response.headers.get("Content-Type", "")
    if response.status_code < 400 or told.startswith(CONTENT_TYPE):
        return response
    problem: HttpResponse = problem_for_status(response.status_code)
    for name in _KEPT_HEADERS:
        if name in response.headers:
            problem.headers[name] = response.headers[name]
    return problem
