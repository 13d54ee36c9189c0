"""Pushing: a ring without a word. The browser then asks us what it may show."""

from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.queries import viewers_of_sessions
from comptoir.accounts.viewers import Viewer
from comptoir.kit import outbound
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError
from comptoir.notices.access import require_member
from comptoir.notices.errors import NoBrowser
from comptoir.notices.models import Browser, Notice
from comptoir.notices.queries import lines_of
from comptoir.notices.services.browsers import push_key

# So long a push service keeps it for a browser that is closed: what is older is found in the list.
_KEPT_SECONDS = 12 * 3600
_SIGNED_FOR = timedelta(hours=2)
# The browser said no, or is gone: its service will never take it again.
_GONE = frozenset({404, 410})
_LONGEST_TROUBLE = 300


def push(*, member_id: int) -> int:
    """Ring where something is due; how many browsers heard it. What was pushed is not again."""
    due = _claim(member_id)
    if not due:
        return 0
    welcome = _welcome(Browser.objects.filter(member_id=member_id))
    return sum(_ring(browser) for browser, viewer in welcome if lines_of(viewer, due))


@transaction.atomic
def _claim(member_id: int) -> list[Notice]:
    """A ring that a crash swallows is found in the list; one that comes twice would annoy."""
    at = now()
    found = Notice.objects.filter(member_id=member_id, push_at__lte=at)
    due = list(found.filter(read_at=None).select_for_update())
    found.update(push_at=None)
    settle([each.pk for each in due])
    return due


def settle(ids: Iterable[int]) -> None:
    """What is not shown in the app is read once every other way has had it."""
    over = Notice.objects.filter(pk__in=ids, in_app=False, push_at=None, mail_at=None)
    over.filter(read_at=None).update(read_at=now())


def _welcome(browsers: Iterable[Browser]) -> list[tuple[Browser, Viewer]]:
    """Those in which their member is still signed in, with his grants of now (D4)."""
    found = list(browsers)
    viewers = viewers_of_sessions([browser.session_key for browser in found])
    mine = [(browser, viewers.get(browser.session_key)) for browser in found]
    return [(b, viewer) for b, viewer in mine if viewer is not None and viewer.id == b.member_id]


def try_push(*, by: Actor, session_key: str) -> None:
    """Ring in the browser that asks, now; raises NoBrowser, or what its service says."""
    mine = Browser.objects.filter(member_id=require_member(by), session_key=session_key)
    browsers = _welcome(mine)
    if not browsers:
        raise NoBrowser(_("Push is not on in this browser yet. Turn it on first, then try again."))
    for browser, _viewer in browsers:
        if not _ring(browser):
            browser.refresh_from_db()
            said = _("The push service of this browser did not take it: %(trouble)s")
            raise NoBrowser(said % {"trouble": browser.trouble})


def _ring(browser: Browser) -> bool:
    """Without content: nothing of ours passes through a push service (invariant 2)."""
    try:
        answer = outbound.request("POST", browser.endpoint, headers=_headers(browser), content=b"")
    except (ComptoirError, httpx.InvalidURL) as error:
        _note(browser, str(error))
        return False
    if answer.status_code in _GONE:
        _note(browser, _("It does not know this browser any more. Turn push on again."))
        Browser.objects.filter(pk=browser.pk).update(session_key="")
        return False
    if not answer.is_success:
        _note(browser, _("It answered with %(status)s.") % {"status": answer.status_code})
        return False
    Browser.objects.filter(pk=browser.pk).update(pushed_at=now(), trouble="")
    return True


def _note(browser: Browser, trouble: str) -> None:
    Browser.objects.filter(pk=browser.pk).update(trouble=trouble[:_LONGEST_TROUBLE])


def _headers(browser: Browser) -> dict[str, str]:
    key = push_key()
    # Where the desk has no public address yet, its mail address names it.
    key.conf = {"no-strict": True}
    url = urlsplit(browser.endpoint)
    claims = {
        "aud": f"https://{url.netloc}",
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        "exp": int((now() + _SIGNED_FOR).timestamp()),
    }
    signed: dict[str, str] = key.sign(claims)
    return {**signed, "TTL": str(_KEPT_SECONDS), "Urgency": "normal"}
