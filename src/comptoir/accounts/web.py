"""Guards for views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from comptoir.accounts.identity import MemberRequest


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


__all__ = ["MemberRequest", "member_required"]
