"""Mail that could not be taken in: tried again, or put aside by a person."""

import logging

from django.db import InterfaceError, OperationalError, transaction

from comptoir.accounts.access import require
from comptoir.channels.events import EnvelopeSettled
from comptoir.channels.models import Envelope
from comptoir.channels.services.intake import Received, record_failure, take_in
from comptoir.channels.states import INTAKE_FLOW, Intake
from comptoir.journal import publish
from comptoir.kit import files
from comptoir.kit.actor import Actor, ActorKind

log = logging.getLogger(__name__)


def retry_failed(*, limit: int = 50) -> int:
    """Try the failed ones again, oldest first; returns how many were tried."""
    waiting = Envelope.objects.filter(state=Intake.FAILED).select_related("channel")
    found = list(waiting.order_by("received_at")[:limit])
    for envelope in found:
        _attempt(by=Actor(ActorKind.CHANNEL, envelope.channel_id), envelope=envelope)
    return len(found)


def try_failed(*, envelope_id: int) -> Received:
    """One more attempt at a mail that failed."""
    envelope = Envelope.objects.select_related("channel").get(pk=envelope_id)
    return _attempt(by=Actor(ActorKind.CHANNEL, envelope.channel_id), envelope=envelope)


def try_again(*, by: Actor, envelope_id: int) -> Received:
    """A person asks for one more attempt at a mail in quarantine."""
    require(by, "channels.quarantine")
    envelope = Envelope.objects.select_related("channel").get(pk=envelope_id)
    INTAKE_FLOW.check(Intake(envelope.state), Intake.FAILED)
    result = _attempt(by=Actor(ActorKind.CHANNEL, envelope.channel_id), envelope=envelope)
    with transaction.atomic():
        _tell(by, envelope, result.state)
    return result


@transaction.atomic
def discard(*, by: Actor, envelope_id: int) -> Envelope:
    """A person decides that a mail in quarantine is never taken in. Its raw file stays."""
    require(by, "channels.quarantine")
    envelope = Envelope.objects.select_for_update().get(pk=envelope_id)
    INTAKE_FLOW.check(Intake(envelope.state), Intake.DISCARDED)
    envelope.state = Intake.DISCARDED
    envelope.save(update_fields=["state"])
    _tell(by, envelope, Intake.DISCARDED)
    return envelope


def _attempt(*, by: Actor, envelope: Envelope) -> Received:
    try:
        return take_in(by=by, envelope=envelope, raw=files.read(envelope.raw_key))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Mail %s could not be taken in", envelope.pk)
        return record_failure(envelope, error)


def _tell(by: Actor, envelope: Envelope, state: Intake) -> None:
    publish(
        EnvelopeSettled(channel_id=envelope.channel_id, envelope_id=envelope.pk, state=state), by=by
    )
