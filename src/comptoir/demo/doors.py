"""The two doors of the sample: no mail leaves this machine, so codes and links are read here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from comptoir.accounts import services as accounts
from comptoir.accounts.models import Pass, SystemMail
from comptoir.accounts.slots import Guest
from comptoir.accounts.visitors import SELLER_DOOR, Door
from comptoir.commerce.queries.guests import sellers_at
from comptoir.conversations.queries.visiting import asked_sellers
from comptoir.demo import people
from comptoir.kit.text import fold

_CODE = re.compile(r"^\d{3} \d{3}$", re.MULTILINE)
_LINK = re.compile(r"https?://\S+")
MOST_SHOWN = 5
MOST_SELLERS = 8


@dataclass(frozen=True, slots=True)
class SystemLetter:
    """A mail of the house itself: a code, a link, an invitation."""

    subject: str
    text: str
    at: datetime
    link: str


def system_letters(addresses: Sequence[str]) -> list[SystemLetter]:
    """What the house wrote to these addresses by itself, newest first."""
    found = SystemMail.objects.filter(recipient__in=addresses).order_by("-pk")[:MOST_SHOWN]
    return [
        SystemLetter(mail.subject, _LINK.sub("", mail.text).rstrip(": \n"), mail.created_at, link)
        for mail in found
        for link in [_path_of(mail.text)]
    ]


def _path_of(text: str) -> str:
    """The link without the house's address: a sample is read by more than one name."""
    found = _LINK.search(text)
    return "/" + found[0].partition("//")[2].partition("/")[2] if found else ""


def way_in(door: Door, address: str, *, browser: str, language: str) -> str:
    """Ask for a pass as the entrance does, and read its link, as the mail's reader would."""
    accounts.ask_for_pass(door=door, address=address, browser=browser, language=language)
    wanted = Pass.objects.filter(party=door.party, mailed_at=None).latest("pk")
    accounts.mail_pass(pass_id=wanted.pk)
    letters = system_letters([fold(address)])
    came = letters and _CODE.search(letters[0].text)
    return letters[0].link if came else reverse(f"{door.name}:enter")


def letterbox_of(address: str) -> str:
    """Where the mails of an address of the sample are read; "" for nobody's."""
    if not settings.DEMO:
        return ""
    if sellers_at([fold(address)]):
        return reverse("demo:seller", args=[fold(address)])
    return reverse("demo:person", args=[address]) if people.find(address) else ""


def find_seller(address: str) -> Guest | None:
    return next(iter(sellers_at([fold(address)]).get(fold(address), ())), None)


def sellers() -> list[tuple[str, str]]:
    """Workshops who were asked something: name and address."""
    asked = asked_sellers(limit=MOST_SELLERS)
    return list(dict.fromkeys((seller.name, seller.email) for seller in asked if seller.email))


__all__ = [
    "SELLER_DOOR",
    "find_seller",
    "letterbox_of",
    "sellers",
    "system_letters",
    "way_in",
]
