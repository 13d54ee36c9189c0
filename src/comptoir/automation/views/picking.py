"""The picker under the composer: what is offered, what is put in, what is left out, what runs."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.access import require
from comptoir.accounts.parties import Party
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.automation import services
from comptoir.automation.access import USE
from comptoir.automation.drawing import draw_uses
from comptoir.automation.queries.picking import (
    has_files,
    offers,
    open_uses,
    reader_language,
    use_of,
    variable_offers,
)
from comptoir.conversations.queries.thread import find
from comptoir.kit.db import no_queries
from comptoir.kit.text import clean
from comptoir.ui.toasts import toast

_LONGEST_QUERY = 80
_VARIABLES = "{{"


@require_safe
@member_required
def picker(request: MemberRequest, number: int) -> HttpResponse:
    """Templates that fit and match, or after “{{” what can be put in by name."""
    conversation = find(request.viewer, number)
    require(request.actor, USE, team_id=conversation.team_id)
    query = clean(request.GET.get("q", ""))[:_LONGEST_QUERY]
    audience = _audience(request.GET.get("audience"))
    context: dict[str, Any] = {"query": query}
    if query.startswith(_VARIABLES):
        context["variables"] = variable_offers(
            request.identity, conversation, audience=audience, query=query[2:].strip()
        )
    else:
        context["offers"] = offers(request.identity, conversation, audience=audience, query=query)
    with no_queries():
        return render(request, "automation/offers.html", context)


def _audience(text: str | None) -> Party:
    """The readers whose chips are on; the buyer where none is."""
    bits = int(text) & 3 if text and text.isascii() and text.isdecimal() and len(text) < 3 else 0
    return Party(bits) or Party.BUYER


@require_POST
@member_required
def pick(request: MemberRequest, number: int, template_id: int) -> HttpResponse:
    """The words to put in, and what stands under them."""
    conversation = find(request.viewer, number)
    audience = _audience(request.POST.get("audience"))
    _use, filled = services.pick_template(
        identity=request.identity,
        conversation_id=number,
        template_id=template_id,
        audience=audience,
        language=reader_language(conversation, audience),
    )
    panel = draw_uses(open_uses(request.identity, conversation), number)
    return JsonResponse({"text": filled.text, "panel": panel, "files": has_files(template_id)})


@require_safe
@member_required
def uses(request: MemberRequest, number: int) -> HttpResponse:
    """What stands under the words: drawn anew when a letter has left."""
    conversation = find(request.viewer, number)
    require(request.actor, USE, team_id=conversation.team_id)
    return HttpResponse(draw_uses(open_uses(request.identity, conversation), number))


@require_POST
@member_required
def drop(request: MemberRequest, use_id: int) -> HttpResponse:
    services.drop_use(by=request.actor, use_id=use_id)
    return _panel(request, use_id)


@require_POST
@member_required
def run(request: MemberRequest, use_id: int) -> HttpResponse:
    """Do it now, without a message; what was refused is said."""
    refused = services.run_macro(identity=request.identity, use_id=use_id)
    response = _panel(request, use_id)
    if not refused:
        return toast(response, text=_("Done"))
    said = ngettext(
        "%(count)d thing was not done: ", "%(count)d things were not done: ", len(refused)
    ) % {"count": len(refused)}
    return toast(response, text=said + "; ".join(refused), tone="danger")


def _panel(request: MemberRequest, use_id: int) -> HttpResponse:
    """What is still picked in the conversation of one use."""
    use = use_of(request.identity, use_id)
    if use is None:
        return HttpResponse()
    conversation = find(request.viewer, use.conversation_id)
    return HttpResponse(draw_uses(open_uses(request.identity, conversation), conversation.pk))
