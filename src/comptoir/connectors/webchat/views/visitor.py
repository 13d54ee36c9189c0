"""What the widget asks and tells, as JSON."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from comptoir.connectors.webchat import queries, services
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.policies.accents import ON_DARK, ON_LIGHT, accent
from comptoir.connectors.webchat.services import PageSeen
from comptoir.connectors.webchat.services.talking import Told
from comptoir.connectors.webchat.states import Asked
from comptoir.connectors.webchat.views.across import (
    ChatRequest,
    across,
    key_of,
    network_of,
    visiting,
)
from comptoir.connectors.webchat.views.shapes import lines, promised, state
from comptoir.connectors.webchat.words import words_in
from comptoir.conversations.models import Attachment
from comptoir.conversations.services.filing import MOST_BYTES, MOST_FILES, uploaded_files
from comptoir.conversations.services.visiting import LONGEST
from comptoir.kit import files, signed
from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError, NotFound
from comptoir.kit.text import clean

_LONGEST_TOKEN, _MOST_FIELDS = 40, 8_000
_COPY = {"Cache-Control": "private, max-age=3600", **files.LOCKED}


@across("GET")
def hello(request: ChatRequest) -> HttpResponse:
    """How the chat looks and what it says, before anybody opens it."""
    language = clean(request.GET.get("language", ""))[:10] or request.chat.language
    words = words_in(language)
    own, colours = request.chat.settings, accent(request.chat.settings.get("accent", ""))
    greetings = own.get("greetings", {})
    answer = {
        "name": request.chat.sender_name or request.chat.name,
        "accent": [colours.light, colours.dark, ON_LIGHT, ON_DARK],
        "words": dict(words),
        "greeting": greetings.get(language[:2]) or words["greeting"],
        "ask": {name: own.get(f"ask_{name}", Asked.NO) for name in ("name", "mail")},
        "most": {"files": MOST_FILES, "bytes": MOST_BYTES, "characters": LONGEST},
        "zone": own.get("time_zone") or settings.TIME_ZONE,
        **promised(request.chat, language),
    }
    return JsonResponse(answer)


@across("POST")
def visit(request: ChatRequest) -> HttpResponse:
    """Open the chat in this browser: known by its key, by the shop's token, or new."""
    services.keep_pace("visit", ip=network_of(request))
    told = _fields(request)
    found, key = services.open_visit(
        channel=request.chat,
        key=key_of(request),
        token=_text(told, "token"),
        language=_text(told, "language") or request.chat.language,
        page=_page(told),
    )
    return JsonResponse({"key": key, **state(found)})


@across("GET")
@visiting
def messages(request: ChatRequest) -> HttpResponse:
    """What is new after a position that this browser was given."""
    return JsonResponse(state(request.visit, after=request.GET.get("after", "")))


@across("POST")
@visiting
def say(request: ChatRequest) -> HttpResponse:
    """One message. The same token again is the same message."""
    services.keep_pace("say", visit=str(request.visit.pk), ip=network_of(request))
    told = Told(
        text=request.POST.get("text", ""),
        token=clean(request.POST.get("token", ""))[:_LONGEST_TOKEN],
        attachments=uploaded_files(request.FILES.getlist("files")),
        name=request.POST.get("name", ""),
        address=request.POST.get("mail", ""),
    )
    found, _message = services.say(visit_id=request.visit.pk, told=told)
    return JsonResponse(state(found, after=request.POST.get("after", "")))


@across("POST")
@visiting
def beat(request: ChatRequest) -> HttpResponse:
    """That he is there or has left, which page he is on, what he was shown; or that he types."""
    services.keep_pace("beat", visit=str(request.visit.pk))
    told = _fields(request)
    if told.get("types") is True:
        services.visitor_types(visit=request.visit)
        return JsonResponse({})
    here = told.get("here") is not False
    services.be_here(
        visit=request.visit, here=here, page=_page(told), read=_uuid(_text(told, "read"))
    )
    own = queries.conversation_of(request.visit)
    return JsonResponse({"seen": queries.read_by_desk(request.visit, own) if own else None})


