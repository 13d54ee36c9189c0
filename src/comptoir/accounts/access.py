"""Who may: the one question every service asks first."""

from typing import NoReturn

from django.utils.translation import gettext_lazy as _

from comptoir.accounts.roles import (
    ADMINISTRATORS,
    LEADERS,
    PERMISSIONS,
    READERS,
    Permission,
    Role,
    permissions_of,
)
from comptoir.kit.actor import Actor, ActorKind, Grant
from comptoir.kit.errors import NotAllowed

PERMISSIONS.plug("accounts.invite", Permission(_("Invite members"), LEADERS))
PERMISSIONS.plug("accounts.teams", Permission(_("Rename teams and change who is in them"), LEADERS))
PERMISSIONS.plug(
    "accounts.manage",
    Permission(_("Change roles, switch members off, create teams"), ADMINISTRATORS),
)
PERMISSIONS.plug("accounts.read", Permission(_("See members and teams"), READERS))
PERMISSIONS.plug(
    "accounts.tokens",
    Permission(
        _("Make API tokens of one's own"),
        (Role.AGENT, Role.LEAD, Role.COMPLIANCE, Role.ADMINISTRATOR),
    ),
)
PERMISSIONS.plug("accounts.follow", Permission(_("Follow all events by the API"), ADMINISTRATORS))

# These act by rules of their own, decided where the rule was written.
_UNQUESTIONED = frozenset({ActorKind.SYSTEM, ActorKind.CHANNEL})


def may(
    actor: Actor,
    permission: str,
    *,
    team_id: int | None = None,
    channel_id: int | None = None,
    seller_id: int | None = None,
) -> bool:
    """Whether a grant of the actor holds the permission for this team, channel or seller."""
    if actor.kind in _UNQUESTIONED:
        return True
    here = {"team": team_id, "channel": channel_id, "seller": seller_id}
    return _is_let(actor, permission) and any(
        permission in permissions_of(grant.role) and _covers(grant, here) for grant in actor.grants
    )


def _is_let(actor: Actor, permission: str) -> bool:
    return actor.only is None or permission in actor.only


def _covers(grant: Grant, here: dict[str, int | None]) -> bool:
    return grant.scope == "all" or (
        grant.scope_id is not None and here.get(grant.scope) == grant.scope_id
    )


def require(
    actor: Actor,
    permission: str,
    *,
    team_id: int | None = None,
    channel_id: int | None = None,
    seller_id: int | None = None,
) -> None:
    """Raise NotAllowed unless `may`."""
    if not may(actor, permission, team_id=team_id, channel_id=channel_id, seller_id=seller_id):
        refuse(permission)


def refuse(permission: str) -> NoReturn:
    """Raise NotAllowed in words that name the right that is missing."""
    what = PERMISSIONS.get(permission).help
    raise NotAllowed(_("Your role does not allow this: %(what)s.") % {"what": what})


def may_somewhere(actor: Actor, permission: str) -> bool:
    """Whether any grant holds it, whatever its scope: for showing a page or a button."""
    return actor.kind in _UNQUESTIONED or (
        _is_let(actor, permission)
        and any(permission in permissions_of(grant.role) for grant in actor.grants)
    )
