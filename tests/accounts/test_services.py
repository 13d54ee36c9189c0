"""Members, invitations and teams: who may change what, and what is announced."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.mail import EmailMessage

from comptoir.accounts import services
from comptoir.accounts.errors import (
    AlreadyMember,
    BadProfile,
    InvitationUnusable,
    LastAdministrator,
    NameTaken,
    WeakPassword,
)
from comptoir.accounts.models import Invitation, Member, Team
from comptoir.accounts.roles import Role
from comptoir.journal.models import Detail, Entry
from comptoir.kit.actor import SYSTEM, Grant
from comptoir.kit.clock import freeze, now
from comptoir.kit.errors import NotAllowed
from tests.accounts.conftest import Hire, actor

GOOD = "seven green bottles"


def announced() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("event", flat=True))


def token_of(url: str) -> str:
    return url.rpartition("/")[2]


# Invitations


def test_an_invitation_is_mailed_and_its_secret_not_stored(
    ada: Member, mailoutbox: list[EmailMessage]
) -> None:
    invited = services.invite(by=actor(ada), email=" Noor@Example.com ", role=Role.AGENT)

    (sent,) = mailoutbox
    assert sent.to == ["noor@example.com"]
    assert invited.url in str(sent.body)
    assert token_of(invited.url).encode() not in bytes(invited.invitation.token_digest)
    assert announced() == ["accounts.MemberInvited"]
    assert Detail.objects.get().data == {"email": "noor@example.com"}


def test_an_accepted_invitation_gives_the_role_and_the_team(ada: Member, team: Team) -> None:
    url = services.invite(
        by=actor(ada), email="noor@example.com", role=Role.LEAD, team_id=team.pk
    ).url

    noor = services.accept_invitation(token=token_of(url), name="Noor", password=GOOD)

    assert (noor.email, str(noor)) == ("noor@example.com", "Noor")
    assert noor.check_password(GOOD)
    assert list(noor.grants.values_list("role", "scope")) == [("lead", "all")]
    assert list(team.members.all()) == [noor]
    assert announced()[-1] == "accounts.InvitationAccepted"


def test_d8_an_invitation_works_once(ada: Member) -> None:
    token = token_of(services.invite(by=actor(ada), email="noor@example.com", role="agent").url)
    services.accept_invitation(token=token, name="Noor", password=GOOD)
    before = announced()

    with pytest.raises(InvitationUnusable):
        services.accept_invitation(token=token, name="Eve", password=GOOD)

    assert Member.objects.count() == 2
    assert announced() == before


def test_d8_an_invitation_expires_after_seven_days(ada: Member) -> None:
    token = token_of(services.invite(by=actor(ada), email="noor@example.com", role="agent").url)

    with freeze(now() + timedelta(days=7, seconds=1)), pytest.raises(InvitationUnusable):
        services.accept_invitation(token=token, name="Noor", password=GOOD)

    assert not Member.objects.filter(email="noor@example.com").exists()


def test_d8_a_revoked_or_replaced_invitation_does_not_work(ada: Member) -> None:
    first = services.invite(by=actor(ada), email="noor@example.com", role="agent")
    second = services.invite(by=actor(ada), email="NOOR@example.com", role="agent")
    services.revoke_invitation(by=actor(ada), invitation_id=second.invitation.pk)

    for url in (first.url, second.url, "x/unknown"):
        with pytest.raises(InvitationUnusable, match="no longer valid"):
            services.accept_invitation(token=token_of(url), name="Noor", password=GOOD)


@pytest.mark.parametrize("what", ["switched off", "lost the role"])
def test_d8_an_invitation_is_worth_what_its_sender_still_may(
    ada: Member, lena: Member, what: str
) -> None:
    token = token_of(services.invite(by=actor(lena), email="noor@example.com", role="lead").url)

    if what == "switched off":
        services.switch_off(by=actor(ada), member_id=lena.pk)
    else:
        services.change_grants(by=actor(ada), member_id=lena.pk, grants=[Grant(Role.AGENT)])

    with pytest.raises(InvitationUnusable):
        services.accept_invitation(token=token, name="Noor", password=GOOD)


def test_nobody_invites_to_more_than_he_may_himself(ada: Member, lena: Member) -> None:
    with pytest.raises(NotAllowed, match="at most the rights"):
        services.invite(by=actor(lena), email="noor@example.com", role=Role.ADMINISTRATOR)

    assert Invitation.objects.count() == 0
    assert announced() == []


def test_a_lead_of_one_team_invites_into_that_team_only(hire: Hire, team: Team) -> None:
    lead = actor(hire("Tom", Role.LEAD, scope="team", scope_id=team.pk))

    services.invite(by=lead, email="noor@example.com", role="agent", scope="team", scope_id=team.pk)
    for elsewhere in ({}, {"scope": "team", "scope_id": team.pk + 1}):
        with pytest.raises(NotAllowed):
            services.invite(by=lead, email="eve@example.com", role="agent", **elsewhere)

    assert Invitation.objects.count() == 1


def test_an_agent_invites_nobody(ines: Member) -> None:
    with pytest.raises(NotAllowed, match="Invite members"):
        services.invite(by=actor(ines), email="noor@example.com", role=Role.VIEWER)


def test_a_member_is_not_invited_again(ada: Member, ines: Member) -> None:
    with pytest.raises(AlreadyMember):
        services.invite(by=actor(ada), email="INES@example.com", role=Role.AGENT)


def test_a_weak_password_makes_no_member(ada: Member) -> None:
    token = token_of(services.invite(by=actor(ada), email="noor@example.com", role="agent").url)

    with pytest.raises(WeakPassword, match="too common"):
        services.accept_invitation(token=token, name="Noor", password="password123")

    assert not Member.objects.filter(email="noor@example.com").exists()
    assert Invitation.objects.get().accepted_at is None


# Members


def test_the_first_administrator_comes_from_the_command_line(db: None) -> None:
    admin = services.create_admin(email="Root@Example.com", name="Root", password=GOOD)

    assert admin.email == "root@example.com"
    assert [g.role for g in admin.grants.all()] == ["administrator"]
    assert announced() == ["accounts.MemberAdded"]
    with pytest.raises(AlreadyMember):
        services.create_admin(email="root@example.com", name="Root", password=GOOD)


def test_roles_are_replaced_and_both_sides_kept(ada: Member, ines: Member, team: Team) -> None:
    grants = [Grant(Role.LEAD, "team", team.pk), Grant(Role.VIEWER)]

    services.change_grants(by=actor(ada), member_id=ines.pk, grants=grants)

    assert set(actor(ines).grants) == set(grants)
    assert Detail.objects.get().data == {
        "before": [["agent", "all", None]],
        "after": [["lead", "team", team.pk], ["viewer", "all", None]],
    }


def test_only_administrators_change_roles(lena: Member, ines: Member) -> None:
    with pytest.raises(NotAllowed):
        services.change_grants(
            by=actor(lena), member_id=lena.pk, grants=[Grant(Role.ADMINISTRATOR)]
        )

    assert [g.role for g in actor(lena).grants] == ["lead"]
    assert announced() == []


def test_a_role_that_does_not_exist_is_refused(ada: Member, ines: Member) -> None:
    with pytest.raises(BadProfile):
        services.change_grants(by=actor(ada), member_id=ines.pk, grants=[Grant("king")])

    assert [g.role for g in actor(ines).grants] == ["agent"]


def test_the_last_administrator_stays(ada: Member) -> None:
    with pytest.raises(LastAdministrator):
        services.switch_off(by=actor(ada), member_id=ada.pk)
    with pytest.raises(LastAdministrator):
        services.change_grants(by=actor(ada), member_id=ada.pk, grants=[Grant(Role.AGENT)])

    ada.refresh_from_db()
    assert ada.is_active
    assert [g.role for g in actor(ada).grants] == ["administrator"]
    assert announced() == []


def test_d4_switching_off_ends_all_sessions(ada: Member, ines: Member, client: Any) -> None:
    from django.urls import reverse

    client.post(
        reverse("account_login"), {"login": ines.email, "password": "a quiet harbour at dawn"}
    )
    assert UserSession.objects.filter(user=ines).count() == 1

    services.switch_off(by=actor(ada), member_id=ines.pk)
    services.switch_off(by=actor(ada), member_id=ines.pk)

    assert UserSession.objects.filter(user=ines).count() == 0
    assert announced() == ["accounts.SignedIn", "accounts.MemberSwitchedOff"]


def test_who_was_switched_off_can_be_switched_on(ada: Member, ines: Member) -> None:
    services.switch_off(by=actor(ada), member_id=ines.pk)

    services.switch_on(by=actor(ada), member_id=ines.pk)

    ines.refresh_from_db()
    assert ines.is_active
    assert announced() == ["accounts.MemberSwitchedOff", "accounts.MemberSwitchedOn"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"language": "tlh"},
        {"time_zone": "Mars/Olympus"},
    ],
)
def test_a_profile_that_cannot_be_meant_is_refused(ines: Member, wrong: dict[str, str]) -> None:
    said = {"name": "Inès", "language": "fr", "time_zone": "Europe/Paris"} | wrong

    with pytest.raises(BadProfile):
        services.update_profile(by=actor(ines), languages=["fr"], single_keys=True, **said)

    ines.refresh_from_db()
    assert (ines.name, ines.language) == ("Ines", "en")


# Teams


def test_a_team_is_created_renamed_and_filled(ada: Member, ines: Member, lena: Member) -> None:
    team = services.create_team(by=actor(ada), name=" Delivery ")
    services.rename_team(by=actor(lena), team_id=team.pk, name="Parcels")
    services.set_membership(by=actor(lena), team_id=team.pk, member_ids=[ines.pk, lena.pk])
    services.set_membership(by=actor(lena), team_id=team.pk, member_ids=[lena.pk])

    team.refresh_from_db()
    assert team.name == "Parcels"
    assert list(team.members.all()) == [lena]
    names = [name.removeprefix("accounts.") for name in announced()]
    assert names == ["TeamCreated", "TeamRenamed", "TeamJoined", "TeamJoined", "TeamLeft"]


def test_two_teams_have_two_names(ada: Member, team: Team) -> None:
    with pytest.raises(NameTaken, match="Returns"):
        services.create_team(by=actor(ada), name="Returns")

    assert Team.objects.count() == 1
    assert announced() == []


def test_d1_a_lead_of_one_team_changes_no_other(hire: Hire, team: Team) -> None:
    lead = actor(hire("Tom", Role.LEAD, scope="team", scope_id=team.pk + 1))

    with pytest.raises(NotAllowed):
        services.set_membership(by=lead, team_id=team.pk, member_ids=[lead.id or 0])

    assert team.members.count() == 0


def test_the_system_needs_no_grant(team: Team, ines: Member) -> None:
    services.set_membership(by=SYSTEM, team_id=team.pk, member_ids=[ines.pk])

    assert Entry.objects.get().actor_kind == "system"
