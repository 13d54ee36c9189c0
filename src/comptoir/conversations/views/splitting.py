"""Splitting messages off, and putting them back."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.commerce.errors import UnknownOrder
from comptoir.commerce.models import Order
from comptoir.conversations import services
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.splitting import chosen_order, split_form
from comptoir.conversations.queries.thread import find
from comptoir.conversations.states import Intent
from comptoir.conversations.views import acts
from comptoir.conversations.views.merging import UNDO_SECONDS, go_to
from comptoir.conversations.views.parsing import choice_of, whole, wholes
from comptoir.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@member_required
def split(request: MemberRequest, number: int) -> HttpResponse:
    """The messages to tick; sent, those that are ticked are a conversation of their own."""
    conversation = find(request.viewer, number)
    shown = partial(_form, request, conversation)
    if request.method == "GET":
        return shown("")
    return acts.attempt(request, partial(_split, request, number), shown)


def _form(request: MemberRequest, conversation: Conversation, refusal: str) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    form = split_form(request.identity, conversation, wholes(asked, "message"))
    return acts.form(request, "split", {"form": form, "told": request.POST, "refusal": refusal})


def _split(request: MemberRequest, number: int) -> HttpResponse:
    told = request.POST
    made = services.split(
        by=request.actor,
        conversation_id=number,
        message_ids=wholes(told, "message"),
        subject=told.get("subject", ""),
        reason=choice_of(Intent, told.get("reason", "")),
        order=_order(request),
    )
    said = _("Split off: #%(number)s") % {"number": made.pk}
    undo = reverse("conversations:unsplit", args=[made.pk])
    return toast(go_to(made.pk), text=said, undo_url=undo, seconds=UNDO_SECONDS)


def _order(request: MemberRequest) -> Order | None:
    """None keeps the order it is about."""
    named = request.POST.get("order", "")
    if not named:
        return None
    order = chosen_order(request.viewer, whole(named))
    if order is None:
        raise UnknownOrder
    return order


@require_POST
@member_required
def unsplit(request: MemberRequest, number: int) -> HttpResponse:
    find(request.viewer, number)
    source = services.unsplit(by=request.actor, conversation_id=number)
    return toast(go_to(source.pk), text=_("The messages are back"))
