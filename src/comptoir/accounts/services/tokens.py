"""API tokens: made by a member for himself, shown once, at most what he may."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts import access
from comptoir.accounts.errors import BadToken
from comptoir.accounts.events import TokenMade, TokenRevoked
from comptoir.accounts.models import ApiToken
from comptoir.accounts.tokens import MARK
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean, digest

LONGEST = timedelta(days=366)
_HINT = len(MARK) + 4


@dataclass(frozen=True, slots=True)
class Made:
    """`secret` is shown once and never stored."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(*, by: Actor, name: str, permissions: Collection[str], valid_for: timedelta) -> Made:
    """Raises BadToken for a permission the actor holds nowhere."""
    if not access.may_somewhere(by, "accounts.tokens"):
        access.refuse("accounts.tokens")
    _check(by, name, permissions, valid_for)
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        member_id=by.row_id,
        name=clean(name).strip()[:80],
        hint=secret[:_HINT],
        token_digest=digest(secret),
        permissions=sorted(set(permissions)),
        expires_at=now() + valid_for,
    )
    publish(
        TokenMade(member_id=by.row_id, token_id=token.pk),
        by=by,
        detail={"name": token.name, "permissions": token.permissions},
    )
    return Made(token, secret)


def _check(by: Actor, name: str, permissions: Collection[str], valid_for: timedelta) -> None:
    if not clean(name).strip():
        raise BadToken(_("Give the token a name that says what it is for."))
    if not permissions:
        raise BadToken(_("Choose at least one thing that the token may do."))
    if any(not access.may_somewhere(by, permission) for permission in permissions):
        raise BadToken(_("A token can't do more than you may do yourself."))
    if not timedelta() < valid_for <= LONGEST:
        raise BadToken(_("A token is good for at most a year."))


@transaction.atomic
def revoke_token(*, by: Actor, token_id: int) -> ApiToken:
    """One's own, or with the right to manage members anybody's. It stops at the next request."""
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    if token.member_id != by.id or by.kind != "agent":
        access.require(by, "accounts.manage")
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        publish(TokenRevoked(member_id=token.member_id, token_id=token.pk), by=by)
    return token
