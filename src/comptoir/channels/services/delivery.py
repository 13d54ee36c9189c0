"""Sending: committed before connecting, repeated only with the same Message-ID."""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from comptoir.channels.errors import ConnectorError, TooLateToUndo
from comptoir.channels.mail.compose import Letter
from comptoir.channels.models import Channel, Delivery
from comptoir.channels.policies.retrying import GIVE_UP_AFTER, STUCK_AFTER, next_attempt
from comptoir.channels.services.health import note_health, note_sending
from comptoir.channels.slots import CONNECTORS, DESK
from comptoir.channels.states import SENDING_FLOW, Health, Sending
from comptoir.journal import later
from comptoir.journal.restoring import follows_from_a_copy
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now
from comptoir.kit.rows import insert
from comptoir.kit.sentences import Sentence

log = logging.getLogger(__name__)

QUEUE = "deliveries"
UNSURE = Sentence(
    gettext_noop("The desk was restored from a backup. This may have been sent before.")
).kept()


@transaction.atomic(savepoint=False)
def queue_delivery(
    *,
    by: Actor,
    channel: Channel,
    message_id: str,
    recipients: list[str],
    kind: str = "reply",
    hold: timedelta | None = None,
) -> Delivery:
    """Put one letter on its way.

    `hold` is the time in which it can be taken back; the desk is told when it is over. None for
    what nobody can take back.
    """
    at = now()
    delivery = Delivery(
        channel=channel,
        kind=kind,
        state=Sending.QUEUED if hold is None else Sending.HELD,
        message_id=message_id,
        recipients=recipients,
        next_attempt_at=at + (hold or timedelta(0)),
        give_up_at=at + GIVE_UP_AFTER,
    )
    if follows_from_a_copy():
        delivery.state, delivery.trouble, delivery.next_attempt_at = Sending.UNSURE, UNSURE, None
        delivery.save()
        return delivery
    delivery.save()
    _defer(delivery, at=delivery.next_attempt_at if hold else None)
    return delivery


@transaction.atomic(savepoint=False)
def place_delivery(
    *, by: Actor, channel: Channel, message_id: str, recipients: list[str], kind: str = "reply"
) -> Delivery:
    """For what is read where it is written, as in a chat: it is there as soon as it counts."""
    delivery = Delivery(
        channel=channel,
        kind=kind,
        state=Sending.SENT,
        message_id=message_id,
        recipients=recipients,
        give_up_at=now(),
        sent_at=now(),
    )
    insert(delivery)
    return delivery


def _defer(delivery: Delivery, *, at: datetime | None) -> None:
    lock = f"delivery:{delivery.pk}"
    later("channels.deliver", at=at, lock=lock, queue=QUEUE, delivery_id=delivery.pk)


@transaction.atomic
def cancel_delivery(*, by: Actor, delivery_id: int) -> Delivery:
    """Take a held letter back; raises TooLateToUndo once it was released."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state != Sending.HELD:
        raise TooLateToUndo(_("This message has already been sent."))
    delivery.state = Sending.CANCELLED
    delivery.next_attempt_at = None
    delivery.save(update_fields=["state", "next_attempt_at"])
    return delivery


@transaction.atomic
def resend(*, by: Actor, delivery_id: int) -> Delivery:
    """Send again what failed or came back, with the same Message-ID."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    SENDING_FLOW.check(Sending(delivery.state), Sending.QUEUED)
    delivery.state = Sending.QUEUED
    delivery.attempts = 0
    delivery.next_attempt_at = now()
    delivery.give_up_at = now() + GIVE_UP_AFTER
    if delivery.bounce_kind:
        delivery.accepted = None  # whoever took it sent it back
    delivery.trouble = delivery.code = delivery.bounce_kind = ""
    delivery.save()
    _defer(delivery, at=None)
    return delivery


def deliver(*, delivery_id: int) -> None:
    """One attempt. Safe to run twice: the row says what is still to do.

    The attempt is committed before connecting, so that a crash after the other side's answer
    leads at worst to the same Message-ID once more.
    """
    try:
        _attempt(delivery_id)
    except (OperationalError, InterfaceError):
        raise
    except ConnectorError as error:
        _note_failure(delivery_id, error)
    except Exception as error:
        log.exception("Delivery %s could not be prepared", delivery_id)
        reason = f"{type(error).__name__}: {error}"
        said = gettext_noop("This mail could not be prepared: %s")
        _note_failure(delivery_id, ConnectorError(said, facts=(reason[:400],)))


