"""Every error in one form: problem+json (RFC 9457) with one clear sentence."""

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import ValidationError

from comptoir.kit.errors import ComptoirError
from comptoir.rest.errors import TooManyRequests

CONTENT_TYPE = "application/problem+json"
UNPROCESSABLE = 422
MOST_FAULTS = 20
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def problem(
    status: int, detail: str, *, kind: str = "", faults: Sequence[Mapping[str, str]] = ()
) -> HttpResponse:
    """`kind` is for programs (it becomes the type), `detail` the sentence for people."""
    told: dict[str, Any] = {
        "type": f"urn:comptoir:problem:{kind}" if kind else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if faults:
        told["errors"] = [dict(fault) for fault in faults]
    return HttpResponse(json.dumps(told), status=status, content_type=CONTENT_TYPE)


def problem_of(refusal: ComptoirError) -> HttpResponse:
    kind = _kind(refusal)
    response = problem(refusal.status, str(refusal), kind=kind, faults=refusal.faults)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Comptoir"'
    if isinstance(refusal, TooManyRequests):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _kind(refusal: ComptoirError) -> str:
    """`StaleReply` is `stale-reply`."""
    return _HUMP.sub("-", type(refusal).__name__).lower()


def problem_of_faults(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent does not fit the schema: the first fault in the sentence, all in the list."""
    faults = [_fault(told) for told in error.errors[:MOST_FAULTS]]
    first = faults[0]
    said = f"{first['field']}: {first['message']}." if first["field"] else f"{first['message']}."
    return problem(UNPROCESSABLE, said, kind="bad-request-content", faults=faults)


def _fault(told: dict[str, Any]) -> dict[str, str]:
    place = [str(part) for part in told.get("loc", ()) if part != "payload"]
    message = str(told.get("msg", "")).removeprefix("Value error, ").rstrip(".")
    return {"in": place[0] if place else "", "field": ".".join(place[1:]), "message": message}


def problem_for_status(status: int) -> HttpResponse:
    """For answers that were made outside of the API's own code."""
    return problem(status, _SENTENCES.get(status, _otherwise)(), kind="")


def _otherwise() -> str:
    return _("The request could not be carried out.")


_SENTENCES = {
    400: lambda: _("This is no request the API can read."),
    404: lambda: _("Nothing lives at this address, or it is not yours to see."),
    405: lambda: _("This address knows other methods: see the Allow header."),
    500: lambda: _("Something broke on our side, and we have a record of it. Try again later."),
}
