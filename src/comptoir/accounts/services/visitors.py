"""The two doors: ask for a way in, come in, go (D8, D9, D10).

The page writes down what was typed and answers the same to everybody; the worker looks who it is.
"""

import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from comptoir import journal
from comptoir.accounts.errors import PassUnusable
from comptoir.accounts.events import VisitorCameIn, VisitsEnded
from comptoir.accounts.models import Pass, Visit
from comptoir.accounts.parties import Party
from comptoir.accounts.slots import PROVED
from comptoir.accounts.visitors import DOORS, Door, Visitor, address_of, guests_at, house_name
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.text import digest

log = logging.getLogger(__name__)

VALID_FOR = timedelta(minutes=15)
STAYS_FOR = timedelta(days=14)
MOST_TRIES = 5
# Mails to one address, and to all: what is more is silently not sent.
MOST_AN_HOUR, MOST_A_DAY = 5, 20
MOST_OF_ALL_IN_A_MINUTE = 120
KEPT = timedelta(days=1)


@transaction.atomic
def ask_for_pass(*, door: Door, address: str, browser: str, language: str) -> None:
    """Note that somebody wants in. Whether the address is known is not looked up here."""
    at = now()
    wanted = Pass.objects.create(
        party=door.party,
        address=address_of(address),
        browser_digest=digest(browser),
        language=language[:10],
        created_at=at,
        expires_at=at + VALID_FOR,
    )
    journal.later("accounts.mail_pass", queue="mail", pass_id=wanted.pk)


@transaction.atomic
def ask_for_proof(*, address: str, browser: str, language: str) -> None:
    """Note that somebody says an address is his. Known or not, a code is mailed to it."""
    at = now()
    wanted = Pass.objects.create(
        party=Party.BUYER,
        address=address_of(address),
        browser_digest=digest(browser),
        language=language[:10],
        is_proof=True,
        created_at=at,
        expires_at=at + VALID_FOR,
    )
    journal.later("accounts.mail_pass", queue="mail", pass_id=wanted.pk)


@transaction.atomic
def mail_pass(*, pass_id: int) -> None:
    """Mail what was asked for, in our words only; safe to repeat.

    A way in is mailed to an address that is known, the code of a proof to any, and without a link.
    """
    wanted = Pass.objects.select_for_update().filter(pk=pass_id, mailed_at=None).first()
    if wanted is None or wanted.expires_at <= now():
        return
    is_known = wanted.is_proof or guests_at(Party(wanted.party), wanted.address)
    if not is_known or _too_many(wanted):
        return
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06d}"
    wanted.token_digest = None if wanted.is_proof else digest(token)
    wanted.code_digest = _code_digest(bytes(wanted.browser_digest), code)
    wanted.mailed_at = now()
    wanted.save(update_fields=["token_digest", "code_digest", "mailed_at"])
    _mail(wanted, token, code)


def _too_many(wanted: Pass) -> bool:
    """The brakes: an address is not flooded, and nobody floods the world by us."""
    mailed = Pass.objects.filter(mailed_at__isnull=False)
    own = mailed.filter(address=wanted.address)
    counts = (
        own.filter(created_at__gt=now() - timedelta(hours=1)).count() >= MOST_AN_HOUR,
        own.filter(created_at__gt=now() - timedelta(days=1)).count() >= MOST_A_DAY,
        mailed.filter(mailed_at__gt=now() - timedelta(minutes=1)).count()
        >= MOST_OF_ALL_IN_A_MINUTE,
    )
    if any(counts):
        log.warning("A sign-in mail of pass %s was not sent: too many lately", wanted.pk)
    return any(counts)


def _code_digest(browser_digest: bytes, code: str) -> bytes:
    return salted_hmac(
        "comptoir.pass", f"{browser_digest.hex()}:{code}", algorithm="sha256"
    ).digest()


