"""From a session to an actor and a viewer: all of it comes in the session's own query."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from comptoir.accounts.models import Member
from comptoir.accounts.parties import Party
from comptoir.accounts.roles import Role
from comptoir.accounts.viewers import Viewer
from comptoir.kit.actor import Actor, ActorKind, Grant
from comptoir.kit.db import planned


@dataclass(frozen=True, slots=True)
class Identity:
    member: Member
    actor: Actor
    viewer: Viewer


class MemberRequest(HttpRequest):
    """A request behind `member_required`."""

    identity: Identity
    actor: Actor
    viewer: Viewer


def identity_of(request: HttpRequest) -> Identity | None:
    """Who is signed in; None for a stranger or a member who was switched off (D4)."""
    member = request.user
    if not isinstance(member, Member) or not member.is_active:
        return None
    session: Any = getattr(request, "session", None)
    came_along = getattr(session, "member", None)
    if came_along is None or came_along.pk != member.pk or member.is_superuser:
        return identify(member)
    return _identity(member, session.grants)


def identify(member: Member) -> Identity:
    """The actor and viewer of a member, with the grants as they stand now."""
    return _identity(member, grants_of(member))


def _identity(member: Member, grants: tuple[Grant, ...]) -> Identity:
    actor = Actor(ActorKind.AGENT, member.pk, str(member), grants)
    return Identity(member, actor, Viewer(Party.OPERATOR, member.pk, grants))


def grants_of(member: Member) -> tuple[Grant, ...]:
    if member.is_superuser:
        return (Grant(Role.ADMINISTRATOR),)
    return tuple(Grant(*row) for row in planned(_GRANTS, [member.pk]))


_GRANTS = "SELECT role, scope, scope_id FROM accounts_membergrant WHERE member_id = %s ORDER BY id"
