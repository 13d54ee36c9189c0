"""A person's data: what is kept, an export, the erasure (I1)."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from ninja import Status

from comptoir.kit import files
from comptoir.records import services
from comptoir.records.access import ERASE, EXPORT, require
from comptoir.records.api.routes import router
from comptoir.records.models import Erasure
from comptoir.records.queries.persons import (
    Export,
    PersonPage,
    find_buyer,
    own_export,
    person_page,
    told_export,
)
from comptoir.records.schemas import (
    ErasureDone,
    ErasureIn,
    ErasureOut,
    ExportState,
    PersonCounts,
    PersonDataOut,
    PersonExportOut,
)
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.telling import ADDRESS


@router.get(
    "/buyers/{uuid:buyer_id}/data",
    response=PersonDataOut,
    summary="Show how much is kept of a buyer",
)
@needs(EXPORT)
def get_person_data(request: ApiRequest, buyer_id: UUID) -> PersonDataOut:
    """With the last exports. Needs the permission for the whole house."""
    told = _page(request, EXPORT, buyer_id)
    return PersonDataOut(
        buyer=told.public_id,
        name=told.name,
        kept=_counts(told),
        exports=[_export(each) for each in told.exports],
    )


def _page(request: ApiRequest, permission: str, buyer_id: UUID) -> PersonPage:
    """Raises NotAllowed, NoSuchPerson."""
    require(request.actor, permission)
    return person_page(find_buyer(buyer_id), request.actor.row_id)


def _counts(told: PersonPage) -> PersonCounts:
    return PersonCounts(
        addresses=told.addresses,
        orders=told.orders,
        conversations=told.conversations,
        messages=told.messages,
        files=told.files,
        drafts=told.drafts,
    )


def _export(each: Export) -> PersonExportOut:
    state = ExportState.OVER if each.is_over else ExportState.BEING_MADE
    address = f"{settings.PUBLIC_URL}{ADDRESS}person-exports/{each.public_id}/file"
    return PersonExportOut(
        id=each.public_id,
        buyer=each.buyer,
        state=ExportState.READY if each.is_ready else state,
        asked_at=each.asked_at,
        asked_by=each.asked_by,
        is_own=each.is_own,
        expires_at=each.expires_at,
        size_bytes=each.size,
        file=address if each.is_ready and each.is_own else None,
    )


@router.post(
    "/buyers/{uuid:buyer_id}/exports",
    response={202: PersonExportOut},
    summary="Ask for all that is kept of a buyer",
)
@needs(EXPORT)
def ask_person_export(request: ApiRequest, buyer_id: UUID) -> Status[PersonExportOut]:
    """Made in the background: look at `/person-exports/{id}` until it is ready."""
    require(request.actor, EXPORT)
    made = services.ask_export(by=request.actor, buyer_id=find_buyer(buyer_id).pk)
    return Status(202, _export(told_export(made, request.actor.row_id)))


@router.get(
    "/person-exports/{uuid:export_id}",
    response=PersonExportOut,
    summary="Follow an export of yours",
)
@needs(EXPORT)
def get_person_export(request: ApiRequest, export_id: UUID) -> PersonExportOut:
    require(request.actor, EXPORT)
    member_id = request.actor.row_id
    return _export(told_export(own_export(export_id, member_id), member_id))


@router.get(
    "/person-exports/{uuid:export_id}/file",
    response={200: bytes},
    summary="Download an export of yours",
    openapi_extra={"responses": {200: {"content": {"application/zip": {}}}}},
)
@needs(EXPORT)
def get_person_export_file(request: ApiRequest, export_id: UUID) -> HttpResponse:
    """One archive, for reading and for programs, with the files. The audit log notes it."""
    found = own_export(export_id, request.actor.row_id)
    content = services.open_export(by=request.actor, export=found)
    headers = {
        "Content-Disposition": files.content_disposition(f"{found.public_id}.zip"),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/zip", headers=headers)


@router.get(
    "/buyers/{uuid:buyer_id}/erasure",
    response=ErasureOut,
    summary="Show what an erasure would take, and how far it is",
)
@needs(ERASE)
def get_erasure(request: ApiRequest, buyer_id: UUID) -> ErasureOut:
    """Nothing is changed by looking. Needs the permission for the whole house."""
    return _erasure(_page(request, ERASE, buyer_id))


def _erasure(told: PersonPage) -> ErasureOut:
    return ErasureOut(
        buyer=told.public_id,
        confirm_with=told.called,
        kept=_counts(told),
        still_open=told.still_open,
        held=sorted(told.held),
        erasure=_done(told.erasure) if told.erasure else None,
    )


def _done(erasure: Erasure) -> ErasureDone:
    return ErasureDone(
        asked_at=erasure.asked_at,
        done_at=erasure.done_at,
        conversations=erasure.conversations,
        messages=erasure.messages,
        files=erasure.files,
    )


@router.post(
    "/buyers/{uuid:buyer_id}/erasure",
    response={202: ErasureDone},
    summary="Erase a buyer for good",
)
@needs(ERASE)
def erase_buyer(request: ApiRequest, buyer_id: UUID, payload: ErasureIn) -> Status[ErasureDone]:
    """Name, addresses, words, files and their copies go; amounts, days and order numbers stay.

    It can't be undone, and is refused while a conversation is open or held. Done in the
    background: look at it until `done_at` stands.
    """
    require(request.actor, ERASE)
    found = find_buyer(buyer_id)
    return Status(
        202,
        _done(services.ask_erasure(by=request.actor, buyer_id=found.pk, name=payload.name)),
    )
