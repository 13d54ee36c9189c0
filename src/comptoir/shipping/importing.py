"""Parcels from a file: a CSV has one row a tracking event, JSON one object a parcel."""

import dataclasses
from collections.abc import Hashable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.commerce.services import number_key
from comptoir.commerce.slots import Answer, BadValue, Importer, Row
from comptoir.kit.actor import Actor
from comptoir.kit.errors import ComptoirError
from comptoir.shipping.policies import Report
from comptoir.shipping.services import ParcelFacts, store_parcels

MOST_EVENTS = 500


def read_parcel(row: Row) -> ParcelFacts:
    listed = row.rows("events", most=MOST_EVENTS)
    return ParcelFacts(
        order_number=row.id("order_number", required=True),
        marketplace=row.text("marketplace", most=60),
        external_id=row.id("parcel_id"),
        carrier=row.text("carrier", most=60),
        tracking_number=row.id("tracking_number"),
        tracking_url=row.link("tracking_url"),
        state=row.text("state", most=40),
        shipped_at=row.moment("shipped_at"),
        expected_on=row.day("expected_on"),
        delivered_at=row.moment("delivered_at"),
        events=_event(row) if listed is None else tuple(map(_listed_event, listed)),
    )


def _event(row: Row) -> tuple[Report, ...]:
    at, status = row.moment("event_at"), row.text("event_status", most=40)
    if not at and not status:
        return ()
    report = Report(
        at=row.need("event_at", at),
        status=row.text("event_status", most=40, required=True),
        place=row.text("event_place"),
        description=row.text("event_description", most=500),
    )
    return (report,)


def _listed_event(row: Row) -> Report:
    return Report(
        at=row.need("at", row.moment("at")),
        status=row.text("status", most=40, required=True),
        place=row.text("place"),
        description=row.text("description", most=500),
    )


_HEAD = (
    "carrier",
    "tracking_number",
    "tracking_url",
    "state",
    "shipped_at",
    "expected_on",
    "delivered_at",
)


def join_parcels(parcel: ParcelFacts, later: ParcelFacts) -> ParcelFacts:
    """The next row of the same parcel adds its event. Raises BadValue."""
    if len(parcel.events) >= MOST_EVENTS:
        raise BadValue("event_at", _("more than %d reports of one parcel") % MOST_EVENTS)
    told = {name: getattr(later, name) for name in _HEAD if getattr(later, name)}
    return dataclasses.replace(parcel, **told, events=(*parcel.events, *later.events))


def _key(parcel: ParcelFacts) -> Hashable:
    own = parcel.external_id or number_key(parcel.tracking_number)
    return parcel.marketplace, number_key(parcel.order_number), own


def _store(*, by: Actor, facts: Sequence[ParcelFacts]) -> list[Answer]:
    return [
        answer if isinstance(answer, ComptoirError) else answer.outcome
        for answer in store_parcels(by=by, facts=facts)
    ]


PARCELS: Importer[ParcelFacts] = Importer(
    columns=(
        "order_number",
        "marketplace",
        "parcel_id",
        *_HEAD,
        "event_at",
        "event_status",
        "event_place",
        "event_description",
    ),
    required=("order_number", "tracking_number"),
    read=read_parcel,
    key=_key,
    join=join_parcels,
    store=_store,
    name=gettext_lazy("Parcels"),
)
