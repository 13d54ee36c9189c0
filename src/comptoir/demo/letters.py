"""What a buyer has received: the letters of this house, and those of before the sample began."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from comptoir.channels.mail.compose import compose
from comptoir.channels.mail.read import read_mail
from comptoir.channels.mail.shapes import Mail
from comptoir.channels.models import Delivery
from comptoir.channels.states import Sending
from comptoir.conversations.services import letter_for
from comptoir.demo import mailroom
from comptoir.demo.models import DemoMail

A_PAGE = 8


@dataclass(frozen=True, slots=True)
class Received:
    """One letter as it lies in a buyer's box; `key` finds it again."""

    key: str
    at: datetime
    mail: Mail


@dataclass(frozen=True, slots=True)
class Box:
    """One page of a buyer's letters, newest first."""

    letters: Sequence[Received]
    total: int
    page: int

    @property
    def has_more(self) -> bool:
        return self.page * A_PAGE < self.total


def box_of(addresses: Sequence[str], *, page: int = 1) -> Box:
    """What came to any of these addresses (folded)."""
    found = sorted(_all(addresses), key=lambda each: each[1], reverse=True)
    shown = found[(page - 1) * A_PAGE : page * A_PAGE]
    letters = [letter for key, _ in shown if (letter := read(key, addresses))]
    return Box(letters, len(found), page)


def _all(addresses: Sequence[str]) -> list[tuple[str, datetime]]:
    here = list(DemoMail.objects.filter(to__in=addresses).values_list("pk", "at", "message_id"))
    kept = {message_id for _, _, message_id in here}
    sent = _sent_to(addresses).values_list("pk", "sent_at", "message_id")
    before = [(f"d{pk}", at) for pk, at, message_id in sent if at and message_id not in kept]
    return [(f"m{pk}", at) for pk, at, _ in here] + before


def _sent_to(addresses: Sequence[str]) -> QuerySet[Delivery]:
    wanted = reduce(or_, (Q(recipients__contains=[each]) for each in addresses))
    return Delivery.objects.filter(wanted, state=Sending.SENT)


def read(key: str, addresses: Sequence[str]) -> Received | None:
    """The letter with this key, if it is one of theirs."""
    number = int(key[1:]) if key[1:].isdecimal() else 0
    if key.startswith("m"):
        mail = DemoMail.objects.filter(pk=number, to__in=addresses).first()
        return Received(key, mail.at, read_mail(mailroom.raw_of(mail))) if mail else None
    delivery = _sent_to(addresses).select_related("channel").filter(pk=number).first()
    letter = letter_for(delivery=delivery) if delivery else None
    if delivery is None or letter is None or delivery.sent_at is None:
        return None
    return Received(key, delivery.sent_at, read_mail(compose(letter)))
