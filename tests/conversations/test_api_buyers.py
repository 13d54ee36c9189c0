"""A buyer's wish for answers only, and the contact reasons, for programs."""

import pytest

from comptoir.accounts.roles import Role
from comptoir.conversations.models import Conversation, OptOut, Reason
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "program"]


@pytest.fixture
def path(write) -> str:
    write()
    return f"buyers/{Conversation.objects.get().identity.buyer.public_id}/answers-only"


def test_a_wish_is_noted_told_and_taken_back(path: str, program: Program) -> None:
    before = program.get(path).json()
    noted = program.ask("PUT", path, {"answers_only": True}).json()
    again = program.ask("PUT", path, {"answers_only": True}).json()
    told = program.get(path).json()
    taken = program.ask("PUT", path, {"answers_only": False}).json()

    assert [w["answers_only"] for w in (before, noted, again, told, taken)] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert not OptOut.objects.exists()


def test_who_may_not_change_buyers_notes_no_wish(path: str, give_token: Give) -> None:
    reader = give_token(role=Role.COMPLIANCE)

    answer = reader.ask("PUT", path, {"answers_only": True})

    assert answer.status_code == 403
    assert not OptOut.objects.exists()


def test_the_reasons_are_told_with_the_houses_own(program: Program, mailbox) -> None:
    Reason.objects.create(key="own_7", names={"en": "Assembly"}, position=50)

    told = {each["key"]: each for each in program.get("reasons").json()["items"]}

    assert told["own_7"] == {
        "key": "own_7", "label": "Assembly", "of_sellers": False, "is_own": True,
        "is_retired": False,
    }  # fmt: skip
    assert told["damaged_item"]["label"] == "Damaged item"
    assert told["seller_payout"]["of_sellers"] is True