@across("POST")
@visiting
def prove(request: ChatRequest) -> HttpResponse:
    """Ask for a code, or give it. The answer to an address is the same whoever it belongs to."""
    told, key = _fields(request), key_of(request)
    who = {"visit": str(request.visit.pk), "ip": network_of(request)}
    if code := _text(told, "code"):
        services.keep_pace("code", **who)
        services.prove(visit=request.visit, key=key, code=code)
    else:
        services.keep_pace("prove", **who)
        services.ask_for_code(visit=request.visit, key=key, address=_address(told))
    return JsonResponse(state(queries.visit_of(request.chat, key)))


@across("POST")
@visiting
def end(request: ChatRequest) -> HttpResponse:
    services.end(visit=request.visit)
    return JsonResponse(state(queries.visit_of(request.chat, key_of(request))))


@across("GET")
@visiting
def past(request: ChatRequest) -> HttpResponse:
    """Earlier conversations of who is known for sure; one of them with `?id=`."""
    found, chosen = queries.past_of(request.visit), _uuid(request.GET.get("id", ""))
    if chosen is not None:
        one = found.filter(public_id=chosen).first()
        if one is None:
            raise NotFound(_("There is no such conversation."))
        return JsonResponse({"said": lines(queries.talk(request.visit, one))})
    rows = [
        {"id": each.public_id, "subject": each.subject, "at": each.last_message_at}
        for each in found[: queries.MOST_PAST]
    ]
    return JsonResponse({"past": rows})


@across("GET")
def file(request: ChatRequest, public_id: UUID) -> HttpResponse:
    """For the browser whose link it is, while it may: the original, only to be saved, or with
    `?show=` the safe copy of a picture, `small` or `whole`."""
    number = request.GET.get("v", "")
    found = ChatVisit.objects.filter(
        pk=int(number) if number.isdecimal() and len(number) < 19 else 0,
        channel=request.chat,
        expires_at__gt=now(),
    )
    visit = found.select_related("identity", "conversation").first()
    attachment = queries.find_attachment(visit, public_id) if visit else None
    if visit is None or attachment is None:
        raise NotFound(_("There is no such file, or you may not see it."))
    if signed.check(request.GET.get("s", ""), bound_to=queries.bound_to(visit)) != str(public_id):
        raise NotFound(_("This link is for another file."))
    if show := request.GET.get("show"):
        return _safe_copy(attachment, show)
    return files.hand_over(attachment.content_key, attachment.name)


def _safe_copy(attachment: Attachment, show: str) -> HttpResponse:
    """The browser asks again while it is still being drawn."""
    copies = {"small": attachment.thumb_key, "whole": next(iter(attachment.page_keys), "")}
    if not (key := copies.get(show)):
        raise NotFound(_("This file has no picture to show."))
    return HttpResponse(files.read(key), content_type="image/jpeg", headers=_COPY)


# --- Reading what came --------------------------------------------------------------------------


def _fields(request: ChatRequest) -> dict[str, Any]:
    """The object that the widget sent; nothing for anything else."""
    if len(request.body) > _MOST_FIELDS:
        return {}
    try:
        told = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name, "")
    return clean(value)[:4_096] if isinstance(value, str) else ""


def _page(told: dict[str, Any]) -> PageSeen:
    return PageSeen(_text(told, "url"), _text(told, "title"))


def _address(told: dict[str, Any]) -> str:
    address = _text(told, "mail").strip()
    name, at, domain = address.rpartition("@")
    if not name or not at or "." not in domain or len(address) > 254 or " " in address:
        raise NoAddress(_("This is no e-mail address. Check it and try again."))
    return address


class NoAddress(ComptoirError):
    status = 422


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
