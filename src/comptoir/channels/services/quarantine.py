"""Mail that could not be taken in: tried again, or put aside by a person."""

import logging

from django.db import InterfaceError, OperationalError, transaction

from comptoir.accounts.access import require
from comptoir.channels.events import EnvelopeSettled, QuarantinedMailCopied
from comptoir.channels.models import Envelope
from comptoir.channels.services.intake import RAW_FOLDER, Received, record_failure, take_in
from comptoir.channels.slots import CONNECTORS
from comptoir.channels.states import INTAKE_FLOW, Intake
from comptoir.journal import publish
from comptoir.kit import files
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.text import digest

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
    """A person asks for one more attempt at a mail in quarantine; it is loaded if it never was.

    Raises ConnectorError when it can't be loaded: then it stays where it is.
    """
    require(by, "channels.quarantine")
    envelope = Envelope.objects.select_related("channel").get(pk=envelope_id)
    INTAKE_FLOW.check(Intake(envelope.state), Intake.FAILED)
    if envelope.raw_key or _loaded(envelope):
        result = _attempt(by=Actor(ActorKind.CHANNEL, envelope.channel_id), envelope=envelope)
    else:
        result = Received(Intake.DUPLICATE, envelope.pk)
    with transaction.atomic():
        _tell(by, envelope, result.state)
    return result


def _loaded(envelope: Envelope) -> bool:
    """Fetch what was never loaded; False when its bytes came in another way meanwhile."""
    connector = CONNECTORS.get(envelope.channel.kind)
    raw = connector.load(channel=envelope.channel, external_id=envelope.external_id)
    same = Envelope.objects.filter(channel_id=envelope.channel_id, digest=digest(raw))
    if same.exists():
        Envelope.objects.filter(pk=envelope.pk).update(state=Intake.DUPLICATE, reason="")
        return False
    envelope.digest, envelope.size = digest(raw), len(raw)
    envelope.raw_key = files.put(raw, folder=RAW_FOLDER, compress=True)
    envelope.save(update_fields=["digest", "size", "raw_key"])
    return True


@transaction.atomic
def take_quarantined(*, by: Actor, envelope_id: int) -> bytes:
    """The mail as it came, for whoever looks into why it failed. Raises Envelope.DoesNotExist."""
    require(by, "channels.quarantine")
    waiting = Envelope.objects.filter(state=Intake.QUARANTINED).exclude(raw_key="")
    envelope = waiting.get(pk=envelope_id)
    raw = files.read(envelope.raw_key)
    publish(QuarantinedMailCopied(channel_id=envelope.channel_id, envelope_id=envelope.pk), by=by)
    return raw


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
