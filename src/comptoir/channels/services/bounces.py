"""A mail of ours came back: written on the delivery and told to the desk."""

from django.db import transaction

from comptoir.channels.mail.shapes import Bounce
from comptoir.channels.models import Delivery
from comptoir.channels.slots import DESK
from comptoir.channels.states import SENDING_FLOW, Intake, Sending
from comptoir.kit.actor import Actor
from comptoir.kit.text import excerpt


@transaction.atomic
def note_bounce(*, by: Actor, bounce: Bounce) -> Intake:
    """Mark the delivery that came back; a warning that it is delayed marks nothing.

    A bounce of something that we never sent is only counted (A6).
    """
    delivery = _lock(bounce.original_message_id)
    if delivery is None or bounce.delayed:
        return Intake.BOUNCE
    if SENDING_FLOW.can(Sending(delivery.state), Sending.BOUNCED):
        delivery.state = Sending.BOUNCED
        delivery.bounce_kind = bounce.kind
        delivery.code = bounce.status[:20]
        delivery.trouble = excerpt(bounce.diagnostic or bounce.reason, 500)
        delivery.save(update_fields=["state", "bounce_kind", "code", "trouble"])
        DESK.get("desk").came_back(by=by, delivery=delivery, bounce=bounce)
    return Intake.BOUNCE


def _lock(message_id: str) -> Delivery | None:
    """The delivery that came back, behind its conversation; None if it is none of ours."""
    found = Delivery.objects.filter(message_id=message_id) if message_id else None
    number = found.values_list("pk", flat=True).first() if found is not None else None
    if number is None:
        return None
    DESK.get("desk").hold_still(delivery_id=number)
    return Delivery.objects.select_for_update().filter(pk=number).first()
