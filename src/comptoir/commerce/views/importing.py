"""Importing by the page: a file is tried, its bad lines shown, then it is let in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required
from comptoir.commerce.access import IMPORT, require
from comptoir.commerce.errors import UnreadableFile
from comptoir.commerce.forms import ImportForm
from comptoir.commerce.imports import by_page
from comptoir.commerce.queries import importing as queries
from comptoir.commerce.slots import IMPORTS
from comptoir.kit.db import no_queries
from comptoir.kit.spreadsheets import as_csv
from comptoir.ui.toasts import toast

UNCLEAR = 422


@require_http_methods(["GET", "POST"])
@member_required
@may_somewhere_required(IMPORT)
def import_list(request: MemberRequest) -> HttpResponse:
    """The form, what was imported before, and templates to fill in."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            run = by_page.check_import(
                by=request.actor,
                name=form.cleaned_data["file"].name,
                content=form.cleaned_data["file"].read(),
                kind=form.cleaned_data["kind"] or None,
            )
        except UnreadableFile as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("commerce:import_run", run.pk)
    context = {
        "form": form,
        "runs": queries.import_runs(),
        "kinds": [(kind, importer.name) for kind, importer in IMPORTS.items()],
    }
    with no_queries():
        status = UNCLEAR if form.is_bound else 200
        return render(request, "commerce/imports.html", context, status=status)


@require_safe
@member_required
@may_somewhere_required(IMPORT)
def import_run(request: MemberRequest, run_id: int) -> HttpResponse:
    """One import; while it works, the page asks for its state alone."""
    require(request.actor, IMPORT)
    part = "#state" if request.headers.get("HX-Request") else ""
    run = queries.import_run(run_id)
    with no_queries():
        return render(request, f"commerce/import.html{part}", {"run": run})


@require_POST
@member_required
def start_import(request: MemberRequest, run_id: int) -> HttpResponse:
    by_page.start_import(by=request.actor, run_id=run_id)
    run = queries.import_run(run_id)
    return toast(render(request, "commerce/import.html#state", {"run": run}), text=_("It begins."))


@require_POST
@member_required
def drop_import(request: MemberRequest, run_id: int) -> HttpResponse:
    by_page.drop_import(by=request.actor, run_id=run_id)
    return redirect("commerce:imports")


@require_safe
@member_required
@may_somewhere_required(IMPORT)
def import_errors(request: MemberRequest, run_id: int) -> HttpResponse:
    """The lines that were refused, for whoever mends the file (F1)."""
    require(request.actor, IMPORT)
    faults = queries.import_faults(run_id)
    by_page.note_refused_copied(by=request.actor, run_id=run_id, entries=len(faults))
    table = [(_("Line"), _("Reason")), *((fault.line, fault.reason) for fault in faults)]
    return _file(as_csv(table), f"import-{run_id}-errors.csv")


@require_safe
@member_required
@may_somewhere_required(IMPORT)
def template_file(request: MemberRequest, kind: str) -> HttpResponse:
    if kind not in IMPORTS:
        raise Http404(kind)
    return _file(queries.import_template(kind), f"{kind}.csv")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
