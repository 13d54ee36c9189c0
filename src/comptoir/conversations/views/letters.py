"""What can be done with one message."""

from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.errors import NoSuchMessage
from comptoir.conversations.models import Message
from comptoir.conversations.queries.doors import messages_for
from comptoir.conversations.queries.letters import deeds_of
from comptoir.conversations.queries.thread import find
from comptoir.conversations.views import acts
from comptoir.conversations.views.merging import go_to
from comptoir.ui.toasts import toast


def _seen(request: MemberRequest, message_id: int) -> Message:
    found = messages_for(request.viewer).filter(pk=message_id).defer("html", "search").first()
    if found is None:
        raise NoSuchMessage
    return found


@require_safe
@member_required
def message_menu(request: MemberRequest, message_id: int) -> HttpResponse:
    message = _seen(request, message_id)
    conversation = find(request.viewer, message.conversation_id)
    deeds = deeds_of(request.identity, conversation, message)
    return acts.form(request, "message", {"deeds": deeds})


@require_http_methods(["GET", "POST"])
@member_required
def report_misdirected(request: MemberRequest, message_id: int) -> HttpResponse:
    """“This went to the wrong person”: the form, then the incident."""
    message = _seen(request, message_id)
    shown = partial(_misdirected_form, request, message)
    if request.method == "GET":
        return shown("")
    return acts.attempt(request, partial(_report, request, message), shown)


def _misdirected_form(request: MemberRequest, message: Message, refusal: str) -> HttpResponse:
    conversation = find(request.viewer, message.conversation_id)
    deeds = deeds_of(request.identity, conversation, message)
    context = {"deeds": deeds, "told": request.POST, "refusal": refusal}
    return acts.form(request, "misdirected", context)


def _report(request: MemberRequest, message: Message) -> HttpResponse:
    services.report_wrong_recipient(
        by=request.actor, message_id=message.pk, text=request.POST.get("text", "")
    )
    return toast(go_to(message.conversation_id), text=_("It is noted, and your lead is told"))
