"""What happened to parcels. Their subject is the order, whose timeline they are part of."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from comptoir.journal import Event
from comptoir.shipping.states import ParcelState


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelSent(Event):
    """A parcel became known."""

    SUBJECT: ClassVar = ("order", "order_id")
    SAID: ClassVar = _("Parcel became known")
    order_id: int
    parcel_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelMoved(Event):
    """Its state changed; `state` is empty where the carrier uses a word of his own."""

    SUBJECT: ClassVar = ("order", "order_id")
    SAID: ClassVar = _("Parcel moved")
    order_id: int
    parcel_id: int
    state: ParcelState | None = None
