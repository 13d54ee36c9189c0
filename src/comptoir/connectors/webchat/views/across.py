"""From another site: who may ask is decided by the chat's list of sites, and by the browser's key.

Nothing here reads a cookie: a page that shows the chat can do nothing in its visitor's name at the
desk, and needs no token against forged requests.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from comptoir.channels.models import Channel
from comptoir.connectors.webchat.errors import OriginRefused
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.policies.origins import is_let_in
from comptoir.connectors.webchat.queries import chat_at, own_origin, visit_of
from comptoir.kit.errors import ComptoirError

_SCHEME = "Chat "
_REMEMBERED_SECONDS = "7200"


class ChatRequest(HttpRequest):
    """A request behind `across`; behind `visiting` also the visit."""

    chat: Channel
    visit: ChatVisit


def across[**P](method: str) -> Callable[..., Callable[..., HttpResponseBase]]:
    """Answer one method to the sites of the chat, refusals as JSON in words."""

    def dress(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @wraps(view)
        def dressed(request: HttpRequest, chat: UUID, *args: Any, **kw: Any) -> HttpResponseBase:
            with translation.override(translation.get_language_from_request(request)):
                try:
                    channel = let_in(request, chat)
                    response = _answered(request, view, method, channel, *args, **kw)
                except ComptoirError as refusal:
                    response = refused(refusal)
            return opened(request, response)

        return dressed

    return dress


def _answered(
    request: Any, view: Any, method: str, channel: Channel, *args: Any, **kw: Any
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return _preflight(method)
    if request.method != method and not (method == "GET" and request.method == "HEAD"):
        return HttpResponse(status=405, headers={"Allow": method})
    request.chat = channel
    answered: HttpResponseBase = view(request, *args, **kw)
    return answered


def let_in(request: HttpRequest, chat: UUID) -> Channel:
    """The chat, if the page that asks may show it. Raises NoSuchChat, OriginRefused.

    Browsers name the origin of whatever writes; one that asks without is no other site's page.
    """
    channel, origin = chat_at(chat), request.headers.get("Origin")
    if origin is None:
        if request.method in ("GET", "HEAD"):
            return channel
        raise OriginRefused
    own = (own_origin(), f"{request.scheme}://{request.get_host()}")
    allowed = channel.settings.get("origins", ())
    if not any(is_let_in(origin, allowed=allowed, own=each) for each in own):
        raise OriginRefused
    return channel


def refused(refusal: ComptoirError) -> JsonResponse:
    return JsonResponse({"error": str(refusal)}, status=refusal.status)


def opened(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer may be read by the page that asked; who may not ask gets no word either."""
    patch_vary_headers(response, ("Origin",))
    response.headers.setdefault("Cache-Control", "no-store")
    origin = request.headers.get("Origin")
    if origin and response.status_code not in (403, 404):
        response.headers["Access-Control-Allow-Origin"] = origin
    return response


def _preflight(method: str) -> HttpResponse:
    headers = {
        "Access-Control-Allow-Methods": method,
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Max-Age": _REMEMBERED_SECONDS,
    }
    return HttpResponse(status=204, headers=headers)


def visiting(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """`request.visit` is the visit of the key that came along. Raises VisitOver."""

    @wraps(view)
    def guarded(request: ChatRequest, *args: Any, **kw: Any) -> HttpResponseBase:
        request.visit = visit_of(request.chat, key_of(request))
        request.visit.channel = request.chat
        return view(request, *args, **kw)

    return guarded


def key_of(request: HttpRequest) -> str:
    told = request.headers.get("Authorization", "")
    return told[len(_SCHEME) :].strip() if told.startswith(_SCHEME) else ""


def network_of(request: HttpRequest) -> str:
    return get_client_ip(request) or ""
