"""Settings: the labels that buyers can have."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.commerce import services
from comptoir.commerce.access import LABELS, require
from comptoir.commerce.errors import LabelUnclear, UnknownLabel
from comptoir.commerce.forms import LabelForm
from comptoir.commerce.queries.labels import LabelLine, label_line, label_lines
from comptoir.kit.db import no_queries
from comptoir.ui.toasts import toast

PAGE = "commerce/labels.html"


@require_safe
@member_required
@may_somewhere_required(LABELS)
def label_list(request: MemberRequest) -> HttpResponse:
    return _page(request, LabelForm())


def _page(request: MemberRequest, form: LabelForm, part: str = "") -> HttpResponse:
    context = {"lines": label_lines(), "form": form}
    with no_queries():
        return render(request, f"{PAGE}{part}", context)


@require_POST
@member_required
def add_label(request: MemberRequest) -> HttpResponse:
    """The list with the new one in it, or the form with what is wrong."""
    require(request.actor, LABELS)
    form = LabelForm(request.POST)
    if not form.is_valid() or not _defined(request, form, None):
        return _page(request, form, "#all")
    said = _("The label is there: give it to buyers in their case file.")
    return toast(_page(request, LabelForm(), "#all"), text=said)


@require_http_methods(["GET", "POST"])
@member_required
def change_label(request: MemberRequest, label_id: int) -> HttpResponse:
    """A row of the table: as a form when asked for, as text again when saved."""
    require(request.actor, LABELS)
    line = _line(label_id)
    form = LabelForm(request.POST or None, line=line, prefix=line.key)
    if request.method == "GET" or not form.is_valid() or not _defined(request, form, label_id):
        return render(request, f"{PAGE}#form", {"line": line, "form": form})
    row = render(request, f"{PAGE}#row", {"line": _line(label_id), "saved": True})
    return toast(row, text=_("Saved."))


def _line(label_id: int) -> LabelLine:
    found = label_line(label_id)
    if found is None:
        raise UnknownLabel
    return found


def _defined(request: MemberRequest, form: LabelForm, label_id: int | None) -> bool:
    """Save, or write the sentence of the refusal on the form."""
    try:
        services.define_label(
            by=request.actor,
            label_id=label_id,
            name=form.cleaned_data["name"],
            about=form.cleaned_data["about"],
            colour=form.chosen,
        )
    except LabelUnclear as refusal:
        form.add_error("name", str(refusal))
        return False
    return True


@require_POST
@member_required
def remove_label(request: MemberRequest, label_id: int) -> HttpResponse:
    services.remove_label(by=request.actor, label_id=label_id)
    return toast(_page(request, LabelForm(), "#all"), text=_("The label is removed."))
