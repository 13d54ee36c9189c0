"""What each role may, and who has it, as a page tells it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts import matrix
from comptoir.accounts.models import Member, Team
from comptoir.accounts.roles import PERMISSIONS, Role

pytestmark = pytest.mark.django_db
Hire = Callable[..., Member]


def test_the_matrix_says_of_every_permission_which_roles_hold_it() -> None:
    told = {right.name: right.held for area in matrix.areas() for right in area.rights}

    assert set(told) == {name for name, _permission in PERMISSIONS.items()}
    assert [may for _role, may in told["commerce.edit_buyer"]] == [
        False, False, True, True, False, True,
    ]  # fmt: skip


def test_every_role_names_who_has_it_and_where(hire: Hire, team: Team) -> None:
    hire("Ada", Role.ADMINISTRATOR)
    hire("Lena", Role.LEAD, scope="team", scope_id=team.pk)
    hire("Gone", Role.LEAD, is_active=False)

    told = {role.key: [(h.name, h.where) for h in role.holders] for role in matrix.roles()}

    assert told[Role.ADMINISTRATOR] == [("Ada", "")]
    assert told[Role.LEAD] == [("Lena", "Returns")]
    assert told[Role.VIEWER] == []


def test_fifty_holders_cost_no_more_questions_than_one(hire: Hire) -> None:
    hire("Ada", Role.ADMINISTRATOR)
    with CaptureQueriesContext(
        connection,
    ) as one:
        matrix.roles()
    for number in range(49):
        hire(f"Agent{number}")

    with CaptureQueriesContext(connection) as fifty:
        matrix.roles()

    assert len(fifty) == len(one)


def test_a_lead_reads_it_and_an_agent_does_not(client: Client, hire: Hire) -> None:
    client.force_login(hire("Lena", Role.LEAD))
    read = client.get("/account/roles")
    client.force_login(hire("Ines", Role.AGENT))

    assert read.status_code == 200
    assert "Answers buyers and sellers." in read.content.decode()
    assert client.get("/account/roles").status_code == 403


def test_the_rights_of_a_token_stand_under_words(client: Client, hire: Hire) -> None:
    client.force_login(hire("Ada", Role.ADMINISTRATOR))

    told = client.get("/account/tokens").content.decode()

    headings = [area.name for area in matrix.areas()]
    assert [told.count(f">{heading}</h3>") for heading in headings] == [1] * len(headings)
    assert told.count('name="permissions"') == len([*PERMISSIONS.items()])
