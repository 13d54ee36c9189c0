"""Statuses, contact reasons, habits of teams and third parties, defined by programs."""

from typing import Any

import pytest

from comptoir.accounts.models import Team
from comptoir.accounts.roles import Role
from comptoir.conversations.models import Reason, Status, TeamHabit, ThirdParty
from comptoir.conversations.queries.directory import forget_directory
from comptoir.kit.clock import now
from tests.conversations.conftest import agent, mailbox, write
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["agent", "give_token", "mailbox", "program", "write"]


@pytest.fixture(autouse=True)
def _directory_of_this_test(mailbox) -> Any:
    forget_directory()
    yield
    forget_directory()


def keys(answer: Any) -> list[str]:
    return [each["key"] for each in answer.json()["items"]]


def test_a_status_is_added_defined_moved_and_removed(program: Program) -> None:
    wanted = {"agents_read": "In the laboratory", "category": "waiting"}

    made = program.post("status-definitions", wanted)
    path = f"status-definitions/{made.json()['key']}"
    worded = program.ask("PUT", path, wanted | {"buyers_read": "We test it"})
    before = keys(program.get("status-definitions"))
    moved = keys(program.post(f"{path}/move", {"up": True}))
    gone = program.ask("DELETE", path)

    assert (made.status_code, made.json()["key"]) == (201, "in-the-laboratory")
    assert (worded.json()["buyers_read"], worded.json()["ships"]) == ("We test it", False)
    assert before.index("in-the-laboratory") - moved.index("in-the-laboratory") == 1
    assert gone.status_code == 204
    assert not Status.objects.filter(key="in-the-laboratory").exists()


def test_what_the_desk_works_with_stays(program: Program) -> None:
    shipped = Status.objects.get(key="open")

    gone = program.ask("DELETE", f"status-definitions/{shipped.key}")
    other = program.ask("PUT", f"status-definitions/{shipped.key}", {"category": "resolved"})

    assert (gone.status_code, other.status_code) == (409, 409)
    assert Status.objects.get(key="open").category == shipped.category


def test_a_reason_is_added_worded_moved_retired_and_offered_again(program: Program) -> None:
    made = program.post("reasons", {"names": {"en": "Spare parts", "fr": "Pièces"}})
    path = f"reasons/{made.json()['key']}"

    worded = program.ask("PUT", path, {"names": {"en": "Parts"}})
    before = keys(program.get("reasons"))
    moved = keys(program.post(f"{path}/move", {"up": True}))
    retired = program.post(f"{path}/retire")
    offered = program.post(f"{path}/offer")

    key = made.json()["key"]
    assert (made.status_code, made.json()["label"]) == (201, "Spare parts")
    assert (worded.json()["label"], worded.json()["is_own"]) == ("Parts", True)
    assert moved.index(key) < before.index(key)
    assert (retired.json()["is_retired"], offered.json()["is_retired"]) == (True, False)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "reasons", {"names": {"en": " "}}, 422),
        ("POST", "reasons", {"names": {"en": "x" * 61}}, 422),
        ("POST", "reasons/other/retire", None, 409),
        ("POST", "reasons/nowhere/retire", None, 404),
        ("DELETE", "status-definitions/nowhere", None, 400),
        ("PUT", "third-parties/99999", {"name": "x", "kind": "other"}, 404),
        ("PATCH", "teams/99999/habits", {"notes_outcomes": True}, 400),
    ],
)
def test_what_its_page_refuses_is_refused_here(
    program: Program, method: str, path: str, body: Any, status: int
) -> None:
    answer = program.ask(method, path, body)

    assert answer.status_code == status
    assert Reason.objects.filter(retired_at__isnull=False).count() == 0


def test_a_team_notes_outcomes_and_hides_drafts(program: Program) -> None:
    team = Team.objects.create(name="Returns")

    told = program.patch(
        f"teams/{team.pk}/habits", {"notes_outcomes": True, "shares_drafts": False}
    ).json()

    assert (told["notes_outcomes"], told["shares_drafts"]) == (True, False)
    assert told in program.get("team-habits").json()["items"]
    assert TeamHabit.objects.get(team=team).asks_outcome is True


def test_a_third_party_is_called_otherwise_and_left_out(program: Program) -> None:
    third = ThirdParty.objects.create(
        name="DHL", kind="carrier", address="help@dhl.example", added_at=now()
    )

    told = program.ask(
        "PUT",
        f"third-parties/{third.pk}",
        {"name": "DHL Paris", "kind": "carrier", "is_offered": False},
    ).json()

    assert (told["name"], told["is_offered"]) == ("DHL Paris", False)
    assert told == program.get("third-parties").json()["items"][0]


def test_an_agent_calls_nothing_otherwise_d2(give_token: Give) -> None:
    agent = give_token(Role.AGENT, name="Ada")
    before = Status.objects.count()
    asked: list[tuple[str, str, Any]] = [
        ("POST", "status-definitions", {"agents_read": "Mine", "category": "open"}),
        ("POST", "reasons", {"names": {"en": "Mine"}}),
        ("GET", "team-habits", None),
        ("GET", "status-definitions", None),
    ]

    answers = {agent.ask(*each).status_code for each in asked}

    assert answers == {403}
    assert (Status.objects.count(), Reason.objects.count()) == (before, 0)
