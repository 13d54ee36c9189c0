"""Members, teams, invitations and tokens looked after by programs, never beyond their rights."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import ApiToken, Invitation, Member, MemberGrant, Team
from comptoir.accounts.queries import usable_invitation
from comptoir.accounts.roles import PERMISSIONS, Role, permissions_of
from comptoir.journal.models import Entry
from comptoir.rest.models import Answer
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


@pytest.fixture
def ada(db: None) -> Member:
    member = Member.objects.create_user("ada@shop.example", "secret", name="Ada")
    MemberGrant.objects.create(member=member, role=Role.AGENT)
    return member


def roles_of(member: Member) -> list[tuple[str, str, int | None]]:
    return list(member.grants.order_by("pk").values_list("role", "scope", "scope_id"))


def test_a_team_is_made_renamed_and_filled(program: Program, ada: Member) -> None:
    made = program.post("teams", {"name": "Returns"})
    number = made.json()["id"]

    changed = program.patch(f"teams/{number}", {"name": "Refunds", "members": [ada.pk]})
    emptied = program.patch(f"teams/{number}", {"members": []})

    assert (made.status_code, made.json()["members"]) == (201, [])
    assert changed.json()["name"] == "Refunds"
    assert changed.json()["members"] == [{"id": ada.pk, "name": "Ada"}]
    assert (emptied.json()["name"], emptied.json()["members"]) == ("Refunds", [])
    assert [
        entry.event for entry in Entry.objects.filter(event__contains=".Team").order_by("pk")
    ] == [
        "accounts.TeamCreated",
        "accounts.TeamRenamed",
        "accounts.TeamJoined",
        "accounts.TeamLeft",
    ]


def test_a_team_takes_nobody_who_is_not_here(program: Program, ada: Member) -> None:
    team = Team.objects.create(name="Returns")
    Member.objects.filter(pk=ada.pk).update(is_active=False)

    answers = [
        program.patch(f"teams/{team.pk}", {"name": "Other", "members": [number]})
        for number in (ada.pk, 999_999)
    ]
    taken = program.post("teams", {"name": "Returns"})

    team.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (team.name, team.members.count()) == ("Returns", 0)
    assert (taken.status_code, Team.objects.count()) == (409, 1)


def test_a_member_is_switched_off_and_on_again_d4(program: Program, ada: Member) -> None:
    off = program.patch(f"members/{ada.pk}", {"is_active": False})
    on = program.patch(f"members/{ada.pk}", {"is_active": True, "languages": ["fr", "de"]})

    assert (off.json()["is_active"], on.json()["is_active"]) == (False, True)
    assert on.json()["languages"] == ["de", "fr"]


def test_the_last_administrator_stays(program: Program) -> None:
    robin = Member.objects.get(name="Robin")

    off = program.patch(f"members/{robin.pk}", {"is_active": False})
    bare = program.ask("PUT", f"members/{robin.pk}/grants", {"grants": []})

    assert (off.status_code, bare.status_code) == (409, 409)
    assert off.json()["detail"] == "At least one active administrator has to stay."
    assert roles_of(robin) == [("administrator", "all", None)]


def test_roles_are_given_where_they_can_hold(program: Program, ada: Member) -> None:
    team = Team.objects.create(name="Returns")
    places = [place["where"] for place in program.get("places").json()["items"]]
    wanted = {"grants": [{"role": "lead", "where": f"team:{team.pk}"}, {"role": "agent"}]}

    told = program.ask("PUT", f"members/{ada.pk}/grants", wanted)
    wrong = program.ask(
        "PUT", f"members/{ada.pk}/grants", {"grants": [{"role": "lead", "where": "team:9999"}]}
    )

    assert {"all", f"team:{team.pk}"} <= set(places)
    assert told.json()["grants"][0] == {
        "role": "lead",
        "scope": "team",
        "where": f"team:{team.pk}",
    }
    assert wrong.status_code == 422
    assert roles_of(ada) == [("lead", "team", team.pk), ("agent", "all", None)]


def test_a_token_gives_no_right_that_it_lacks_itself_d1(give_token: Give, ada: Member) -> None:
    """Its owner could; the program that holds it can't."""
    narrow = give_token(only=("accounts.manage", "accounts.invite", "accounts.read"))
    wanted = {"grants": [{"role": "administrator"}]}

    given = narrow.ask("PUT", f"members/{ada.pk}/grants", wanted)
    invited = narrow.post("invitations", {"email": "eve@b.example", "role": "agent"})

    said = "You can give at most the rights that you have yourself."
    assert (given.status_code, given.json()["detail"]) == (403, said)
    assert (invited.status_code, invited.json()["detail"]) == (403, said)
    assert roles_of(ada) == [("agent", "all", None)]
    assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_a_token_gives_the_role_of_which_it_may_all(give_token: Give, ada: Member) -> None:
    rights = {"accounts.manage", "accounts.invite", *permissions_of(Role.VIEWER)}
    narrow = give_token(only=tuple(rights))

    given = narrow.ask("PUT", f"members/{ada.pk}/grants", {"grants": [{"role": "viewer"}]})
    kept = narrow.ask("PUT", f"members/{ada.pk}/grants", {"grants": [{"role": "viewer"}]})

    assert (given.status_code, kept.status_code) == (200, 200)
    assert roles_of(ada) == [("viewer", "all", None)]


def test_a_lead_invites_at_most_a_lead_d1(give_token: Give) -> None:
    lead = give_token(Role.LEAD, name="Lou")

    higher = lead.post("invitations", {"email": "eve@b.example", "role": "administrator"})
    equal = lead.post("invitations", {"email": "lea@shop.example", "role": "lead"})

    assert higher.status_code in {403, 422}
    assert equal.status_code == 201
    assert [each.email for each in Invitation.objects.all()] == ["lea@shop.example"]


