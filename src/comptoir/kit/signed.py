"""Links that open one thing, for one reader, for a short while."""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError, NotAllowed

_SALT = "comptoir.kit.signed"


class LinkExpired(ComptoirError):
    """It was good once. 410: the page that offered it has a new one."""

    status = 410


class LinkRefused(NotAllowed):
    """It was changed, or made for another reader."""


def sign(path_token: str, *, bound_to: str, minutes: int) -> str:
    """A token for the address, good for `minutes` at least and twice that at most.

    `bound_to` names the reader (`"member:7"`, a session's key) and is not in the link. Links made
    within the same span are equal, so that browsers need not fetch a picture twice.
    """
    span = minutes * 60
    ends_at = (int(now().timestamp()) // span + 2) * span
    return _signer(bound_to).sign_object([path_token, ends_at])


def check(signed: str, *, bound_to: str) -> str:
    """The path token again. Raises `LinkExpired` or `LinkRefused`.

    A good link proves who asked for it and when, not that he still may: the view asks `access`.
    """
    try:
        fields: Any = _signer(bound_to).unsign_object(signed)
        path_token, ends_at = fields
    except (BadSignature, ValueError, TypeError):
        raise LinkRefused(_("This link was not made for you.")) from None
    if now().timestamp() >= ends_at:
        raise LinkExpired(_("This link has expired. Open the page again and use the new one."))
    return str(path_token)


def _signer(bound_to: str) -> Signer:
    return Signer(salt=f"{_SALT}:{bound_to}")
