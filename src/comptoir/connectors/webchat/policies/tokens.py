"""The token by which a shop says who its visitor is: a JWT, its algorithm pinned.

Written out rather than borrowed: one algorithm, no key sets, no header that chooses anything.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from comptoir.connectors.webchat.errors import TokenRefused
from comptoir.kit.text import clean

ALGORITHM = "HS256"
LONGEST_LIFE = timedelta(hours=24)
# Two machines' clocks differ.
LEEWAY = timedelta(seconds=60)
LONGEST = 4_096


@dataclass(frozen=True, slots=True)
class Claims:
    """`subject` is the buyer's address, or his id in the shop."""

    subject: str
    name: str
    expires_at: datetime

    @property
    def is_address(self) -> bool:
        return "@" in self.subject


def read_token(token: str, *, secrets: Collection[str], audience: str, at: datetime) -> Claims:
    """What a good token says; raises TokenRefused for any other."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > LONGEST or not token.isascii():
        raise TokenRefused
    signed, given = f"{parts[0]}.{parts[1]}".encode(), _bytes(parts[2])
    if not any(_same(secret, signed, given) for secret in secrets):
        raise TokenRefused
    header, claims = _object(parts[0]), _object(parts[1])
    # `crit` names what must be understood, and nothing but the algorithm is understood here.
    if header.get("alg") != ALGORITHM or "crit" in header:
        raise TokenRefused
    return _checked(claims, audience, at)


def _same(secret: str, signed: bytes, given: bytes) -> bool:
    made = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return bool(secret) and hmac.compare_digest(made, given)


def _checked(claims: dict[str, Any], audience: str, at: datetime) -> Claims:
    subject, expires = claims.get("sub"), _time(claims.get("exp"))
    begins = _time(claims.get("nbf", claims.get("iat", 0)))
    if not isinstance(subject, str) or not 0 < len(clean(subject).strip()) <= 254:
        raise TokenRefused
    if claims.get("aud") != audience or expires <= at.timestamp():
        raise TokenRefused
    if expires > (at + LONGEST_LIFE + LEEWAY).timestamp() or begins > (at + LEEWAY).timestamp():
        raise TokenRefused
    name = claims.get("name")
    shown = clean(name).strip()[:120] if isinstance(name, str) else ""
    return Claims(clean(subject).strip(), shown, datetime.fromtimestamp(expires, at.tzinfo))


def _time(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e11:
        raise TokenRefused
    return float(value)


def _object(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise TokenRefused from None
    if not isinstance(found, dict):
        raise TokenRefused
    return found


def _bytes(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise TokenRefused from None
