"""Promises of the house's own, and worked examples beside what is changed."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.deadlines import services
from comptoir.deadlines.access import MANAGE, require
from comptoir.deadlines.errors import ValueUnclear
from comptoir.deadlines.forms import CalendarForm, PromiseForm
from comptoir.deadlines.policies.durations import read_minutes
from comptoir.deadlines.queries import calendar_of
from comptoir.deadlines.queries.examples import usual_hours, worked_example
from comptoir.deadlines.queries.rules import policy_basis
from comptoir.deadlines.states import Basis
from comptoir.kit.errors import ComptoirError
from comptoir.ui.forms import accepted

UNCLEAR = 422
# What the example of a calendar is reckoned with: a promise that most houses make.
TWO_HOURS = 120


@require_http_methods(["GET", "POST"])
@member_required
def add_promise(request: MemberRequest) -> HttpResponse:
    require(request.actor, MANAGE)
    form = PromiseForm(request.POST or None)
    if form.is_valid() and accepted(
        form, lambda: services.add_promise(by=request.actor, values=form.values())
    ):
        messages.success(request, _("Promised, for what starts from now on."))
        return redirect("deadlines:promises")
    status = UNCLEAR if form.is_bound else 200
    return render(request, "deadlines/promise.html", {"form": form}, status=status)


@require_POST
@member_required
def end_promise(request: MemberRequest, policy_id: int) -> HttpResponse:
    services.end_promise(by=request.actor, policy_id=policy_id)
    messages.success(request, _("Promised no more. Clocks that run already keep their due time."))
    there = reverse("deadlines:promises")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": there})
    return HttpResponseRedirect(there)


@require_safe
@member_required
@may_somewhere_required(MANAGE)
def example(request: MemberRequest) -> HttpResponse:
    """What is typed as a time, as a mail of Friday evening would meet it."""
    typed = next((request.GET[name] for name in request.GET if name.endswith("time")), "")
    if not typed.strip():
        return HttpResponse(
            escape(_("Type a time: here stands what it means on a Friday evening."))
        )
    number = request.GET.get("policy", "")
    basis = policy_basis(int(number)) if number.isdecimal() and len(number) < 18 else None
    basis = basis or request.GET.get("basis", Basis.BUSINESS)
    try:
        minutes = read_minutes(typed)
    except ValueUnclear as unclear:
        return HttpResponse(escape(str(unclear)))
    hours = usual_hours() if basis == Basis.BUSINESS else None
    return HttpResponse(escape(worked_example(minutes, hours)))


@require_POST
@member_required
@may_somewhere_required(MANAGE)
def calendar_example(request: MemberRequest) -> HttpResponse:
    """The hours as they stand in the form: nothing is saved."""
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return HttpResponse(escape(_said_of(form)))
    try:
        return HttpResponse(escape(worked_example(TWO_HOURS, calendar_of(form.row()))))
    except ComptoirError as refusal:
        return HttpResponse(escape(str(refusal)))


def _said_of(form: CalendarForm) -> str:
    """What is wrong with the hours; who has not come to a field yet has made no mistake."""
    wrong = [each for errors in form.errors.as_data().values() for each in errors]
    clear = next((each for each in wrong if each.code != "required"), None)
    if clear is None:
        return _("Fill in the hours: here stands when a mail of Friday evening would be due.")
    return str(clear.messages[0])
