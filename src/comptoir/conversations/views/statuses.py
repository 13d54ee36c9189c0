"""Settings: the statuses of the house."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.conversations import services
from comptoir.conversations.access import STATUSES, require_statuses
from comptoir.conversations.errors import UnknownStatus
from comptoir.conversations.forms import StatusForm
from comptoir.conversations.queries.habits import team_lines
from comptoir.conversations.queries.statuses import StatusLine, status_line, status_lines
from comptoir.kit.db import no_queries
from comptoir.ui.forms import accepted
from comptoir.ui.toasts import toast

PAGE = "conversations/statuses.html"


@require_safe
@member_required
@may_somewhere_required(STATUSES)
def status_list(request: MemberRequest) -> HttpResponse:
    return _page(request, StatusForm())


def _page(
    request: MemberRequest, form: StatusForm, part: str = "", *, moved: str = ""
) -> HttpResponse:
    """The whole page, or the part of it that an action changes; `moved` keeps the focus."""
    context = {
        "lines": status_lines(),
        "form": form,
        "teams": team_lines(),
        "moved": moved,
    }
    with no_queries():
        return render(request, f"{PAGE}{part}", context)


@require_POST
@member_required
def add_status(request: MemberRequest) -> HttpResponse:
    """The list with the new one in it, or the form with what is wrong."""
    require_statuses(request.actor)
    form = StatusForm(request.POST)
    added = form.is_valid() and accepted(
        form,
        lambda: services.add_status(by=request.actor, words=form.words, category=form.chosen),
    )
    if not added:
        return _page(request, form, "#all")
    return toast(_page(request, StatusForm(), "#all"), text=_("The status is added."))


@require_http_methods(["GET", "POST"])
@member_required
def change_status(request: MemberRequest, key: str) -> HttpResponse:
    """A row of the table: as a form when asked for, as text again when saved."""
    require_statuses(request.actor)
    line = _line(key)
    form = StatusForm(request.POST or None, line=line, prefix=key)
    if request.method == "GET" or not _saved(request, key, form):
        return render(request, f"{PAGE}#form", {"line": line, "form": form})
    row = render(request, f"{PAGE}#row", {"line": _line(key), "saved": True})
    return toast(row, text=_("Saved."))


def _saved(request: MemberRequest, key: str, form: StatusForm) -> bool:
    return form.is_valid() and accepted(
        form,
        lambda: services.define_status(
            by=request.actor, key=key, words=form.words, category=form.chosen
        ),
    )


def _line(key: str) -> StatusLine:
    found = status_line(key)
    if found is None:
        raise UnknownStatus(_("This status does not exist any more."))
    return found


@require_POST
@member_required
def move_status(request: MemberRequest, key: str, way: str) -> HttpResponse:
    services.move_status(by=request.actor, key=key, up=way == "up")
    return _page(request, StatusForm(), "#all", moved=key)


@require_POST
@member_required
def remove_status(request: MemberRequest, key: str) -> HttpResponse:
    services.remove_status(by=request.actor, key=key)
    return toast(_page(request, StatusForm(), "#all"), text=_("The status is removed."))