def test_somebody_is_invited_and_the_way_in_is_told_once_d8(program: Program) -> None:
    team = Team.objects.create(name="Returns")
    wanted = {"email": "lea@shop.example", "name": "Lea", "role": "agent", "team": team.pk}

    made = program.post("invitations", wanted, idempotency_key="i-1")
    again = program.post("invitations", wanted, idempotency_key="i-1")

    secret = made.json()["url"].rpartition("/")[2]
    assert (made.status_code, again.json()) == (201, made.json())
    assert usable_invitation(secret).email == "lea@shop.example"
    assert secret.encode() not in bytes(Answer.objects.get().body)
    assert secret not in program.get("invitations").content.decode()


def test_an_invitation_is_called_back(program: Program) -> None:
    made = program.post("invitations", {"email": "lea@shop.example", "role": "agent"}).json()

    gone = program.ask("DELETE", f"invitations/{made['id']}")
    twice = program.ask("DELETE", f"invitations/{made['id']}")

    assert (gone.status_code, twice.status_code) == (204, 404)
    assert program.get("invitations").json()["items"] == []


@pytest.mark.parametrize(
    "change", [{"email": "nobody"}, {"role": "king"}, {"team": 999_999}, {"role": None}]
)
def test_an_invitation_that_can_not_be_is_refused(program: Program, change: dict[str, Any]) -> None:
    answer = program.post("invitations", {"email": "lea@shop.example", "role": "agent"} | change)

    assert answer.status_code == 422
    assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_roles_and_permissions_are_told(program: Program, ada: Member) -> None:
    roles = {role["key"]: role for role in program.get("roles").json()["items"]}
    permissions = program.get("permissions").json()["items"]

    assert set(roles) == set(Role)
    assert {"id": ada.pk, "name": "Ada"} in roles["agent"]["members"]
    assert roles["agent"]["permissions"] == sorted(permissions_of(Role.AGENT))
    assert len(permissions) == len(list(PERMISSIONS.items()))


def test_a_token_is_seen_and_revoked_but_never_made_d8(give_token: Give) -> None:
    admin, agent = give_token(), give_token(Role.AGENT, name="Ada")
    theirs = ApiToken.objects.get(member__name="Ada")
    own = ApiToken.objects.get(member__name="Robin")

    made = admin.post("tokens", {"name": "Child"})
    seen = agent.get("tokens").json()["items"]
    of_others = agent.ask("DELETE", f"tokens/{own.pk}")
    revoked = admin.ask("DELETE", f"tokens/{theirs.pk}")

    assert made.status_code == 405
    assert [token["id"] for token in seen] == [theirs.pk]
    assert (of_others.status_code, revoked.status_code) == (404, 204)
    assert agent.get("me").status_code == 401
    assert ApiToken.objects.count() == 2


@pytest.mark.parametrize("path", ["teams", "invitations", "tokens", "members"])
def test_lists_ask_as_much_for_fifty_as_for_one(program: Program, ada: Member, path: str) -> None:
    _one_more(program, 0)
    program.get(path)
    with CaptureQueriesContext(connection) as few:
        program.get(path)
    for number in range(1, 51):
        _one_more(program, number)

    with CaptureQueriesContext(connection) as many:
        told = program.get(path).json()

    assert len(told["items"]) == 50
    assert len(many) == len(few)


def _one_more(program: Program, number: int) -> None:
    member = Member.objects.create(email=f"m{number}@shop.example", name=f"M{number}")
    MemberGrant.objects.create(member=member, role=Role.AGENT)
    team = Team.objects.create(name=f"Team {number}")
    team.members.add(member)
    token = ApiToken.objects.order_by("pk")[0]
    token.pk, token.token_digest = None, bytes([number]) * 32
    token.save()
    Invitation.objects.create(
        email=member.email,
        role=Role.AGENT,
        token_digest=bytes([number]) * 32,
        invited_by=member,
        expires_at=token.expires_at,
    )


def test_an_agent_changes_nobody_d2(give_token: Give) -> None:
    agent = give_token(Role.AGENT, name="Ada")
    team = Team.objects.create(name="Returns")
    ada = Member.objects.get(name="Ada")
    asked: list[tuple[str, str, Any]] = [
        ("POST", "teams", {"name": "Mine"}),
        ("PATCH", f"teams/{team.pk}", {"members": [ada.pk]}),
        ("PUT", f"members/{ada.pk}/grants", {"grants": [{"role": "administrator"}]}),
        ("PATCH", f"members/{ada.pk}", {"is_active": False}),
        ("POST", "invitations", {"email": "eve@b.example", "role": "agent"}),
        ("GET", "invitations", None),
        ("GET", "roles", None),
        ("GET", "places", None),
    ]

    answers = {agent.ask(*each).status_code for each in asked}

    assert answers == {403}
    assert (Team.objects.count(), team.members.count(), Invitation.objects.count()) == (1, 0, 0)
    assert roles_of(ada) == [("agent", "all", None)]


def test_a_lead_of_one_team_fills_it_alone_d1(give_token: Give, ada: Member) -> None:
    mine, other = Team.objects.create(name="Mine"), Team.objects.create(name="Other")
    lead = give_token(Role.LEAD, scope="team", scope_id=mine.pk, name="Lou")

    answers = [lead.patch(f"teams/{team.pk}", {"members": [ada.pk]}) for team in (mine, other)]

    assert [answer.status_code for answer in answers] == [200, 403]
    assert (mine.members.count(), other.members.count()) == (1, 0)