def _mail(wanted: Pass, token: str, code: str) -> None:
    door, house = DOORS[Party(wanted.party)], house_name()
    link = "" if wanted.is_proof else reverse(f"{door.name}:link", args=[token])
    words = {
        "url": link and str(settings.PUBLIC_URL) + link,
        "code": f"{code[:3]} {code[3:]}",
        "house": house,
        "minutes": VALID_FOR.seconds // 60,
    }
    with translation.override(wanted.language):
        text = render_to_string("accounts/mails/pass.txt", words)
        subject = _("%(code)s is your code for %(house)s") % words
    sender = formataddr((house, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    EmailMessage(subject, text, from_email=sender, to=[wanted.address]).send()


def asked_address(*, door: Door, browser: str) -> str:
    """The address that was typed in this browser, known or not; "" where none was lately."""
    asked = Pass.objects.filter(**_usable(door), browser_digest=digest(browser))
    return asked.order_by("-pk").values_list("address", flat=True).first() or ""


# --- Coming in ----------------------------------------------------------------------------------


def find_pass(*, door: Door, token: str) -> Pass:
    """The pass behind a link, looked at and not used: mail scanners open links too.

    Raises PassUnusable.
    """
    found = Pass.objects.filter(**_usable(door), token_digest=digest(token)).first()
    if found is None:
        raise _unusable()
    return found


@transaction.atomic
def come_in_by_link(*, door: Door, token: str) -> str:
    """Use the link up; the key of the new visit. Raises PassUnusable."""
    passes = Pass.objects.select_for_update().filter(**_usable(door))
    found = passes.filter(token_digest=digest(token)).first()
    if found is None:
        raise _unusable()
    return _come_in(door, found.address)


def come_in_by_code(*, door: Door, browser: str, code: str) -> str:
    """Use the code up in the browser that asked for it; the key of the new visit.

    Raises PassUnusable, the same for a wrong code, a late one, one too many and a stranger's.
    """
    with transaction.atomic():
        key = _try_code(door, digest(browser), "".join(filter(str.isdecimal, code)))
    if key is None:
        # Only now: the try that failed has to be counted.
        raise _unusable()
    return key


def _try_code(door: Door, browser_digest: bytes, code: str) -> str | None:
    right = _right(_usable(door), browser_digest, code)
    return _come_in(door, right.address) if right else None


def _right(usable: Mapping[str, object], browser_digest: bytes, code: str) -> Pass | None:
    """Every open pass of this browser counts the try: two mails may be on their way."""
    asked = Pass.objects.select_for_update().filter(
        **usable, browser_digest=browser_digest, tries__lt=MOST_TRIES
    )
    tried = list(asked.order_by("pk"))
    for each in tried:
        each.tries += 1
    Pass.objects.bulk_update(tried, ["tries"])
    given = _code_digest(browser_digest, code)
    right = (p for p in tried if constant_time_compare(bytes(p.code_digest or b""), given))
    return next(right, None)


def prove_by_code(*, browser: str, code: str) -> str:
    """Use the code of a proof up in the browser that asked for it; the address it shows.

    Raises PassUnusable.
    """
    with transaction.atomic():
        usable = {"is_proof": True, "used_at": None, "expires_at__gt": now()}
        right = _right(usable, digest(browser), "".join(filter(str.isdecimal, code)))
        if right is not None:
            Pass.objects.filter(is_proof=True, browser_digest=right.browser_digest).update(
                used_at=now()
            )
    if right is None:
        # Only now: the try that failed has to be counted.
        raise _unusable()
    return right.address


def _usable(door: Door) -> dict[str, object]:
    return {"party": door.party, "is_proof": False, "used_at": None, "expires_at__gt": now()}


def _unusable() -> PassUnusable:
    return PassUnusable(
        _(
            "This code or link is not right, was used, or is older than %(minutes)s minutes. "
            "Check it, or ask for a new one."
        )
        % {"minutes": VALID_FOR.seconds // 60}
    )


def _come_in(door: Door, address: str) -> str:
    guests = guests_at(door.party, address)
    if not guests:
        raise _unusable()
    at, key = now(), secrets.token_urlsafe(32)
    # What else was asked for this address is void: single use means all of it.
    Pass.objects.filter(party=door.party, address=address, used_at=None).update(used_at=at)
    visit = Visit.objects.create(
        party=door.party,
        address=address,
        key_digest=digest(key),
        created_at=at,
        expires_at=at + STAYS_FOR,
    )
    if door.name in PROVED:
        PROVED.get(door.name)(address)
    kind = ActorKind.BUYER if door.party is Party.BUYER else ActorKind.SELLER
    came = VisitorCameIn(visit_id=visit.pk, party=int(door.party))
    journal.publish(came, by=Actor(kind, guests[0].id, guests[0].name))
    return key


# --- Going --------------------------------------------------------------------------------------


@transaction.atomic
def end_visit(*, by: Actor, visitor: Visitor) -> None:
    """Sign this browser out."""
    _end(by, [visitor.visit_id])


@transaction.atomic
def end_all_visits(*, by: Actor, door: Door, address: str) -> int:
    """Sign every browser of an address out; what was asked for and not used is void too."""
    address = address_of(address)
    Pass.objects.filter(party=door.party, address=address, used_at=None).update(used_at=now())
    own = Visit.objects.filter(party=door.party, address=address)
    return _end(by, list(own.values_list("pk", flat=True)))


def _end(by: Actor, visit_ids: Sequence[int]) -> int:
    ended, _kinds = Visit.objects.filter(pk__in=visit_ids).delete()
    if ended:
        journal.publish(VisitsEnded(visit_id=visit_ids[0], count=ended), by=by)
    return ended


def forget_passes() -> None:
    """Addresses that were only typed are nobody's business after a day; old visits are over."""
    Pass.objects.filter(expires_at__lt=now() - KEPT).delete()
    Visit.objects.filter(expires_at__lt=now()).delete()
