"""Where a parcel is, and the way it usually takes."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.kit.flows import Flow


class ParcelState(StrEnum):
    """The states we know. A carrier's own word outside this list is kept as it came."""

    PRE_TRANSIT = "pre_transit"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    EXCEPTION = "exception"
    RETURNED = "returned"
    LOST = "lost"


_S = ParcelState
_TROUBLE = {_S.EXCEPTION, _S.RETURNED, _S.LOST}

# The usual way, for diagrams and for `is_final`. Carriers skip scans, so a parcel may jump.
PARCEL_FLOW = Flow(
    {
        _S.PRE_TRANSIT: {_S.IN_TRANSIT, _S.OUT_FOR_DELIVERY, _S.DELIVERED} | _TROUBLE,
        _S.IN_TRANSIT: {_S.OUT_FOR_DELIVERY, _S.DELIVERED} | _TROUBLE,
        _S.OUT_FOR_DELIVERY: {_S.IN_TRANSIT, _S.DELIVERED} | _TROUBLE,
        _S.EXCEPTION: {_S.IN_TRANSIT, _S.OUT_FOR_DELIVERY, _S.DELIVERED, _S.RETURNED, _S.LOST},
        _S.LOST: {_S.IN_TRANSIT, _S.DELIVERED, _S.RETURNED},
        _S.DELIVERED: {_S.RETURNED},
    }
)

_NAMES: dict[str, str | Promise] = {
    _S.PRE_TRANSIT: _("Announced"),
    _S.IN_TRANSIT: pgettext_lazy("parcel", "On its way"),
    _S.OUT_FOR_DELIVERY: _("Out for delivery"),
    _S.DELIVERED: pgettext_lazy("parcel", "Delivered"),
    _S.EXCEPTION: _("Held up"),
    _S.RETURNED: _("Sent back"),
    _S.LOST: _("Lost"),
}


def parcel_state_name(state: str) -> str | Promise:
    """The state in words; a carrier's own state as it came."""
    return _NAMES.get(state) or state.replace("_", " ").capitalize()
