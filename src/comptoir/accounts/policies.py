"""Who may give which role: nobody gives what he does not hold himself."""

from collections.abc import Iterable

from comptoir.accounts import access
from comptoir.accounts.roles import Role, permissions_of
from comptoir.kit.actor import Actor, Grant


def may_give(giver: Actor, grant: Grant) -> bool:
    """Whoever manages members gives any role; others at most the rights they have there.

    By a token nobody gives more than the token itself may.
    """
    if giver.only is not None and not permissions_of(grant.role) <= giver.only:
        return False
    if access.may(giver, "accounts.manage"):
        return True
    given = permissions_of(grant.role)
    return any(
        given <= permissions_of(own.role)
        and own.scope in {"all", grant.scope}
        and (own.scope == "all" or own.scope_id == grant.scope_id)
        for own in giver.grants
    )


def givable_roles(giver: Actor) -> list[Role]:
    """The roles an invitation form offers, least first."""
    return [role for role in Role if may_give_somewhere(giver, role)]


def may_give_somewhere(giver: Actor, role: Role) -> bool:
    return access.may(giver, "accounts.manage") or any(
        permissions_of(role) <= permissions_of(own.role) for own in giver.grants
    )


def is_known_role(grants: Iterable[Grant]) -> bool:
    return all(grant.role in set(Role) for grant in grants)
