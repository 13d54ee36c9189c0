"""Settings: our promises, the opening hours they count in, what marketplaces demand."""

from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.access import may
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.deadlines import queries, services
from comptoir.deadlines.access import MANAGE, require
from comptoir.deadlines.errors import NoSuchRow
from comptoir.deadlines.forms import (
    CalendarForm,
    DueSoonForm,
    PolicyForm,
    PresetForm,
    TeamHoursForm,
)
from comptoir.deadlines.models import BusinessCalendar
from comptoir.deadlines.options import Options
from comptoir.ui.addresses import way_back
from comptoir.ui.forms import accepted
from comptoir.ui.toasts import toast

UNCLEAR = 422


@dataclass(frozen=True, slots=True)
class Tab:
    url: str
    label: str
    is_current: bool
    count: int | None = None


def _page(request: MemberRequest, template: str, **context: object) -> HttpResponse:
    pages = {
        "deadlines:promises": _("Promises"),
        "deadlines:hours": _("Opening hours"),
        "deadlines:marketplaces": _("Marketplaces"),
    }
    tabs = [Tab(reverse(n), label, request.path == reverse(n)) for n, label in pages.items()]
    may_manage = may(request.actor, MANAGE)
    return render(request, template, {**context, "tabs": tabs, "may_manage": may_manage})


@require_safe
@member_required
@may_somewhere_required(MANAGE)
def promise_list(request: MemberRequest) -> HttpResponse:
    due_soon = queries.options()
    told = {"percent": due_soon.due_soon_percent, "minutes": due_soon.due_soon_minutes}
    form = DueSoonForm(initial=told)
    policies = queries.policy_lines()
    return _page(request, "deadlines/promises.html", policies=policies, due_soon=form)


@require_POST
@member_required
def set_due_soon(request: MemberRequest) -> HttpResponse:
    """When members are told that a promise is due soon."""
    form = DueSoonForm(request.POST)
    if not form.is_valid() or not accepted(form, lambda: _choose_due_soon(request, form)):
        context = {"policies": queries.policy_lines(), "due_soon": form}
        response = _page(request, "deadlines/promises.html", **context)
        response.status_code = UNCLEAR
        return response
    messages.success(request, _("Saved. Clocks that run already keep their warning."))
    return redirect("deadlines:promises")


def _choose_due_soon(request: MemberRequest, form: DueSoonForm) -> None:
    told = form.cleaned_data
    wanted = Options(due_soon_percent=told["percent"], due_soon_minutes=told["minutes"])
    services.choose_due_soon(by=request.actor, wanted=wanted)


@require_http_methods(["GET", "POST"])
@member_required
def change_policy(request: MemberRequest, policy_id: int) -> HttpResponse:
    """A row of the table: as a form when asked for, as text again when saved."""
    line = queries.policy_line(policy_id)
    if line is None:
        raise NoSuchRow
    said = {"time": line.time, "stretch": line.stretch, "enabled": line.enabled}
    form = PolicyForm(request.POST or None, initial=said, prefix=f"policy-{policy_id}")
    if request.method == "GET" or not _saved_policy(request, policy_id, form):
        return _row(request, "deadlines/promises.html#form", line, form)
    saved = {"line": queries.policy_line(policy_id), "may_manage": True}
    response = render(request, "deadlines/promises.html#row", saved)
    return toast(response, text=_("Saved. Clocks that run already keep their due time."))


def _saved_policy(request: MemberRequest, policy_id: int, form: PolicyForm) -> bool:
    return form.is_valid() and accepted(
        form,
        lambda: services.change_policy(
            by=request.actor,
            policy_id=policy_id,
            minutes=form.cleaned_data["time"],
            stretch_minutes=form.cleaned_data["stretch"],
            enabled=form.cleaned_data["enabled"],
        ),
    )


@require_safe
@member_required
@may_somewhere_required(MANAGE)
def marketplace_list(request: MemberRequest) -> HttpResponse:
    return _page(request, "deadlines/marketplaces.html", presets=queries.preset_lines())


