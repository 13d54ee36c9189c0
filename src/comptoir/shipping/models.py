"""Tables of parcels and of what carriers reported about them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.commerce.models import Order
from comptoir.shipping.states import ParcelState


class Parcel(models.Model):
    """One parcel of an order. `expected_on` is the first promise and stays."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="parcels", db_index=False)
    external_id = models.CharField(max_length=120)
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=120, blank=True)
    tracking_key = models.CharField(max_length=120, blank=True)
    tracking_url = models.URLField(_("tracking page"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=40, default=ParcelState.PRE_TRANSIT.value)
    shipped_at = models.DateTimeField(_("shipped"), null=True, blank=True)
    expected_on = models.DateField(_("promised for"), null=True, blank=True)
    expected_now = models.DateField(_("expected on"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    last_event_at = models.DateTimeField(_("last report"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "external_id"], name="parcel_once")]
        indexes = [
            models.Index(
                fields=["tracking_key"],
                name="parcel_tracking",
                condition=~models.Q(tracking_key=""),
            ),
            GinIndex(
                fields=["tracking_key"],
                name="parcel_tracking_part",
                opclasses=["gin_trgm_ops"],
                condition=~models.Q(tracking_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.tracking_number or self.external_id


class TrackingEvent(models.Model):
    """One report of the carrier. The same report twice is one row."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="events", db_index=False)
    at = models.DateTimeField()
    status = models.CharField(max_length=40)
    place = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "at", "status"], name="tracking_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.status} at {self.at:%Y-%m-%d %H:%M}"
