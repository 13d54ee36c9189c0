"""Guards for views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from comptoir.accounts import access
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


__all__ = ["MemberRequest", "may_somewhere_required", "member_required"]
