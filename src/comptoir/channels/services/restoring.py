"""After a restore: what was on its way is not repeated silently; nothing moves until told to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.access import require
from comptoir.channels.errors import NothingStandsStill
from comptoir.channels.events import DeskWentOn
from comptoir.channels.models import Delivery
from comptoir.channels.services.delivery import UNSURE
from comptoir.channels.slots import DESK
from comptoir.channels.states import SENDING_FLOW, Sending
from comptoir.journal import publish
from comptoir.journal.models import Restoration
from comptoir.journal.restoring import note_restored
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now

UNDER_WAY = (Sending.HELD, Sending.QUEUED, Sending.SENDING, Sending.RETRYING)


@transaction.atomic
def stand_still(*, copied_at: datetime) -> Restoration:
    """Called on a restored database: no job runs, what was under way may have arrived (H7)."""
    restored = note_restored(copied_at=copied_at)
    for delivery_id in _under_way(restored.restored_at):
        _doubt(delivery_id)
    return restored


def _under_way(at: datetime) -> list[int]:
    """What leaves only later by its own will cannot have left."""
    found = Delivery.objects.filter(state__in=UNDER_WAY)
    later = found.filter(state=Sending.HELD, next_attempt_at__gt=at).values("pk")
    return list(found.exclude(pk__in=later).order_by("pk").values_list("pk", flat=True))


def _doubt(delivery_id: int) -> None:
    desk = DESK.get("desk")
    desk.hold_still(delivery_id=delivery_id)
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    SENDING_FLOW.check(Sending(delivery.state), Sending.UNSURE)
    if delivery.state == Sending.HELD:
        desk.release(by=SYSTEM, delivery=delivery)
    delivery.state, delivery.trouble = Sending.UNSURE, UNSURE
    delivery.next_attempt_at = None
    delivery.save(update_fields=["state", "trouble", "next_attempt_at"])
    desk.note_delivery(by=SYSTEM, delivery=delivery)


@transaction.atomic
def go_on(*, by: Actor) -> Restoration:
    """Mail is fetched and sent again from now on; raises NothingStandsStill."""
    require(by, "channels.go_on")
    standing = Restoration.objects.select_for_update().filter(went_on_at=None)
    restored = standing.order_by("-pk").first()
    if restored is None:
        raise NothingStandsStill(_("The desk works already; nothing was held back."))
    standing.update(went_on_at=now())
    unsure = Delivery.objects.filter(state=Sending.UNSURE).count()
    publish(DeskWentOn(restoration_id=restored.pk, unsure=unsure), by=by)
    return restored
