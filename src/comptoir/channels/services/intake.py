"""Taking in what a connector brings: one mail, one commit."""

import logging
import re
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from comptoir.channels.events import EnvelopeQuarantined
from comptoir.channels.mail.read import read_mail
from comptoir.channels.mail.shapes import Mail
from comptoir.channels.mail.threading import read_message_id, read_reply_address
from comptoir.channels.models import Channel, Delivery, Envelope
from comptoir.channels.policies.profiles import order_numbers, profile_of
from comptoir.channels.policies.spam import suspicion_of
from comptoir.channels.queries import history_of, profiles
from comptoir.channels.services.bounces import note_bounce
from comptoir.channels.slots import DESK, Incoming, TakenIn
from comptoir.channels.states import Intake
from comptoir.journal import publish
from comptoir.kit import files
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.db import planned
from comptoir.kit.text import clean, digest, excerpt

log = logging.getLogger(__name__)

MOST_TRIES = 3
RAW_FOLDER = "raw"

_CLAIM = """
INSERT INTO channels_envelope
  (channel_id, external_id, digest, size, raw_key, state, reason, attempts, sender, received_at)
VALUES (%s, %s, %s, %s, %s, 'stored', '', 0, '', %s)
ON CONFLICT DO NOTHING RETURNING id"""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one mail. `taken` is set when it became a message."""

    state: Intake
    envelope_id: int | None = None
    taken: TakenIn | None = None
    is_auto_reply: bool = False
    reason: str = ""


def receive(
    *, by: Actor, channel: Channel, raw: bytes, external_id: str = "", at: datetime | None = None
) -> Received:
    """Store one raw mail and all that follows from it, in one transaction.

    A mail that can't be taken in is kept with its raw file and tried again twice; it never stops
    the others. Raises only when the database itself can't be reached.
    """
    envelope = Envelope(
        channel=channel,
        external_id=external_id,
        digest=digest(raw),
        size=len(raw),
        raw_key=files.put(raw, folder=RAW_FOLDER, compress=True),
        received_at=at or now(),
    )
    try:
        return take_in(by=by, envelope=envelope, raw=raw)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("A mail could not be taken in by %s", channel)
        envelope.sender = _sender_of(raw)
        return record_failure(envelope, error)


def take_in(*, by: Actor, envelope: Envelope, raw: bytes) -> Received:
    """One attempt: read before the transaction, then all of it or nothing."""
    mail = read_mail(raw, trusted_servers=envelope.channel.settings.get("mail_servers", ()))
    with transaction.atomic():
        if not envelope.pk and not _claim(envelope):
            return Received(Intake.DUPLICATE)
        result = _settle(by=by, envelope=envelope, mail=mail)
        if result.state != envelope.state or envelope.attempts:
            Envelope.objects.filter(pk=envelope.pk).update(state=result.state, reason=result.reason)
    return replace(result, envelope_id=envelope.pk, is_auto_reply=mail.auto_reply is not None)


def _claim(envelope: Envelope) -> bool:
    """Insert the envelope; False when these bytes or this id came in before."""
    claimed = planned(
        _CLAIM,
        [
            envelope.channel_id,
            envelope.external_id,
            envelope.digest,
            envelope.size,
            envelope.raw_key,
            envelope.received_at,
        ],
    )
    if claimed:
        ((envelope.pk,),) = claimed
    return bool(claimed)


def _settle(*, by: Actor, envelope: Envelope, mail: Mail) -> Received:
    """The steps that need no conversation, then the desk."""
    if _is_echo(envelope.channel, mail):
        return Received(Intake.ECHO)
    if mail.bounce is not None:
        return Received(note_bounce(by=by, bounce=mail.bounce))
    if mail.complaint is not None:
        return Received(Intake.COMPLAINT, reason=mail.complaint.kind)
    taken = DESK.get("desk").take_in(by=by, incoming=_incoming(envelope, mail))
    return Received(Intake.STORED, taken=taken)


def _is_echo(channel: Channel, mail: Mail) -> bool:
    """A mail of ours that came back to us as if it were new (A8)."""
    ours = read_message_id(mail.message_id, key=_key()) is not None
    return ours and Delivery.objects.filter(message_id=mail.message_id).exists()


def _incoming(envelope: Envelope, mail: Mail) -> Incoming:
    known = profiles()
    own = known.get(envelope.channel.profile) or known["generic"]
    seen = profile_of(mail, own=own, all_profiles=known.values())
    return Incoming(
        channel=envelope.channel,
        envelope_id=envelope.pk,
        mail=mail,
        received_at=envelope.received_at,
        profile=seen.key,
        is_relay=seen.is_relay(mail.sender.address),
        thread_key=_thread_key(mail),
        order_numbers=order_numbers(mail, seen, own),
        suspicion=suspicion_of(mail, history_of(mail.sender.address)),
    )


def _key() -> bytes:
    return settings.SECRET_KEY.encode()


def _thread_key(mail: Mail) -> int | None:
    """The conversation named by a reply address that only we could have signed (A2)."""
    addresses = (a.address for a in (*mail.to, *mail.cc) if "+" in a.address)
    found = (read_reply_address(address, key=_key()) for address in addresses)
    return next((number for number in found if number is not None), None)


_FROM = re.compile(rb"(?im)^from:[ \t]*([^\r\n]{1,1000})")


def _sender_of(raw: bytes) -> str:
    """What stands behind From, undecoded: the mail could not be read properly."""
    found = _FROM.search(raw[:65_536])
    return clean(found.group(1).decode("utf-8", "replace")).strip()[:320] if found else ""


def record_failure(envelope: Envelope, error: Exception) -> Received:
    """Keep what failed, in a transaction of its own; the third failure puts it in quarantine."""
    if envelope.attempts == 0:
        envelope.pk = None  # the insert was rolled back with the rest
    reason = excerpt(clean(f"{type(error).__name__}: {error}"), 500)
    with transaction.atomic():
        if not envelope.pk and not _claim(envelope):
            return Received(Intake.DUPLICATE)
        return _note_failure(envelope, reason)


def _note_failure(envelope: Envelope, reason: str) -> Received:
    envelope.attempts += 1
    worn_out = envelope.attempts >= MOST_TRIES
    envelope.state = Intake.QUARANTINED if worn_out else Intake.FAILED
    envelope.reason = reason
    envelope.save(update_fields=["attempts", "state", "reason", "sender"])
    if worn_out:
        by = Actor(ActorKind.CHANNEL, envelope.channel_id)
        publish(EnvelopeQuarantined(channel_id=envelope.channel_id, envelope_id=envelope.pk), by=by)
    return Received(envelope.state, envelope.pk, reason=reason)


@transaction.atomic
def refuse_unread(
    *, by: Actor, channel: Channel, external_id: str, size: int, reason: str
) -> Received:
    """Something that was not loaded, for its size or the server's fault, goes to quarantine."""
    envelope = Envelope(
        channel=channel,
        external_id=external_id,
        digest=digest(external_id),
        size=min(size, 2_147_483_647),
        received_at=now(),
        attempts=MOST_TRIES - 1,
    )
    if not _claim(envelope):
        return Received(Intake.DUPLICATE)
    return _note_failure(envelope, reason)