@require_http_methods(["GET", "POST"])
@member_required
def change_preset(request: MemberRequest, preset_id: int) -> HttpResponse:
    line = queries.preset_line(preset_id)
    if line is None:
        raise NoSuchRow
    said = {"time": line.written, "enabled": line.enabled}
    form = PresetForm(request.POST or None, initial=said, prefix=f"preset-{preset_id}")
    if request.method == "GET" or not _saved_preset(request, preset_id, form):
        return _row(request, "deadlines/marketplaces.html#form", line, form)
    saved = {"line": queries.preset_line(preset_id), "may_manage": True}
    response = render(request, "deadlines/marketplaces.html#row", saved)
    return toast(response, text=_("Saved. A due date the marketplace states still wins."))


def _saved_preset(request: MemberRequest, preset_id: int, form: PresetForm) -> bool:
    return form.is_valid() and accepted(
        form,
        lambda: services.change_preset(
            by=request.actor,
            preset_id=preset_id,
            minutes=form.cleaned_data["time"],
            enabled=form.cleaned_data["enabled"],
        ),
    )


def _row(request: MemberRequest, template: str, line: object, form: Form) -> HttpResponse:
    """The row as a form. With its errors it is 200 too: htmx shows no answer that is a refusal."""
    require(request.actor, MANAGE)
    return render(request, template, {"line": line, "form": form})


@require_safe
@member_required
@may_somewhere_required(MANAGE)
def hours_list(request: MemberRequest) -> HttpResponse:
    calendars = queries.calendar_lines()
    teams = [(team, may(request.actor, MANAGE, team_id=team.id)) for team in queries.team_lines()]
    return _page(request, "deadlines/hours.html", calendars=calendars, teams=teams)


@require_POST
@member_required
def set_team_hours(request: MemberRequest, team_id: int) -> HttpResponse:
    form = TeamHoursForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["calendar"]
        services.set_team_hours(
            by=request.actor, team_id=team_id, calendar_id=chosen.pk if chosen else None
        )
        messages.success(request, _("The team has other hours for what starts from now on."))
    return redirect(way_back(request, reverse("deadlines:hours")))


@require_POST
@member_required
def choose_default_calendar(request: MemberRequest, calendar_id: int) -> HttpResponse:
    services.choose_default_calendar(by=request.actor, calendar_id=calendar_id)
    messages.success(request, _("Teams without hours of their own keep these from now on."))
    return redirect("deadlines:hours")


@require_http_methods(["GET", "POST"])
@member_required
def add_calendar(request: MemberRequest) -> HttpResponse:
    form = CalendarForm(request.POST or None, initial={"time_zone": "Europe/Paris"})
    if form.is_valid() and accepted(
        form, lambda: services.add_calendar(by=request.actor, values=form.values())
    ):
        messages.success(request, _("The calendar is there. Give it to a team."))
        return redirect("deadlines:hours")
    return _calendar_page(request, form, title=_("New calendar"))


@require_http_methods(["GET", "POST"])
@member_required
def change_calendar(request: MemberRequest, calendar_id: int) -> HttpResponse:
    calendar = get_object_or_404(BusinessCalendar, pk=calendar_id)
    form = CalendarForm(request.POST or None, initial=CalendarForm.initial_of(calendar))
    if form.is_valid() and accepted(
        form,
        lambda: services.change_calendar(
            by=request.actor, calendar_id=calendar_id, values=form.values()
        ),
    ):
        messages.success(request, _("Saved. Clocks that run already keep their due time."))
        return redirect("deadlines:hours")
    return _calendar_page(request, form, title=str(calendar))


def _calendar_page(request: MemberRequest, form: CalendarForm, *, title: str) -> HttpResponse:
    require(request.actor, MANAGE)
    status = UNCLEAR if form.is_bound else 200
    return render(request, "deadlines/calendar.html", {"form": form, "title": title}, status=status)
