"""Ingest: mails a second through the real intake, beside a floor that does only what it must."""

import email
import email.policy
import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from secrets import token_hex
from typing import Any

from comptoir.config.bench.facts import Facts
from comptoir.config.bench.figures import ROUNDS, median_of
from comptoir.config.bench.words import texts

MOST_MAILS = 400


@dataclass(frozen=True, slots=True)
class Made:
    """A mail and what the floor stores of it without reading it."""

    raw: bytes
    number: int
    is_reply: bool


def run(size: int) -> dict[str, float]:
    """Mails a second, product and floor alternating; the database's bytes a conversation."""
    from comptoir.config.bench.weight import bytes_per_conversation

    product: list[float] = []
    floor: list[float] = []
    floor_db: list[float] = []
    weight = bytes_per_conversation()
    # The stage is kept: mails of an earlier run would be duplicates, which cost nothing.
    ours, mails = token_hex(4), min(MOST_MAILS, max(60, size // 5))
    _product(_mails(f"warm.{ours}", 40))
    for at in range(ROUNDS):
        product.append(_product(_mails(f"p{at}.{ours}", mails)))
        floor.append(_floor(_mails(f"f{at}.{ours}", mails), parse=True))
        floor_db.append(_floor(_mails(f"d{at}.{ours}", mails), parse=False))
    return {
        "per_second": median_of(product),
        "floor_per_second": median_of(floor),
        "floor_db_per_second": median_of(floor_db),
        "ratio": round(median_of(product) / median_of(floor), 3),
        "bytes_per_conversation": weight,
    }


def _mails(run: str, count: int) -> list[Made]:
    """One third opens a conversation, two thirds answer: 800 characters of text, and as HTML."""
    dice = random.Random(run)  # noqa: S311 - samples, no secrets
    return [_mail(dice, run, at) for at in range(count)]


def _mail(dice: random.Random, run: str, at: int) -> Made:
    first = at - at % 3
    body = " ".join(dice.choices(texts(), k=3))[:800]
    message = EmailMessage()
    message["From"] = f"Buyer {first} <buyer{first}.{run}@buyer.example>"
    message["To"] = "desk1@bench.example"
    message["Subject"] = f"{'Re: ' if at % 3 else ''}About my parcel {run} {first}"
    message["Message-ID"] = f"<{run}.{at}@buyer.example>"
    message["Date"] = "Sat, 21 Nov 2026 10:00:00 +0000"
    if at % 3:
        message["In-Reply-To"] = f"<{run}.{first}@buyer.example>"
        message["References"] = f"<{run}.{first}@buyer.example>"
    message.set_content(body)
    message.add_alternative(f"<html><body><p>{body}</p></body></html>", subtype="html")
    return Made(message.as_bytes(), at, bool(at % 3))


def _product(mails: Sequence[Made]) -> float:
    from comptoir.channels.models import Channel
    from comptoir.channels.services import receive
    from comptoir.kit.actor import Actor, ActorKind

    channel = Channel.objects.get(key="bench-1")
    by = Actor(ActorKind.CHANNEL, channel.pk)
    return _per_second(mails, lambda made: receive(by=by, channel=channel, raw=made.raw))


def _per_second(mails: Sequence[Made], take_in: Callable[[Made], Any]) -> float:
    begin = time.perf_counter()
    for made in mails:
        take_in(made)
    return len(mails) / (time.perf_counter() - begin)


def _floor(mails: Sequence[Made], *, parse: bool) -> float:
    from comptoir.config.bench.floor import connect, forget_jobs, store

    conversations: dict[str, int] = {}
    with connect() as connection:

        def take_in(made: Made) -> None:
            facts = _parsed(made.raw) if parse else _unparsed(made)
            store(connection, facts, conversations)

        speed = _per_second(mails, take_in)
        forget_jobs(connection)
    return speed


def _parsed(raw: bytes) -> Facts:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Facts(
        message_id=str(message["Message-ID"]),
        in_reply_to=str(message["In-Reply-To"] or ""),
        sender=message["From"].addresses[0].addr_spec,
        subject=str(message["Subject"]),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        digest=hashlib.sha256(raw).digest(),
        size=len(raw),
    )


def _unparsed(made: Made) -> Facts:
    first = made.number - made.number % 3
    digest = hashlib.sha256(made.raw).digest()
    mark = digest.hex()[:12]
    body = texts()[made.number % len(texts())]
    return Facts(
        message_id=f"{mark}.{made.number}",
        in_reply_to=f"first.{first}" if made.is_reply else "",
        sender=f"{mark}@floor.example",
        subject="About my parcel",
        text=body * 2,
        html=f"<p>{body}</p>",
        digest=digest,
        size=len(made.raw),
    )
