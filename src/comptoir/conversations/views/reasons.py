"""Settings: the contact reasons, what is promised for each, who chose them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.conversations import services
from comptoir.conversations.access import STATUSES, require_statuses
from comptoir.conversations.errors import UnknownReason
from comptoir.conversations.forms import ReasonForm
from comptoir.conversations.queries.reasons import ReasonLine, reason_line, reason_lines
from comptoir.kit.db import no_queries
from comptoir.ui.forms import accepted
from comptoir.ui.toasts import toast

PAGE = "conversations/reasons.html"


@require_safe
@member_required
@may_somewhere_required(STATUSES)
def reason_list(request: MemberRequest) -> HttpResponse:
    return _page(request, ReasonForm())


def _page(
    request: MemberRequest, form: ReasonForm, part: str = "", *, moved: str = ""
) -> HttpResponse:
    """The whole page, or the part of it that an action changes; `moved` keeps the focus."""
    context = {
        "buyers": reason_lines(of_sellers=False),
        "sellers": reason_lines(of_sellers=True),
        "form": form,
        "moved": moved,
    }
    with no_queries():
        return render(request, f"{PAGE}{part}", context)


@require_POST
@member_required
def add_reason(request: MemberRequest) -> HttpResponse:
    """The lists with the new one in them, or the form with what is wrong."""
    require_statuses(request.actor)
    form = ReasonForm(request.POST)
    added = form.is_valid() and accepted(
        form,
        lambda: services.add_reason(
            by=request.actor, names=form.names, of_sellers=form.is_of_sellers
        ),
    )
    if not added:
        return _page(request, form, "#all")
    return toast(_page(request, ReasonForm(), "#all"), text=_("The reason is added."))


@require_http_methods(["GET", "POST"])
@member_required
def change_reason(request: MemberRequest, key: str) -> HttpResponse:
    """A row of the table: as a form when asked for, as text again when saved."""
    require_statuses(request.actor)
    line = _line(key)
    form = ReasonForm(request.POST or None, line=line, prefix=key)
    if request.method == "GET" or not _saved(request, key, form):
        return render(request, f"{PAGE}#form", {"line": line, "form": form})
    row = render(request, f"{PAGE}#row", {"line": _line(key), "saved": True})
    return toast(row, text=_("Saved."))


def _saved(request: MemberRequest, key: str, form: ReasonForm) -> bool:
    return form.is_valid() and accepted(
        form, lambda: services.word_reason(by=request.actor, key=key, names=form.names)
    )


def _line(key: str) -> ReasonLine:
    found = reason_line(key)
    if found is None:
        raise UnknownReason(_("There is no such contact reason."))
    return found


@require_POST
@member_required
def move_reason(request: MemberRequest, key: str, way: str) -> HttpResponse:
    services.move_reason(by=request.actor, key=key, up=way == "up")
    return _page(request, ReasonForm(), "#all", moved=key)


@require_POST
@member_required
def retire_reason(request: MemberRequest, key: str) -> HttpResponse:
    """Retired where it was offered, offered again where it was retired (`again`)."""
    if request.POST.get("again") == "1":
        services.offer_reason(by=request.actor, key=key)
        said = _("It is offered again.")
    else:
        services.retire_reason(by=request.actor, key=key)
        said = _("It is offered no more. Conversations that have it keep it.")
    return toast(_page(request, ReasonForm(), "#all"), text=said)
