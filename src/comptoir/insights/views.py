"""Service today, the rows behind its figures, their definitions; both also as files."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.queries import active_members
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.insights import services
from comptoir.insights.access import READ, eyes_of
from comptoir.insights.drawing import files, pages
from comptoir.insights.policies.definitions import DEFINITIONS
from comptoir.insights.policies.lens import Lens
from comptoir.insights.queries.page import service_today
from comptoir.insights.queries.rows import MOST, rows_behind
from comptoir.journal.queries import current_position
from comptoir.kit.db import no_queries
from comptoir.ui.addresses import way_back


@require_safe
@member_required
@may_somewhere_required(READ)
def today(request: MemberRequest) -> HttpResponse:
    """The whole page; for one that is open already its figures alone."""
    position = str(current_position())
    told = service_today(eyes_of(request.viewer), _lens(request).page)
    context = pages.today(told) | {"position": position}
    part = "#figures" if request.headers.get("HX-Request") else ""
    with no_queries():
        return render(request, f"insights/today.html{part}", context)


def _lens(request: MemberRequest) -> Lens:
    return Lens.read(request.GET.dict())


@require_safe
@member_required
@may_somewhere_required(READ)
def figures_file(request: MemberRequest) -> HttpResponse:
    told = service_today(eyes_of(request.viewer), _lens(request).page)
    services.note_figures_copied(by=request.actor, lens=told.lens)
    return files.as_file(files.figures(told), f"service-{told.lens.span}.csv")


@require_safe
@member_required
@may_somewhere_required(READ)
def row_list(request: MemberRequest) -> HttpResponse:
    """Exactly the rows that a figure counted."""
    found = rows_behind(eyes_of(request.viewer), _lens(request), page=_whole(request, "page"))
    context = pages.rows(found)
    if context["may_choose"]:
        context["colleagues"] = list(active_members().values_list("pk", "name"))
    with no_queries():
        return render(request, "insights/rows.html", context)


def _whole(request: MemberRequest, name: str) -> int:
    told = request.GET.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 1


@require_safe
@member_required
@may_somewhere_required(READ)
def rows_file(request: MemberRequest) -> HttpResponse:
    found = rows_behind(eyes_of(request.viewer), _lens(request), size=MOST)
    services.note_rows_copied(by=request.actor, lens=found.lens, entries=len(found.rows))
    table = files.rows(found, public_url=settings.PUBLIC_URL)
    return files.as_file(table, f"service-{found.lens.span}-{found.lens.figure}.csv")


@require_POST
@member_required
@may_somewhere_required(READ)
def reassign(request: MemberRequest) -> HttpResponse:
    """Give the chosen rows to one colleague, and say what became of each."""
    numbers = [int(n) for n in request.POST.getlist("number") if _is_number(n)]
    to = request.POST.get("member", "")
    if not numbers or not _is_number(to):
        messages.warning(request, _("Choose conversations, and to whom they go."))
        return redirect(way_back(request, reverse("insights:today")))
    given = services.reassign(by=request.actor, conversation_ids=numbers, member_id=int(to) or None)
    _tell(request, given)
    return redirect(way_back(request, reverse("insights:today")))


def _is_number(text: str) -> bool:
    """Of ordinary digits, and no more of them than a table may hold."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _tell(request: MemberRequest, given: services.Given) -> None:
    if count := len(given.numbers):
        said = ngettext(
            "%(count)s conversation changed hands.", "%(count)s conversations changed hands.", count
        )
        messages.success(request, said % {"count": count})
    for number, why in given.refused:
        messages.error(request, _("#%(number)s stays: %(why)s") % {"number": number, "why": why})


@require_safe
@member_required
@may_somewhere_required(READ)
def definition_list(request: MemberRequest) -> HttpResponse:
    return render(request, "insights/definitions.html", {"definitions": DEFINITIONS})
