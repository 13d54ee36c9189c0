"""`comptoir mail import`: files of mail, through the real intake."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from comptoir.channels.mail.report import mail_files, read_raw
from comptoir.channels.models import Channel
from comptoir.channels.services.intake import MOST_TRIES, Received, receive
from comptoir.channels.services.quarantine import try_failed
from comptoir.channels.states import Intake
from comptoir.kit.actor import SYSTEM, Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the mails; `threaded` ones joined a conversation that was there."""

    read: int
    stored: int
    threaded: int
    duplicates: int
    bounces: int
    auto_replies: int
    quarantined: int
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def import_mails(paths: Iterable[Path], *, channel: str, by: Actor = SYSTEM) -> dict[str, Any]:
    """Take in every mail of these files, folders and mailboxes.

    The channel is found by name or key; a new one is made for a name that does not exist, which
    fetches nothing by itself.
    """
    begin = time.perf_counter()
    into = _channel(channel)
    actor = Actor(ActorKind.CHANNEL, into.pk)
    counts: Counter[str] = Counter()
    for raw in _raw_mails(paths):
        counts.update(_kinds(_receive(actor, into, raw)))
    return Summary(
        read=counts["read"],
        stored=counts["stored"],
        threaded=counts["threaded"],
        duplicates=counts["duplicates"],
        bounces=counts["bounces"],
        auto_replies=counts["auto_replies"],
        quarantined=counts["quarantined"],
        seconds=round(time.perf_counter() - begin, 2),
    ).as_dict()


def _raw_mails(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        for file in mail_files(path):
            for _name, raw in read_raw(file):
                yield raw


def _channel(name: str) -> Channel:
    key = slugify(name)[:60] or "mail"
    found = Channel.objects.filter(name=name).first() or Channel.objects.filter(key=key).first()
    return found or Channel.objects.create(key=key, name=name[:80], kind="email")


def _receive(by: Actor, channel: Channel, raw: bytes) -> Received:
    """One mail; what fails is tried again at once, for nobody waits for a later try here."""
    received = receive(by=by, channel=channel, raw=raw)
    for _ in range(MOST_TRIES - 1):
        if received.state is not Intake.FAILED or received.envelope_id is None:
            break
        received = try_failed(envelope_id=received.envelope_id)
    return received


_COUNTED = {
    Intake.STORED: "stored",
    Intake.DUPLICATE: "duplicates",
    Intake.BOUNCE: "bounces",
    Intake.QUARANTINED: "quarantined",
}


def _kinds(received: Received) -> Iterable[str]:
    yield "read"
    if received.state in _COUNTED:
        yield _COUNTED[received.state]
    if received.taken is not None and not received.taken.opened:
        yield "threaded"
    if received.is_auto_reply and received.state is Intake.STORED:
        yield "auto_replies"
