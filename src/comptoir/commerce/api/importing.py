"""Imports of files, for programs: tried first, looked at, then let in."""

from django.http import HttpResponse
from ninja import File, Form, Query, Status
from ninja.files import UploadedFile

from comptoir.commerce.access import IMPORT
from comptoir.commerce.api.routes import router
from comptoir.commerce.api.shapes import FaultOut, ImportForm, ImportKindOut, ImportOut
from comptoir.commerce.errors import UnknownKind
from comptoir.commerce.imports import by_page
from comptoir.commerce.queries.importing import (
    Run,
    faults_told,
    import_run,
    import_template,
    runs_told,
    told_runs,
)
from comptoir.commerce.slots import IMPORTS
from comptoir.kit.errors import NotFound
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId

# What stands around a file in a form: its name, its kind, the boundaries.
_AROUND = 64 * 1024


@router.post("/imports", response={202: ImportOut}, summary="Try a file of facts")
@needs(IMPORT, most_bytes=by_page.MOST_BYTES + _AROUND)
def try_import(
    request: ApiRequest, file: File[UploadedFile], form: Form[ImportForm]
) -> Status[ImportOut]:
    """CSV or JSON Lines of 10 MB at most, read in the background: nothing of it is stored until it
    is started. Who does not start it within a week lets it go."""
    run = by_page.check_import(
        by=request.actor, name=file.name or "", content=file.read(), kind=form.kind or None
    )
    return Status(202, _told(import_run(run.pk)))


def _told(run: Run) -> ImportOut:
    return ImportOut(
        id=run.id,
        file_name=run.file_name,
        kind=run.kind_key,
        state=run.state,
        at=run.at,
        by=run.by,
        read=run.read,
        created=run.created,
        updated=run.updated,
        unchanged=run.unchanged,
        failed=run.failed,
        ignored=list(run.ignored),
        reason=run.reason,
        may_start=run.may_start,
    )


@router.get("/imports", response=Page[ImportOut], summary="List imports")
@needs(IMPORT)
def list_imports(request: ApiRequest, paging: Query[Paging]) -> Page[ImportOut]:
    """The newest first, those by the command line too."""
    page = cut(request, runs_told(), sort=Sort(newest_first=True), paging=paging)
    return Page(items=[_told(run) for run in told_runs(page.rows)], next_cursor=page.next_cursor)


@router.get("/imports/{import_id}", response=ImportOut, summary="Watch an import")
@needs(IMPORT)
def get_import(request: ApiRequest, import_id: RowId) -> ImportOut:
    return _told(import_run(import_id))


@router.get(
    "/imports/{import_id}/faults",
    response=Page[FaultOut],
    summary="List the lines that an import refuses",
)
@needs(IMPORT)
def list_faults(request: ApiRequest, import_id: RowId, paging: Query[Paging]) -> Page[FaultOut]:
    """In the order of the file. The audit log notes it: they repeat what stood there."""
    page = cut(request, faults_told(import_id), sort=Sort("line"), paging=paging)
    by_page.note_refused_copied(by=request.actor, run_id=import_id, entries=len(page.rows))
    told = [FaultOut(line=row.line, column=row.column, reason=row.reason) for row in page.rows]
    return Page(items=told, next_cursor=page.next_cursor)


@router.post("/imports/{import_id}/start", response={202: ImportOut}, summary="Let a tried file in")
@needs(IMPORT)
def start_import(request: ApiRequest, import_id: RowId) -> Status[ImportOut]:
    """In the background; lines that are refused are left out."""
    by_page.start_import(by=request.actor, run_id=import_id)
    return Status(202, _told(import_run(import_id)))


@router.delete("/imports/{import_id}", response={204: None}, summary="Forget a tried file")
@needs(IMPORT)
def drop_import(request: ApiRequest, import_id: RowId) -> Status[None]:
    """One that was not let in: the file and what was found in it."""
    by_page.drop_import(by=request.actor, run_id=import_id)
    return Status(204, None)


@router.get("/import-kinds", response=Page[ImportKindOut], summary="List what can be imported")
@needs(IMPORT)
def list_import_kinds(request: ApiRequest) -> Page[ImportKindOut]:
    """In the order in which they are best imported. All on one page."""
    kinds = [
        ImportKindOut(
            kind=kind,
            name=str(importer.name),
            columns=list(importer.columns),
            required=list(importer.required),
        )
        for kind, importer in IMPORTS.items()
    ]
    return Page(items=kinds)


@router.get(
    "/import-kinds/{import_kind}/template",
    response={200: bytes},
    summary="Download a file to fill in",
    openapi_extra={"responses": {200: {"content": {"text/csv": {}}}}},
)
@needs(IMPORT)
def get_import_template(request: ApiRequest, import_kind: str) -> HttpResponse:
    try:
        content = import_template(import_kind)
    except UnknownKind as refusal:
        raise NotFound(str(refusal)) from None
    headers = {"Content-Disposition": f'attachment; filename="{import_kind}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
