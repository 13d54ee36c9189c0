"""Noting a phone call: in a conversation, or about an order."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import uuid4

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.accounts.parties import Party
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.commerce.errors import UnknownOrder
from comptoir.conversations import services
from comptoir.conversations.errors import BadCall, NoSuchMoment
from comptoir.conversations.models import Message
from comptoir.conversations.policies.moments import read_moment
from comptoir.conversations.queries.calling import CallForm, call_form, call_form_about
from comptoir.conversations.queries.thread import find
from comptoir.conversations.queries.timing import zone_here
from comptoir.conversations.queries.writing_first import order_to_write_about
from comptoir.conversations.services import Call
from comptoir.conversations.states import Calling
from comptoir.conversations.views import acts
from comptoir.conversations.views.merging import go_to
from comptoir.conversations.views.parsing import choice_of, whole
from comptoir.kit.clock import now
from comptoir.ui.toasts import toast

_PARTIES = {"buyer": Party.BUYER, "seller": Party.SELLER, "other": Party(0)}


@require_http_methods(["GET", "POST"])
@member_required
def call(request: MemberRequest, number: int) -> HttpResponse:
    conversation = find(request.viewer, number)
    form = call_form(request.identity, conversation)
    log = partial(services.log_call, by=request.actor, conversation_id=number)
    return _answer(request, form, log)


@require_http_methods(["GET", "POST"])
@member_required
def call_about(request: MemberRequest, order_id: int) -> HttpResponse:
    """A new conversation about the order, begun by a call."""
    order = order_to_write_about(request.viewer, order_id)
    if order is None:
        raise UnknownOrder
    log = partial(
        services.log_call_about, by=request.actor, viewer=request.viewer, order_id=order_id
    )
    return _answer(request, call_form_about(request.viewer, order), log)


def _answer(request: MemberRequest, form: CallForm, log: Callable[..., Message]) -> HttpResponse:
    shown = partial(_form, request, form)
    if request.method == "GET":
        return shown("")
    return acts.attempt(request, partial(_log, request, log), shown)


def _form(request: MemberRequest, form: CallForm, refusal: str) -> HttpResponse:
    told = request.POST
    context = {
        "form": form,
        "told": told,
        "token": told.get("token") or uuid4().hex,
        "answers": "answers" in told if told else False,
        "refusal": refusal,
    }
    return acts.form(request, "call", context)


def _log(request: MemberRequest, log: Callable[..., Message]) -> HttpResponse:
    message = log(call=_call(request), token=request.POST.get("token", "")[:40])
    return toast(go_to(message.conversation_id), text=_("The call is noted"))


def _call(request: MemberRequest) -> Call:
    told = request.POST
    typed = told.get("minutes", "").strip()
    minutes = whole(typed) if typed else 0
    if minutes is None:
        raise BadCall(_("Write how many minutes it took, at most a day."))
    return Call(
        direction=choice_of(Calling, told.get("direction", "")) or Calling.OUT,
        party=_PARTIES.get(told.get("party", ""), Party(0)),
        minutes=minutes,
        note=told.get("note", ""),
        number=told.get("phone", ""),
        began_at=_began(told.get("began", "")),
        answers="answers" in told,
        call_back_at=_call_back(told.get("typed", "")),
    )


def _began(text: str) -> datetime | None:
    """On the clock of who noted it; empty means that it has just ended."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=zone_here())
    except ValueError:
        raise BadCall(_("Write day and time of the call.")) from None


def _call_back(typed: str) -> datetime | None:
    if not typed.strip():
        return None
    found = read_moment(typed, now(), zone_here())
    if found is None:
        raise NoSuchMoment(_("Write a time like “tomorrow 10:00” for the call back."))
    return found
