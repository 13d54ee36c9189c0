"""What agents see of the visitor, over the conversation; and that one of them writes an answer."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.connectors.webchat import services
from comptoir.connectors.webchat.drawing import draw_strip
from comptoir.conversations.errors import NoSuchConversation
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import conversations_for


@require_safe
@member_required
def strip(request: MemberRequest, number: int) -> HttpResponse:
    return HttpResponse(draw_strip(_find(request, number)) or "")


@require_POST
@member_required
def types(request: MemberRequest, number: int) -> HttpResponse:
    services.agent_types(by=request.actor, conversation=_find(request, number))
    return HttpResponse(status=204)


def _find(request: MemberRequest, number: int) -> Conversation:
    found = conversations_for(request.viewer).select_related("channel").filter(pk=number).first()
    if found is None:
        said = _("There is no conversation #%(number)s that you may see.")
        raise NoSuchConversation(said % {"number": number})
    return found
