"""Printing a conversation: for whom, then the document."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.parties import Party
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.drawing.paper import as_response
from comptoir.conversations.errors import UnknownChoice
from comptoir.conversations.queries.paper import audiences_of
from comptoir.conversations.queries.thread import find
from comptoir.conversations.views import acts


@require_http_methods(["GET", "POST"])
@member_required
def print_out(request: MemberRequest, number: int) -> HttpResponse:
    """The form that asks for whom; sent, the document to save."""
    conversation = find(request.viewer, number)
    if request.method == "GET":
        offered = [_offer(party) for party in audiences_of(conversation)]
        return acts.form(request, "print", {"number": number, "offered": offered})
    told = services.print_conversation(
        by=request.actor,
        viewer=request.viewer,
        conversation=conversation,
        audience=read_audience(request.POST.get("audience", "")),
    )
    return as_response(told)


def read_audience(typed: str) -> Party:
    try:
        return Party[typed.upper()]
    except KeyError:
        raise UnknownChoice(_("Choose for whom it is printed.")) from None


def _offer(party: Party) -> dict[str, str]:
    said = {
        Party.OPERATOR: _("Everything, with internal notes: for the operator alone"),
        Party.BUYER: _("What the buyer may read"),
        Party.SELLER: _("What the seller may read"),
    }
    return {"key": str(party.name).lower(), "label": said[party]}
