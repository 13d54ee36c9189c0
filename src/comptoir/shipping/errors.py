"""What can be refused here, in words."""

from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError, NotFound


class UnknownOrder(NotFound):
    """The parcel's order is not here (yet): orders come before their parcels."""

    def __init__(self, number: str) -> None:
        super().__init__(_("order_number: the order “%(number)s” is unknown") % {"number": number})


class AmbiguousOrder(ComptoirError):
    """Several marketplaces have an order of this number."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _("marketplace: several have an order “%(number)s”; say which") % {"number": number}
        )


class UnknownParcel(NotFound):
    def __init__(self) -> None:
        super().__init__(_("There is no such parcel."))


class BadParcel(ComptoirError):
    """Neither an id nor a tracking number, or one that is too long."""

    def __init__(self) -> None:
        super().__init__(
            _("parcel_id: a parcel needs an id or a tracking number of at most 120 characters")
        )
