"""The parcels of a person's orders: where they went and what carriers said on the way."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from comptoir.commerce.slots import Person, PersonPart, Told
from comptoir.shipping.models import Parcel, TrackingEvent


def _export(person: Person) -> Told:
    parcels = Parcel.objects.filter(order_id__in=person.order_ids).order_by("pk")
    return Told(
        values={
            "parcels": [
                {
                    "carrier": row.carrier,
                    "tracking_number": row.tracking_number,
                    "state": row.state,
                    "delivered": row.delivered_at,
                    "reports": [
                        {"at": each.at, "place": each.place, "said": each.description}
                        for each in row.events.all()
                    ],
                }
                for row in parcels.prefetch_related("events")
            ]
        }
    )


def _erase(person: Person) -> Iterable[str]:
    """States and times stay; the number by which a carrier finds the address does not."""
    parcels = Parcel.objects.filter(order_id__in=person.order_ids)
    parcels.update(tracking_number="", tracking_key="", tracking_url="")
    reports = TrackingEvent.objects.filter(parcel__order_id__in=person.order_ids)
    reports.update(place="", description="")
    return ()


PART = PersonPart(
    title=_("Parcels"),
    tables=frozenset({"shipping_parcel", "shipping_trackingevent"}),
    export=_export,
    erase=_erase,
)