def _attempt(delivery_id: int) -> None:
    letter = _begin(delivery_id)
    if letter is None:
        return
    delivery = Delivery.objects.select_related("channel").get(pk=delivery_id)
    taken = frozenset(delivery.accepted or ())
    left = [each for each in letter.recipients if each not in taken]
    CONNECTORS.get(delivery.channel.kind).send(
        channel=delivery.channel, letter=letter, recipients=left
    )
    _note_success(delivery_id)
    if delivery.channel.sending_trouble:
        note_sending(by=SYSTEM, channel_id=delivery.channel_id)


@transaction.atomic
def _begin(delivery_id: int) -> Letter | None:
    """Release a held letter whose time has come, claim the attempt, fetch the words."""
    DESK.get("desk").hold_still(delivery_id=delivery_id)
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None or not _is_due(delivery):
        return None
    if delivery.state == Sending.HELD:
        DESK.get("desk").release(by=SYSTEM, delivery=delivery)
        delivery.state = Sending.QUEUED
    letter = DESK.get("desk").letter_for(delivery=delivery)
    if letter is None:
        delivery.state = Sending.CANCELLED
        delivery.next_attempt_at = None
    else:
        delivery.state = Sending.SENDING
        delivery.attempts += 1
        delivery.started_at = now()
        delivery.next_attempt_at = now() + STUCK_AFTER
    delivery.save(update_fields=["state", "attempts", "started_at", "next_attempt_at"])
    return letter


def _is_due(delivery: Delivery) -> bool:
    """Jobs of one delivery share a lock: one that finds SENDING knows its predecessor died."""
    if delivery.state == Sending.SENDING:
        return True
    is_open = delivery.state in (Sending.HELD, Sending.QUEUED, Sending.RETRYING)
    return is_open and (delivery.next_attempt_at is None or delivery.next_attempt_at <= now())


@transaction.atomic
def note_sent(*, delivery_id: int) -> None:
    """The letter is with the other side: sent by us now, or elsewhere before."""
    _note_success(delivery_id)


@transaction.atomic
def _note_success(delivery_id: int) -> None:
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    delivery.state, delivery.sent_at, delivery.next_attempt_at = Sending.SENT, now(), None
    delivery.trouble = delivery.code = ""
    delivery.save(update_fields=["state", "sent_at", "next_attempt_at", "trouble", "code"])
    DESK.get("desk").note_delivery(by=SYSTEM, delivery=delivery)


@transaction.atomic
def _note_failure(delivery_id: int, error: ConnectorError) -> None:
    DESK.get("desk").hold_still(delivery_id=delivery_id)
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    again = (
        None
        if error.permanent
        else next_attempt(attempts=delivery.attempts, at=now(), give_up_at=delivery.give_up_at)
    )
    if delivery.state != Sending.HELD or again is None:
        delivery.state = Sending.RETRYING if again else Sending.FAILED
    if error.accepted:
        delivery.accepted = sorted({*(delivery.accepted or ()), *error.accepted})
    delivery.next_attempt_at = again
    delivery.trouble, delivery.code = error.kept, error.code[:20]
    delivery.save(update_fields=["state", "accepted", "next_attempt_at", "trouble", "code"])
    if again:
        _defer(delivery, at=again)
    _note_channel(delivery, error)
    DESK.get("desk").note_delivery(by=SYSTEM, delivery=delivery)


def _note_channel(delivery: Delivery, error: ConnectorError) -> None:
    """What stops every letter is told once, at the channel."""
    number, trouble = delivery.channel_id, error.kept
    if error.grant_expired:
        note_health(by=SYSTEM, channel_id=number, health=Health.GRANT_EXPIRED, trouble=trouble)
    elif error.whole_channel:
        note_sending(by=SYSTEM, channel_id=number, trouble=trouble)


def release_due(*, limit: int = 200) -> int:
    """Deliveries whose time has come though no job is left for them; returns how many."""
    overdue = now() - timedelta(seconds=30)
    waiting = Delivery.objects.filter(
        state__in=[Sending.HELD, Sending.QUEUED, Sending.SENDING, Sending.RETRYING],
        next_attempt_at__lt=overdue,
    )
    due = list(waiting.values_list("pk", flat=True)[:limit])
    for delivery_id in due:
        later(
            "channels.deliver",
            key=f"delivery:{delivery_id}",
            lock=f"delivery:{delivery_id}",
            queue=QUEUE,
            delivery_id=delivery_id,
        )
    return len(due)
