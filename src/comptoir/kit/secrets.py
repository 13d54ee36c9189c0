"""Passwords and tokens of other systems, sealed before they are stored."""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from comptoir.kit.errors import ComptoirError


class UnreadableSecret(ComptoirError):
    """The installation's secret key changed since this was sealed."""


@lru_cache(maxsize=1)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"comptoir.secrets:" + secret.encode()).digest())


def _current_box() -> MultiFernet:
    return _box((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def seal(text: str) -> str:
    """Encrypt for storage; an empty text stays empty."""
    return _current_box().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made; raises UnreadableSecret if the key is another."""
    if not sealed:
        return ""
    try:
        return _current_box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret(
            _(
                "A stored password can't be read with this installation's secret key. "
                "Enter it again."
            )
        ) from None
