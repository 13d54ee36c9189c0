"""Which labels buyers can have, and by which addresses sellers come in: for programs."""

from uuid import UUID

from ninja import Status

from comptoir.commerce import services
from comptoir.commerce.access import LABELS, MANAGE_CONTACTS, require
from comptoir.commerce.api.routes import router
from comptoir.commerce.api.telling import tell_label
from comptoir.commerce.errors import UnknownLabel, UnknownSeller
from comptoir.commerce.models import BuyerLabel
from comptoir.commerce.queries.guests import ContactLine, seller_line
from comptoir.commerce.queries.outward import all_labels, sellers_for
from comptoir.commerce.schemas import (
    ContactIn,
    ContactOut,
    LabelDefinition,
    LabelOut,
)
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.schemas import Page, RowId


@router.post("/labels", response={201: LabelOut}, summary="Add a label of buyers")
@needs(LABELS)
def add_label(request: ApiRequest, payload: LabelDefinition) -> Status[LabelOut]:
    made = services.define_label(by=request.actor, **payload.model_dump())
    return Status(201, tell_label(made))


@router.put("/labels/{key}", response=LabelOut, summary="Define a label of buyers otherwise")
@needs(LABELS)
def define_label(request: ApiRequest, key: str, payload: LabelDefinition) -> LabelOut:
    require(request.actor, LABELS)
    told = payload.model_dump()
    return tell_label(services.define_label(by=request.actor, label_id=_label(key).pk, **told))


@router.delete("/labels/{key}", response={204: None}, summary="Remove a label of buyers")
@needs(LABELS)
def remove_label(request: ApiRequest, key: str) -> Status[None]:
    """Nobody has it any more."""
    require(request.actor, LABELS)
    services.remove_label(by=request.actor, label_id=_label(key).pk)
    return Status(204, None)


def _label(key: str) -> BuyerLabel:
    found = all_labels().filter(key=key).first()
    if found is None:
        raise UnknownLabel
    return found


@router.get(
    "/sellers/{uuid:seller_id}/contacts",
    response=Page[ContactOut],
    summary="List who comes in for a seller",
)
@needs(MANAGE_CONTACTS)
def list_contacts(request: ApiRequest, seller_id: UUID) -> Page[ContactOut]:
    """By the seller door, all on one page."""
    return _contacts(_seller(request, seller_id))


def _seller(request: ApiRequest, seller_id: UUID) -> int:
    """The row of one whose contacts the caller may change."""
    found = sellers_for(request.viewer).filter(public_id=seller_id).first()
    if found is None:
        raise UnknownSeller
    require(request.actor, MANAGE_CONTACTS, seller_id=found.pk)
    return found.pk


def _contacts(seller_id: int) -> Page[ContactOut]:
    line = seller_line(seller_id)
    if line is None:
        raise UnknownSeller
    return Page(items=[_contact(each) for each in line.contacts])


def _contact(each: ContactLine) -> ContactOut:
    return ContactOut(id=each.id, email=each.email, name=each.name, since=each.since)


@router.post(
    "/sellers/{uuid:seller_id}/contacts",
    response={201: Page[ContactOut]},
    summary="Let an address come in for a seller",
)
@needs(MANAGE_CONTACTS)
def invite_contact(
    request: ApiRequest, seller_id: UUID, payload: ContactIn
) -> Status[Page[ContactOut]]:
    """It is told so by mail; the answer has all contacts."""
    number = _seller(request, seller_id)
    services.invite_contact(
        by=request.actor, seller_id=number, email=payload.email, name=payload.name
    )
    return Status(201, _contacts(number))


@router.delete(
    "/sellers/{uuid:seller_id}/contacts/{contact_id}",
    response={204: None},
    summary="Take a contact's way in",
)
@needs(MANAGE_CONTACTS)
def remove_contact(request: ApiRequest, seller_id: UUID, contact_id: RowId) -> Status[None]:
    """He is signed out everywhere. Done already: nothing happens."""
    number = _seller(request, seller_id)
    services.remove_contact(by=request.actor, seller_id=number, contact_id=contact_id)
    return Status(204, None)
