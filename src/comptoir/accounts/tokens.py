"""From an API token to the actor and viewer of its owner, narrowed to what the token may."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from comptoir.accounts.access import may_somewhere
from comptoir.accounts.identity import identify
from comptoir.accounts.models import ApiToken
from comptoir.kit.clock import now
from comptoir.kit.text import digest
from comptoir.rest.slots import Caller

MARK = "cpt_"
_NOTED_EVERY = timedelta(minutes=1)


def caller_of(token: str) -> Caller | None:
    """Two queries. None for a token that is unknown, expired or revoked, or whose owner left."""
    if not token.startswith(MARK):
        return None
    good = ApiToken.objects.filter(revoked_at=None, expires_at__gt=now(), member__is_active=True)
    found = good.select_related("member").filter(token_digest=digest(token)).first()
    if found is None:
        return None
    _note_use(found)
    identity = identify(found.member)
    actor = replace(identity.actor, only=frozenset(found.permissions))
    held = frozenset(name for name in found.permissions if may_somewhere(actor, name))
    return Caller(found.pk, found.name, actor, identity.viewer, held)


def _note_use(token: ApiToken) -> None:
    """Each minute at most: a write at each request would cost more than many requests."""
    if token.last_used_at is None or now() - token.last_used_at > _NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now())


def as_they_are(ids: Iterable[int]) -> Mapping[int, int]:
    """Members and teams are seen by the house alone: their ids are no secret there."""
    return {number: number for number in ids}
