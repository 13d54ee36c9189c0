"""A gentle stream of new mail: one every few seconds, until it was enough or somebody stops it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from random import Random

from django.db import transaction

from comptoir.channels import services as channels
from comptoir.channels.models import Channel
from comptoir.demo.content import Content, generate
from comptoir.demo.content.dripping import NewMail
from comptoir.demo.content.dripping import drip as new_mails
from comptoir.demo.loading.past import as_drawn
from comptoir.demo.models import Drip, Sample
from comptoir.journal import later
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now

MOST = 60
BETWEEN_SECONDS = (3, 8)


def running() -> Drip | None:
    return Drip.objects.filter(stopped_at=None).first()


@transaction.atomic
def start() -> Drip:
    """Let new mail come in; one that runs already goes on."""
    drip, is_new = Drip.objects.get_or_create(stopped_at=None, defaults={"started_at": now()})
    if is_new:
        later("demo.drip", drip_id=drip.pk)
    return drip


def stop() -> None:
    Drip.objects.filter(stopped_at=None).update(stopped_at=now())


def next_mail(drip_id: int) -> None:
    """Send one mail and ask for the next turn; nothing once it was stopped.

    A repeat after a crash sends the same bytes, which intake recognises.
    """
    drip = Drip.objects.filter(pk=drip_id, stopped_at=None).first()
    if drip is None:
        return
    _arrive(drip)
    with transaction.atomic():
        _turn(drip)


def _arrive(drip: Drip) -> None:
    mail = _mail(drip)
    channel = Channel.objects.get(key=mail.conversation.channel.key)
    channels.receive(by=Actor(ActorKind.CHANNEL, channel.pk), channel=channel, raw=mail.raw)


def _mail(drip: Drip) -> NewMail:
    """The mail whose turn it is: the same one when it is asked for again."""
    content = _content(Sample.objects.latest("pk").loaded_at)
    mails = new_mails(content, drip.pk, _times_of(drip), draw=as_drawn)
    return next(islice(mails, drip.sent, None))


@lru_cache(maxsize=1)
def _content(start: datetime) -> Content:
    """Takes two seconds; a worker keeps it."""
    return generate(start)


def _times_of(drip: Drip) -> Callable[[], datetime]:
    places = iter(range(MOST + 1))
    return lambda: drip.started_at + timedelta(seconds=next(places) * sum(BETWEEN_SECONDS) / 2)


def _turn(drip: Drip) -> None:
    drip.sent += 1
    if drip.sent >= MOST:
        drip.stopped_at = now()
    else:
        wait = Random(drip.sent).uniform(*BETWEEN_SECONDS)
        later("demo.drip", at=now() + timedelta(seconds=wait), drip_id=drip.pk)
    drip.save(update_fields=["sent", "stopped_at"])
