"""Heartbeats of an open conversation, and who else is there."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.drawing.presence import draw_here, who_writes
from comptoir.conversations.errors import NoSuchConversation
from comptoir.conversations.queries import conversations_for
from comptoir.conversations.queries.presence import others_at
from comptoir.conversations.states import Being
from comptoir.conversations.views.parsing import wholes
from comptoir.kit.text import clean

_LONGEST_TAB = 32
# As many rows as a page of a list, and older ones that were shown with it.
_MOST = 300


@require_POST
@member_required
def be_here(request: MemberRequest, number: int) -> HttpResponse:
    """This tab shows the conversation; answers with who else is at what the page shows."""
    if not conversations_for(request.viewer).filter(pk=number).exists():
        raise NoSuchConversation(
            _("There is no conversation #%(number)s that you may see.") % {"number": number}
        )
    told = request.POST.get("being", "")
    services.be_here(
        by=request.actor,
        conversation_id=number,
        tab=_tab(request),
        being=Being(told) if told in tuple(Being) else Being.VIEWING,
    )
    return _others(request, wholes(request.POST, "shown"))


@require_POST
@member_required
def leave(request: MemberRequest) -> HttpResponse:
    services.leave(by=request.actor, tab=_tab(request))
    return HttpResponse(status=204)


@require_safe
@member_required
def look(request: MemberRequest) -> HttpResponse:
    return _others(request, wholes(request.GET, "shown"))


def _tab(request: MemberRequest) -> str:
    return clean(request.POST.get("tab", ""))[:_LONGEST_TAB]


def _others(request: MemberRequest, numbers: tuple[int, ...]) -> JsonResponse:
    found = others_at(request.viewer, numbers[:_MOST])
    here = {
        number: {"faces": draw_here(people), "writes": who_writes(people)}
        for number, people in found.items()
    }
    return JsonResponse({"here": here})
