"""One's own notifications and following, for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Member
from comptoir.accounts.roles import Role
from comptoir.conversations.models import Conversation, Follow
from comptoir.kit.actor import SYSTEM
from comptoir.notices.models import Notice
from comptoir.notices.services import tell
from comptoir.notices.states import About
from tests.conversations.conftest import Write, mailbox, write
from tests.notices.conftest import HIDDEN
from tests.rest.conftest import Give, Program, give_token, program

__all__ = ["give_token", "mailbox", "program", "write"]


def move(member: Member, *numbers: int) -> None:
    for number in numbers:
        about = About("thing", number)
        tell(by=SYSTEM, kind="moved", about=about, members=[member.pk], entry_id=number)


@pytest.fixture
def robin(program: Program) -> Member:
    return Member.objects.get(name="Robin")


def test_they_are_told_newest_first_without_what_is_hidden(robin: Member, program: Program) -> None:
    move(robin, 7, HIDDEN, 8)

    items = program.get("notices").json()["items"]

    assert [item["title"] for item in items] == ["A stranger’s words"] * 2
    assert items[0]["text"] == "Comptoir moved it"
    assert items[0]["subject"] == {"kind": "thing", "id": None, "url": None}
    assert [item["is_read"] for item in items] == [False, False]


def test_one_and_all_are_marked_read(robin: Member, program: Program) -> None:
    move(robin, 7, 8, 9)
    first = Notice.objects.get(subject_id=7)

    one = program.post(f"notices/{first.pk}/read")
    left = program.get("notices?unread=true").json()["items"]
    rest = program.post("notices/read")

    assert one.json()["is_read"] is True
    assert len(left) == 2
    assert rest.json() == {"read": 2}


def test_somebody_elses_does_not_exist(jonas, robin: Member, program: Program) -> None:
    move(jonas.member, 7)

    answer = program.post(f"notices/{Notice.objects.get().pk}/read")

    assert answer.status_code == 404
    assert Notice.objects.get().read_at is None


def test_fifty_cost_as_much_as_one(robin: Member, program: Program) -> None:
    counts = []
    # The first request of a minute opens its allowance.
    program.get("notices")
    for numbers in ((100,), range(101, 150)):
        move(robin, *numbers)
        with CaptureQueriesContext(connection) as asked:
            program.get("notices")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_conversation_is_followed_and_unfollowed(
    write: Write, robin: Member, program: Program
) -> None:
    write()
    path = f"conversations/{Conversation.objects.get().public_id}/follow"

    followed = program.ask("PUT", path)
    members = list(Follow.objects.values_list("member_id", flat=True))
    unfollowed = program.ask("DELETE", path)

    assert (followed.status_code, unfollowed.status_code) == (200, 200)
    assert members == [robin.pk]
    assert not Follow.objects.exists()


def test_a_token_without_the_permission_reads_none(give_token: Give) -> None:
    answer = give_token(Role.AGENT, only=("commerce.read",)).get("notices")

    assert answer.status_code == 403
