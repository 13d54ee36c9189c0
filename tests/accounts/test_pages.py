"""Every account page opens for whom it is, and for nobody else."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts import services
from comptoir.accounts.models import Member, Team
from tests.accounts.conftest import actor

SignIn = Callable[[Member], Client]

OWN = [
    "account_profile",
    "account_keys",
    "usersessions_list",
    "mfa_index",
    "account_change_password",
]
LEADERS = ["account_members", "account_teams"]
OPEN = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]


@pytest.mark.parametrize("name", OPEN)
def test_a_stranger_reads_the_entrance(db: None, client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert b"<style" not in answer.content
    assert b"style=" not in answer.content


@pytest.mark.parametrize("name", [*OWN, *LEADERS, "mfa_activate_totp"])
def test_a_stranger_is_sent_to_sign_in(db: None, client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OWN)
def test_everybody_reads_his_own_pages(ines: Member, signed_in: SignIn, name: str) -> None:
    answer = signed_in(ines).get(reverse(name))

    assert answer.status_code == 200
    assert b"style=" not in answer.content


@pytest.mark.parametrize("name", LEADERS)
def test_d1_members_and_teams_are_for_leaders(
    ines: Member, lena: Member, signed_in: SignIn, name: str
) -> None:
    refused = signed_in(ines).get(reverse(name))
    shown = signed_in(lena).get(reverse(name))

    assert refused.status_code == 403
    assert shown.status_code == 200


@pytest.mark.parametrize("name", ["account_members", "account_teams"])
def test_a_page_asks_the_database_as_often_for_fifty_as_for_one(
    name: str, ada: Member, signed_in: SignIn, hire: Callable[..., Member], team: Team
) -> None:
    team.members.add(ada)
    client = signed_in(ada)
    client.get(reverse(name))

    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse(name))
    for number in range(50):
        Team.objects.create(name=f"Team {number}").members.add(hire(f"Agent{number}"))
    with CaptureQueriesContext(connection) as for_fifty:
        page = client.get(reverse(name)).content.decode()

    assert "Team 49" in page
    assert len(for_fifty) == len(for_one)


def test_a_leader_invites_on_the_page_and_is_shown_the_link(
    lena: Member, signed_in: SignIn, team: Team
) -> None:
    said = {"email": "noor@example.com", "name": "Noor", "role": "agent", "team": team.pk}

    answer = signed_in(lena).post(reverse("account_invite"), said)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "/account/invite/" in page
    assert Team.objects.get(invitation__email="noor@example.com") == team


def test_a_leader_is_not_offered_roles_above_his_own(lena: Member, signed_in: SignIn) -> None:
    said = {"email": "noor@example.com", "role": "administrator"}

    answer = signed_in(lena).post(reverse("account_invite"), said)

    assert answer.status_code == 422


def test_an_invited_person_joins_on_the_page(ada: Member, client: Client) -> None:
    url = services.invite(by=actor(ada), email="noor@example.com", role="agent").url
    path = urlsplit(url).path

    shown = client.get(path)
    joined = client.post(path, {"name": "Noor", "password": "seven green bottles"})
    again = client.get(path)

    assert "noor@example.com" in shown.content.decode()
    assert joined["Location"] == reverse("account_login")
    assert again.status_code == 410
    signed = client.post(
        reverse("account_login"), {"login": "Noor@example.com", "password": "seven green bottles"}
    )
    assert signed["Location"] == "/"


def test_an_administrator_changes_roles_on_the_page(
    ada: Member, ines: Member, signed_in: SignIn, team: Team
) -> None:
    client = signed_in(ada)
    client.post(
        reverse("account_add_grant", args=[ines.pk]), {"role": "lead", "where": f"team:{team.pk}"}
    )
    client.post(
        reverse("account_remove_grant", args=[ines.pk]),
        {"role": "agent", "scope": "all", "scope_id": ""},
    )

    page = client.get(reverse("account_member", args=[ines.pk])).content.decode()

    assert list(ines.grants.values_list("role", "scope", "scope_id")) == [("lead", "team", team.pk)]
    assert "Returns" in page


def test_a_team_is_made_and_filled_on_its_page(
    ada: Member, ines: Member, signed_in: SignIn
) -> None:
    client = signed_in(ada)
    client.post(reverse("account_create_team"), {"name": "Delivery"})
    made = Team.objects.get(name="Delivery")

    client.post(reverse("account_team", args=[made.pk]), {"name": "Parcels", "members": [ines.pk]})

    made.refresh_from_db()
    assert made.name == "Parcels"
    assert list(made.members.all()) == [ines]


def test_a_profile_is_saved(ines: Member, signed_in: SignIn) -> None:
    said = {
        "name": "Inès Bernard",
        "language": "fr",
        "time_zone": "Europe/Paris",
        "languages": ["fr", "en"],
    }

    answer = signed_in(ines).post(reverse("account_profile"), said)

    ines.refresh_from_db()
    assert answer.status_code == 302
    assert (ines.name, ines.sort_name) == ("Inès Bernard", "ines bernard")
    assert (ines.language, ines.time_zone) == ("fr", "Europe/Paris")
    assert (ines.languages, ines.single_keys) == (["en", "fr"], False)
