"""Browsers that may be pushed to, and the key by which push services know us."""

from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection, transaction
from django.utils.translation import gettext as _
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from comptoir.accounts.browsers import browser_name
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.secrets import UnreadableSecret, seal, unseal
from comptoir.kit.text import clean, digest
from comptoir.notices.access import require_member
from comptoir.notices.errors import BadBrowser
from comptoir.notices.events import BrowserAdded, BrowserRemoved
from comptoir.notices.models import Browser, PushKey

_LONGEST = 1000
_MOST_BROWSERS = 20


@transaction.atomic
def add_browser(*, by: Actor, session_key: str, endpoint: str, user_agent: str = "") -> Browser:
    """This browser belongs to whoever is signed in there now. Raises BadBrowser."""
    member_id = require_member(by)
    _check(endpoint)
    name = clean(browser_name(user_agent))[:120]
    browser, is_new = Browser.objects.update_or_create(
        endpoint_digest=digest(endpoint),
        defaults={
            "member_id": member_id,
            "session_key": session_key,
            "endpoint": endpoint,
            "name": name,
            "trouble": "",
        },
    )
    if is_new:
        _make_room(member_id)
        publish(BrowserAdded(member_id=member_id, browser_id=browser.pk), by=by)
    return browser


@transaction.atomic
def keep_browser(*, by: Actor, session_key: str, endpoint: str) -> None:
    """He signed in anew in a browser where he had allowed it; nobody else's becomes his."""
    known = Browser.objects.filter(endpoint_digest=digest(endpoint), member_id=require_member(by))
    known.update(session_key=session_key)


@transaction.atomic
def remove_browser(*, by: Actor, browser_id: int) -> None:
    """One of his own; one that is gone changes nothing."""
    member_id = require_member(by)
    gone, _rows = Browser.objects.filter(pk=browser_id, member_id=member_id).delete()
    if gone:
        publish(BrowserRemoved(member_id=member_id, browser_id=browser_id), by=by)


def _check(endpoint: str) -> None:
    """Where it leads is asked when it is dialled (E1): here only what can be no push service."""
    try:
        url = urlsplit(endpoint)
    except ValueError:
        url = urlsplit("")
    is_bare = url.username is None and url.password is None and not url.fragment
    if url.scheme != "https" or not url.hostname or not is_bare or len(endpoint) > _LONGEST:
        raise BadBrowser(_("This is no address of a push service."))


def _make_room(member_id: int) -> None:
    """The oldest go: nobody reads in more browsers than that."""
    mine = Browser.objects.filter(member_id=member_id).order_by("-pk")
    kept = list(mine.values_list("pk", flat=True)[:_MOST_BROWSERS])
    Browser.objects.filter(member_id=member_id).exclude(pk__in=kept).delete()


# --- The key -------------------------------------------------------------------------------------

# One key, also where two pages need it first at once.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('notices.push_key'))"


def push_key() -> Vapid02:
    """The key we sign with; made at its first need.

    With another secret key of the installation the old one can't be read: a new one is made, and
    browsers, which know the old one, are asked again.
    """
    kept = PushKey.objects.order_by("-pk").first()
    if kept is not None:
        try:
            return _read(kept)
        except UnreadableSecret:
            pass
    return _make(kept)


def _read(kept: PushKey) -> Vapid02:
    return Vapid02.from_pem(unseal(kept.sealed_private).encode())


@transaction.atomic
def _make(unreadable: PushKey | None) -> Vapid02:
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    newest = PushKey.objects.order_by("-pk").first()
    if newest is not None and (unreadable is None or newest.pk != unreadable.pk):
        return _read(newest)
    key = Vapid02()
    key.generate_keys()
    sealed = seal(key.private_pem().decode())
    if newest is not None:
        newest.delete()
        Browser.objects.all().delete()
    PushKey.objects.create(sealed_private=sealed, public=_public(key))
    return key


def public_key() -> str:
    """As browsers want it: the bare point in base64 for addresses."""
    return _public(push_key())


def _public(key: Vapid02) -> str:
    point = key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))
