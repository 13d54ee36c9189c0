"""Set aside, take back, send later, be reminded: small forms about time."""

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.access import may_somewhere, refuse
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.access import HANDLE
from comptoir.conversations.errors import NoSuchMoment, NothingScheduled
from comptoir.conversations.models import Conversation
from comptoir.conversations.policies.moments import read_moment
from comptoir.conversations.queries.composing import composer
from comptoir.conversations.queries.thread import find, head
from comptoir.conversations.queries.timing import (
    later_form,
    moment_chosen,
    own_words,
    reminders_of,
    snooze_form,
    zone_here,
)
from comptoir.conversations.services.own_times import MOST
from comptoir.conversations.views import acts
from comptoir.conversations.views.pages import head_context, show
from comptoir.kit.clock import now
from comptoir.ui import times
from comptoir.ui.toasts import toast


@require_http_methods(["GET", "POST"])
@member_required
def snooze(request: MemberRequest, number: int) -> HttpResponse:
    """The form; sent, the conversation is set aside."""
    conversation = find(request.viewer, number)
    shown = partial(_snooze_form, request, conversation)
    if request.method == "GET":
        return shown("")
    return acts.attempt(request, partial(_snooze, request, conversation), shown)


def _snooze_form(request: MemberRequest, conversation: Conversation, refusal: str) -> HttpResponse:
    form = snooze_form(request.viewer, conversation)
    return acts.form(request, "snooze", {"form": form, "told": request.POST, "refusal": refusal})


def _snooze(request: MemberRequest, conversation: Conversation) -> HttpResponse:
    told = request.POST
    key, typed = told.get("at", ""), told.get("typed", "")
    has_no_time = key in ("reply", "delivered") and not typed.strip()
    until = None if has_no_time else chosen_moment(request, conversation)
    services.snooze(
        by=request.actor,
        conversation_id=conversation.pk,
        until=until,
        until_delivered=key == "delivered" and has_no_time,
        sleeps_through_thanks="thanks" in told,
        typed=typed,
    )
    drawn = _head(request, conversation.pk)
    undo = reverse("conversations:wake", args=[conversation.pk])
    return toast(drawn, text=_set_aside(until), undo_url=undo, seconds=10)


def _set_aside(until: datetime | None) -> str:
    if until is None:
        return _("Set aside")
    return _("Set aside until %(at)s") % {"at": times.moment(until)}


def _head(request: MemberRequest, number: int) -> HttpResponse:
    return show(request, "head", head_context(request, find(request.viewer, number)))


def chosen_moment(request: MemberRequest, conversation: Conversation) -> datetime:
    """What the form chose or typed; raises NoSuchMoment for what is no time."""
    told = request.POST
    found = moment_chosen(conversation, told.get("at", ""), told.get("typed", ""))
    if found is None:
        raise NoSuchMoment(
            _("This is no time to come: write “in 3 days”, “Monday 9:00” or “25 November”.")
        )
    return found


@require_POST
@member_required
def wake(request: MemberRequest, number: int) -> HttpResponse:
    find(request.viewer, number)
    services.wake(by=request.actor, conversation_id=number)
    return toast(_head(request, number), text=_("It is back"))


@require_safe
@member_required
def later(request: MemberRequest, number: int) -> HttpResponse:
    """The form to choose when the reply leaves; it is sent with the composer's own."""
    conversation = find(request.viewer, number)
    return acts.form(request, "later", {"form": later_form(conversation)})


@require_POST
@member_required
def cancel_later(request: MemberRequest, number: int) -> HttpResponse:
    """The reply is a draft again, in the composer."""
    conversation = find(request.viewer, number)
    refusal = ""
    try:
        services.cancel_scheduled(by=request.actor, conversation_id=number)
    except NothingScheduled as gone:
        refusal = str(gone)
    context = {
        "thread": head(request.identity, conversation),
        "composer": composer(request.identity, conversation),
        "refusal": refusal,
    }
    return show(request, "composer", context)


@require_http_methods(["GET", "POST"])
@member_required
def remind(request: MemberRequest, number: int) -> HttpResponse:
    """The form with what is due already; sent, this member is reminded."""
    conversation = find(request.viewer, number)
    shown = partial(_remind_form, request, conversation)
    if request.method == "GET":
        return shown("")
    return acts.attempt(request, partial(_remind, request, conversation), shown)


def _remind_form(request: MemberRequest, conversation: Conversation, refusal: str) -> HttpResponse:
    context = {
        "form": later_form(conversation),
        "reminders": reminders_of(request.viewer, conversation),
        "told": request.POST,
        "refusal": refusal,
    }
    return acts.form(request, "remind", context)


def _remind(request: MemberRequest, conversation: Conversation) -> HttpResponse:
    at = chosen_moment(request, conversation)
    text = request.POST.get("line", "")
    services.remind(by=request.actor, conversation_id=conversation.pk, at=at, text=text)
    said = _("You will be reminded %(at)s") % {"at": times.moment(at)}
    return toast(_head(request, conversation.pk), text=said)


@require_POST
@member_required
def forget_reminder(request: MemberRequest, number: int, reminder_id: int) -> HttpResponse:
    conversation = find(request.viewer, number)
    services.forget_reminder(by=request.actor, reminder_id=reminder_id)
    return _remind_form(request, conversation, "")


@require_http_methods(["GET", "POST"])
@member_required
def own_times(request: MemberRequest) -> HttpResponse:
    """The times that a member is offered first; what is refused stands there as it was typed."""
    if not may_somewhere(request.actor, HANDLE):
        refuse(HANDLE)
    words, refusal = list(own_words(request.viewer)), ""
    if request.method == "POST":
        words = request.POST.getlist("typed")[:MOST]
        try:
            services.choose_times(by=request.actor, zone=zone_here(), typed=words)
        except NoSuchMoment as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Your times are saved."))
            return redirect("conversations:own_times")
    lines = [(each, _meaning(each)) for each in (*words, *[""] * MOST)[:MOST]]
    context = {"lines": lines, "refusal": refusal}
    response = show(request, "own_times", context)
    response.status_code = 422 if refusal else 200
    return response


def _meaning(typed: str) -> str:
    found = read_moment(typed, now(), zone_here())
    return times.exact(found) if found else ""


@require_safe
@member_required
def read_time(request: MemberRequest) -> JsonResponse:
    """What somebody is typing, as it will be understood; empty where it is no time yet."""
    return JsonResponse({"said": _meaning(request.GET.get("typed", ""))})
