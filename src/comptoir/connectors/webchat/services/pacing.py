"""Counting who asks how often: in PostgreSQL, so that all web processes count together."""

from collections.abc import Mapping

from comptoir.connectors.webchat.errors import TooFast
from comptoir.connectors.webchat.models import Pace
from comptoir.connectors.webchat.policies.pace import LIMITS
from comptoir.kit.clock import now
from comptoir.kit.db import planned
from comptoir.kit.text import digest

# In the order of their digests: two who count the same rows never wait for each other crosswise.
_COUNT = """
INSERT INTO connectors_webchat_pace AS p (key_digest, minute, used)
SELECT key, %s, 1 FROM unnest(%s::bytea[]) AS key ORDER BY key
ON CONFLICT (key_digest) DO UPDATE SET
  used = CASE WHEN p.minute = excluded.minute THEN p.used + 1 ELSE 1 END,
  minute = excluded.minute
RETURNING key_digest, used"""


def keep_pace(action: str, **who: str) -> None:
    """Count one request of a browser (`visit`), a network (`ip`) and everybody.

    Raises TooFast over the limit of any of them.
    """
    limits = _limits(action, who)
    minute = int(now().timestamp()) // 60
    counted = planned(_COUNT, [minute, list(limits)])
    if any(used > limits[bytes(key)] for key, used in counted):
        raise TooFast


def _limits(action: str, who: Mapping[str, str]) -> dict[bytes, int]:
    return {
        digest(f"{action} {kind} {who.get(kind, '')}"): most
        for kind, most in LIMITS[action].items()
        if kind in who or kind == "all"
    }


def forget_pace() -> None:
    minute = int(now().timestamp()) // 60
    Pace.objects.filter(minute__lt=minute - 60).delete()
