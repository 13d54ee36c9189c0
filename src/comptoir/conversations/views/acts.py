"""Small forms over a conversation: fetched when asked for, answered in place.

What is refused stands in the form itself, with all that was filled in.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse

from comptoir.accounts.web import MemberRequest
from comptoir.conversations.views.pages import show
from comptoir.kit.errors import ComptoirError, NotAllowed, NotFound


def form(request: MemberRequest, name: str, context: Mapping[str, Any]) -> HttpResponse:
    return show(request, f"acts/{name}", dict(context))


def attempt(
    request: MemberRequest,
    run: Callable[[], HttpResponse],
    otherwise: Callable[[str], HttpResponse],
) -> HttpResponse:
    """Run it and close the form; `otherwise` draws the form again with the refusal."""
    try:
        return closing(run())
    except (NotAllowed, NotFound):
        raise
    except ComptoirError as refusal:
        return in_form(otherwise(str(refusal)))


def in_form[R: HttpResponse](response: R) -> R:
    response.headers["HX-Retarget"] = "#act"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def closing[R: HttpResponse](response: R) -> R:
    return signalling(response, "act-done", True)


def opening[R: HttpResponse](response: R, url: str) -> R:
    """Let the browser fetch this form and show it."""
    return signalling(response, "act-open", {"url": url})


def signalling[R: HttpResponse](response: R, event: str, value: object) -> R:
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**events, event: value})
    return response
