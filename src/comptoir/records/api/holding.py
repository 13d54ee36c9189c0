"""Conversations that nothing is taken from."""

from collections.abc import Mapping
from uuid import UUID

from ninja import Query, Status

from comptoir.conversations.queries.listing import outward_conversations
from comptoir.records import services
from comptoir.records.access import KEEPING, require
from comptoir.records.api.routes import router
from comptoir.records.models import Hold
from comptoir.records.queries.keeping import number_of, standing_holds
from comptoir.records.schemas import HoldIn, HoldOut
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId


@router.get("/holds", response=Page[HoldOut], summary="List what is held")
@needs(KEEPING)
def list_holds(request: ApiRequest, paging: Query[Paging]) -> Page[HoldOut]:
    """The latest first; those that were lifted are not among them."""
    require(request.actor, KEEPING)
    page = cut(request, standing_holds(), sort=Sort(newest_first=True), paging=paging)
    outward = outward_conversations(row.conversation_id for row in page.rows)
    return Page(items=[_told(row, outward) for row in page.rows], next_cursor=page.next_cursor)


def _told(row: Hold, outward: Mapping[int, UUID]) -> HoldOut:
    return HoldOut(
        id=row.pk,
        conversation=outward[row.conversation_id],
        number=row.conversation_id,
        why=row.why,
        set_at=row.set_at,
        set_by=str(row.member or ""),
    )


@router.post("/holds", response={201: HoldOut}, summary="Hold a conversation")
@needs(KEEPING)
def hold_conversation(request: ApiRequest, payload: HoldIn) -> Status[HoldOut]:
    """Nothing is taken from it until the hold is lifted. One that is held already stays so."""
    require(request.actor, KEEPING)
    number = number_of(payload.conversation)
    held = services.hold(by=request.actor, conversation_id=number, why=payload.why)
    return Status(201, _told(held, {number: payload.conversation}))


@router.delete("/holds/{hold_id}", response={204: None}, summary="Lift a hold")
@needs(KEEPING)
def lift_hold(request: ApiRequest, hold_id: RowId) -> Status[None]:
    """Its time runs again."""
    services.lift(by=request.actor, hold_id=hold_id)
    return Status(204, None)
