"""Parcels for programs: read, and recorded by the same verb as an import."""

from uuid import UUID

from ninja import Router

from comptoir.commerce.access import IMPORT, READ
from comptoir.commerce.errors import UnknownOrder
from comptoir.commerce.models import Order
from comptoir.commerce.queries import orders_for
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.slots import ROUTERS
from comptoir.shipping import services
from comptoir.shipping.queries import ParcelCard, parcels_of
from comptoir.shipping.schemas import ParcelIn, ParcelList, ParcelOut, ReportOut

router = Router()


@router.get("/orders/{uuid:order_id}/parcels", response=ParcelList, summary="List parcels")
@needs(READ)
def list_parcels(request: ApiRequest, order_id: UUID) -> ParcelList:
    """Those of one order, with what carriers reported."""
    order = orders_for(request.viewer).filter(public_id=order_id).first()
    if order is None:
        raise UnknownOrder
    return ParcelList(items=[_told(card, order) for card in parcels_of([order.pk])[order.pk]])


@router.put("/parcels", response=ParcelOut, summary="Record a parcel")
@needs(IMPORT)
def record_parcel(request: ApiRequest, payload: ParcelIn) -> ParcelOut:
    """Made where it is new, with reports in whatever order they come; the same twice is once."""
    row = services.upsert_parcel(by=request.actor, facts=_facts(payload))
    cards = parcels_of([row.order_id])[row.order_id]
    (card,) = (card for card in cards if card.id == row.pk)
    return _told(card, row.order)


def _facts(payload: ParcelIn) -> services.ParcelFacts:
    told = payload.dict(exclude={"id", "tracking_url", "reports"})
    return services.ParcelFacts(
        **told,
        external_id=payload.id,
        tracking_url=str(payload.tracking_url or ""),
        events=tuple(services.Report(**report.dict()) for report in payload.reports),
    )


def _told(card: ParcelCard, order: Order) -> ParcelOut:
    return ParcelOut(
        id=card.external_id,
        order=order.public_id,
        carrier=card.carrier,
        tracking_number=card.tracking_number,
        tracking_url=card.tracking_url,
        state=card.state,
        shipped_at=card.shipped_at,
        promised_on=card.promised_on,
        expected_on=card.expected_on,
        delivered_at=card.delivered_at,
        is_late=card.is_late,
        reports=[
            ReportOut(at=one.at, status=one.status, place=one.place, description=one.description)
            for one in card.events
        ],
    )


ROUTERS.plug("Parcels", router)
