"""The settings of routing, and one's own shift: away, back, handing over."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.access import may
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.kit.db import no_queries
from comptoir.triage import services
from comptoir.triage.access import ROUTE, SHIFT
from comptoir.triage.errors import BadDuty, NobodyToTakeOver
from comptoir.triage.middleware import forget_handed_over
from comptoir.triage.queries import member_lines, shift_of, team_lines
from comptoir.triage.states import MODE_NAMES, Mode
from comptoir.ui.addresses import way_back

_MOST_DIGITS = 9


@require_safe
@member_required
@may_somewhere_required(ROUTE)
def routing(request: MemberRequest) -> HttpResponse:
    modes = [(mode.value, name) for mode, name in MODE_NAMES.items()]
    context = {
        "teams": team_lines(),
        "members": member_lines(),
        "modes": modes,
        "may_manage": may(request.actor, "accounts.manage"),
    }
    with no_queries():
        return render(request, "triage/routing.html", context)


@require_POST
@member_required
def set_routing(request: MemberRequest, team_id: int) -> HttpResponse:
    told = request.POST
    mode = next((each for each in Mode if each == told.get("mode")), Mode.OFF)

    def save() -> None:
        capacity = _number(told, "capacity")
        if capacity is None:
            raise BadDuty(_("Write how many conversations each may have open."))
        services.set_routing(by=request.actor, team_id=team_id, mode=mode, capacity=capacity)

    return _saved(request, save)


@require_POST
@member_required
def set_capacity(request: MemberRequest, member_id: int) -> HttpResponse:
    def save() -> None:
        capacity = _number(request.POST, "capacity")
        services.set_capacity(by=request.actor, member_id=member_id, capacity=capacity)

    return _saved(request, save)


def _saved(request: MemberRequest, save: Callable[[], None]) -> HttpResponse:
    """Back to the page it was asked from, which says what became of it."""
    try:
        save()
    except BadDuty as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved. It counts for what comes in from now on."))
    return redirect(way_back(request, reverse("triage:routing")))


def _number(told: QueryDict, name: str) -> int | None:
    """None for an empty field; raises BadDuty for what is no number."""
    text = told.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise BadDuty(_("Write a whole number."))
    return int(text)


@require_safe
@member_required
@may_somewhere_required(SHIFT)
def shift(request: MemberRequest) -> HttpResponse:
    return _shift(request)


def _shift(request: MemberRequest, form: str = "", refusal: str = "") -> HttpResponse:
    """With what was typed into a form that was refused, and why."""
    found, told = shift_of(request.identity), request.POST
    lines = [
        (line, told.get(f"to-{line.number}", ""), told.get(f"line-{line.number}", ""))
        for line in found.lines
    ]
    context = {"shift": found, "lines": lines, "told": told, "form": form, "refusal": refusal}
    with no_queries():
        return render(request, "triage/shift.html", context, status=422 if refusal else 200)


@require_POST
@member_required
def hand_over(request: MemberRequest) -> HttpResponse:
    """`to` and `line` count for all; `to-NUMBER` and `line-NUMBER` for one; “keep” keeps it."""
    try:
        moved = services.hand_over(by=request.actor, moves=_moves(request.POST))
    except NobodyToTakeOver as refusal:
        return _shift(request, "over", str(refusal))
    said = ngettext(
        "%(count)d conversation was handed over.",
        "%(count)d conversations were handed over.",
        moved,
    )
    messages.success(request, said % {"count": moved})
    return redirect("triage:shift")


def _moves(told: QueryDict) -> list[services.Move]:
    found = []
    for text in told.getlist("conversation"):
        if not (text.isascii() and text.isdecimal() and len(text) <= 18):
            continue
        taker = told.get(f"to-{text}") or told.get("to", "")
        line = told.get(f"line-{text}", "").strip() or told.get("line", "")
        if taker.isascii() and taker.isdecimal() and len(taker) <= 18:
            found.append(services.Move(int(text), int(taker), line))
    return found


@require_POST
@member_required
def see_handed(request: MemberRequest) -> HttpResponse:
    services.see_handed(by=request.actor)
    forget_handed_over()
    return redirect("triage:shift")


@require_POST
@member_required
def go_away(request: MemberRequest) -> HttpResponse:
    told = request.POST
    try:
        services.go_away(
            by=request.actor,
            since=_moment(told.get("since", "")),
            until=_moment(told.get("until", "")),
            line=told.get("line", ""),
        )
    except BadDuty as refusal:
        return _shift(request, "away", str(refusal))
    messages.success(request, _("Noted. Nothing new is given to you while you are away."))
    return redirect("triage:shift")


def _moment(text: str) -> datetime | None:
    """As a date field sends it, in the member's zone; raises BadDuty."""
    if not text.strip():
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise BadDuty(_("Choose a day and a time."))
    return found if timezone.is_aware(found) else timezone.make_aware(found)


@require_POST
@member_required
def come_back(request: MemberRequest) -> HttpResponse:
    services.come_back(by=request.actor)
    messages.success(request, _("Welcome back."))
    return redirect("triage:shift")
