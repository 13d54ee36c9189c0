"""When a notice is tried again, how it is signed, which addresses can be told."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from comptoir.connectors.webhooks.errors import BadEndpoint

# The waits after each failed try: with the first try, a day in all.
_WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=6),
    timedelta(hours=10),
)
MOST_ATTEMPTS = len(_WAITS) + 1
GONE = 410
SECRET_MARK = "whsec_"  # noqa: S105


def next_attempt(attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many tries; None to give up."""
    return at + _WAITS[attempts - 1] if attempts <= len(_WAITS) else None


def is_delivered(status: int) -> bool:
    """A redirect is no delivery: it could lead anywhere."""
    return 200 <= status < 300


def signature(secret: str, notice_id: str, timestamp: int, body: bytes) -> str:
    """As Standard Webhooks has it; the secret is base64 behind its mark."""
    key = base64.b64decode(secret.removeprefix(SECRET_MARK))
    signed = f"{notice_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def check_url(url: str) -> str:
    """The address as it is stored; raises BadEndpoint in words.

    Where it leads is asked at each connection anew: a name may point elsewhere by then.
    """
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise BadEndpoint(_("This is no address. It begins with https://.")) from None
    if parts.scheme not in {"https", "http"} or not host or not url.isascii():
        raise BadEndpoint(_("This is no address. It begins with https://."))
    if parts.username is not None or parts.password is not None:
        raise BadEndpoint(_("Leave name and password out of the address: the signature proves us."))
    if any(sign.isspace() or ord(sign) < 33 for sign in url.strip()):
        raise BadEndpoint(_("An address has no spaces."))
    return url.strip()
