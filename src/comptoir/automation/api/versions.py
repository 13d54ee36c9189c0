"""Versions of templates, for programs: listed, compared, decided about, restored."""

from uuid import UUID

from ninja import Path, Query

from comptoir.automation import services
from comptoir.automation.access import APPROVE, USE
from comptoir.automation.api.asking import identity_of
from comptoir.automation.api.routes import router
from comptoir.automation.api.shapes import (
    CompareAsked,
    Number,
    PieceOut,
    TextChangeOut,
    VersionOut,
    WholeVersionOut,
)
from comptoir.automation.api.telling import tell_actions, tell_keeper, tell_texts
from comptoir.automation.models import Revision, Template
from comptoir.automation.policies import languages
from comptoir.automation.queries.library import version_beside
from comptoir.automation.queries.told import (
    approved_before,
    find_revision,
    revisions_told,
    template_told,
)
from comptoir.automation.shapes import Piece
from comptoir.automation.states import Step
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging


@router.get(
    "/templates/{uuid:template_id}/versions",
    response=Page[VersionOut],
    summary="List the versions of a template",
)
@needs(USE)
def list_versions(
    request: ApiRequest, template_id: UUID, paging: Query[Paging]
) -> Page[VersionOut]:
    """The newest first."""
    found = template_told(identity_of(request), template_id)
    sort = Sort("number", newest_first=True)
    page = cut(request, revisions_told(found), sort=sort, paging=paging)
    return Page(items=[_told(found, row) for row in page.rows], next_cursor=page.next_cursor)


def _told(template: Template, row: Revision) -> VersionOut:
    return VersionOut(
        number=row.number,
        step=Step(row.step),
        name=row.name,
        is_current=row.pk == template.current_id,
        author=tell_keeper(row.author),
        written_at=row.written_at,
        decided_by=tell_keeper(row.decided_by),
        decided_at=row.decided_at,
    )


@router.get(
    "/templates/{uuid:template_id}/versions/{number}",
    response=WholeVersionOut,
    summary="Show and compare a version of a template",
)
@needs(USE)
def get_version(
    request: ApiRequest, template_id: UUID, number: Path[Number], asked: Query[CompareAsked]
) -> WholeVersionOut:
    """Word by word, beside the approved version before it or the one that is named."""
    found = template_told(identity_of(request), template_id)
    row = find_revision(found, number)
    before = find_revision(found, asked.against) if asked.against else approved_before(row)
    compared = version_beside(row, before, is_current=row.pk == found.current_id)
    return WholeVersionOut(
        **dict(_told(found, row)),
        texts=tell_texts(row, languages.behind(row.texts, found.language)),
        actions=tell_actions(row),
        against=before.number if before is not None else None,
        name_change=[_piece(piece) for piece in compared.name_change],
        changes=[
            TextChangeOut(language=text.language, pieces=[_piece(piece) for piece in text.pieces])
            for text in compared.texts
        ],
    )


def _piece(piece: Piece) -> PieceOut:
    return PieceOut(text=piece.text, change=piece.change)


@router.post(
    "/templates/{uuid:template_id}/versions/{number}/approve",
    response=VersionOut,
    summary="Approve a version of a template",
)
@needs(APPROVE)
def approve_version(request: ApiRequest, template_id: UUID, number: Path[Number]) -> VersionOut:
    """It counts from now on."""
    revision = _wanted(request, template_id, number)
    return _anew(request, services.approve_revision(by=request.actor, revision_id=revision.pk))


@router.post(
    "/templates/{uuid:template_id}/versions/{number}/decline",
    response=VersionOut,
    summary="Decline a version of a template",
)
@needs(APPROVE)
def decline_version(request: ApiRequest, template_id: UUID, number: Path[Number]) -> VersionOut:
    """The version before goes on."""
    revision = _wanted(request, template_id, number)
    return _anew(request, services.decline_revision(by=request.actor, revision_id=revision.pk))


@router.post(
    "/templates/{uuid:template_id}/versions/{number}/restore",
    response=VersionOut,
    summary="Restore a version of a template",
)
@needs(USE)
def restore_version(request: ApiRequest, template_id: UUID, number: Path[Number]) -> VersionOut:
    """Proposed anew, as the newest version: that one is answered. Unless the template is personal,
    the token needs the right to propose."""
    revision = _wanted(request, template_id, number)
    return _anew(request, services.restore_revision(by=request.actor, revision_id=revision.pk))


def _wanted(request: ApiRequest, template_id: UUID, number: int) -> Revision:
    return find_revision(template_told(identity_of(request), template_id), number)


def _anew(request: ApiRequest, revision: Revision) -> VersionOut:
    template = template_told(identity_of(request), revision.template.public_id)
    return _told(template, find_revision(template, revision.number))
