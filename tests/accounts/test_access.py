"""Roles as a table, and grants within their scope."""

from itertools import pairwise

import pytest

from comptoir.accounts import access
from comptoir.accounts.policies import may_give
from comptoir.accounts.roles import ADMINISTRATORS, PERMISSIONS, Role, permissions_of
from comptoir.kit.actor import SYSTEM, Actor, ActorKind, Grant
from comptoir.kit.errors import NotAllowed


def agent(*grants: Grant) -> Actor:
    return Actor(ActorKind.AGENT, 1, "Ines", grants)


@pytest.mark.parametrize(
    ("grant", "here", "allowed"),
    [
        (Grant("lead"), {}, True),
        (Grant("lead"), {"team_id": 3}, True),
        (Grant("lead", "team", 3), {"team_id": 3}, True),
        (Grant("lead", "team", 3), {"team_id": 4}, False),
        (Grant("lead", "team", 3), {"channel_id": 3}, False),
        (Grant("lead", "team", 3), {}, False),
        (Grant("lead", "channel", 3), {"channel_id": 3, "team_id": 9}, True),
        (Grant("lead", "seller", 3), {"seller_id": 3}, True),
        (Grant("agent"), {"team_id": 3}, False),
        (Grant("no such role"), {"team_id": 3}, False),
    ],
)
def test_d1_a_grant_holds_within_its_scope(
    grant: Grant, here: dict[str, int], allowed: bool
) -> None:
    assert access.may(agent(grant), "accounts.teams", **here) is allowed


def test_any_of_several_grants_is_enough() -> None:
    actor = agent(Grant("viewer"), Grant("lead", "team", 3))

    assert access.may(actor, "accounts.teams", team_id=3)
    assert not access.may(actor, "accounts.teams", team_id=4)


def test_no_grant_allows_nothing() -> None:
    assert not any(access.may(agent(), name) for name, _ in PERMISSIONS.items())


@pytest.mark.parametrize("kind", [ActorKind.BUYER, ActorKind.SELLER, ActorKind.RULE, ActorKind.BOT])
def test_other_actors_hold_no_member_rights(kind: ActorKind) -> None:
    assert not access.may(Actor(kind, 1), "accounts.teams")


def test_the_system_is_not_asked() -> None:
    assert access.may(SYSTEM, "accounts.manage")


def test_a_refusal_names_the_right_that_is_missing() -> None:
    with pytest.raises(NotAllowed, match="Invite members"):
        access.require(agent(Grant("agent")), "accounts.invite")


def test_a_page_is_shown_to_who_may_somewhere() -> None:
    assert access.may_somewhere(agent(Grant("lead", "team", 3)), "accounts.teams")
    assert not access.may_somewhere(agent(Grant("agent")), "accounts.teams")


@pytest.mark.parametrize(
    ("own", "given", "allowed"),
    [
        (Grant("administrator"), Grant("administrator"), True),
        (Grant("lead"), Grant("agent"), True),
        (Grant("lead"), Grant("administrator"), False),
        (Grant("lead"), Grant("lead", "team", 3), True),
        (Grant("lead", "team", 3), Grant("lead", "team", 3), True),
        (Grant("lead", "team", 3), Grant("agent"), False),
        (Grant("lead", "team", 3), Grant("agent", "team", 4), False),
        (Grant("lead", "team", 3), Grant("agent", "channel", 3), False),
        (Grant("agent"), Grant("lead"), False),
    ],
)
def test_nobody_gives_what_he_does_not_hold(own: Grant, given: Grant, allowed: bool) -> None:
    assert may_give(agent(own), given) is allowed


def test_an_administrator_holds_every_permission_that_any_role_holds() -> None:
    missing = {name for name, _ in PERMISSIONS.items()} - permissions_of(Role.ADMINISTRATOR)

    assert missing == set()


def test_managing_members_is_for_administrators_only() -> None:
    assert PERMISSIONS.get("accounts.manage").roles == ADMINISTRATORS


def test_a_role_can_do_all_that_a_smaller_one_can() -> None:
    ladder = [Role.VIEWER, Role.AGENT, Role.LEAD, Role.ADMINISTRATOR]

    for smaller, larger in pairwise(ladder):
        assert permissions_of(smaller) <= permissions_of(larger)


def test_every_permission_is_named_after_its_package_and_explained() -> None:
    for name, permission in PERMISSIONS.items():
        package, _, verb = name.partition(".")
        assert package.isidentifier(), name
        assert verb.isidentifier(), name
        assert str(permission.help), name
