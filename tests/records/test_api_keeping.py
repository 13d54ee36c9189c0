"""Times of keeping, holds and masking, for programs (I2, I3)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Team
from comptoir.accounts.roles import Role
from comptoir.conversations.models import Conversation
from comptoir.journal.models import Detail, Entry
from comptoir.kit.clock import now
from comptoir.records.models import Hold, KeepingRule, KeepingRun
from comptoir.records.queries.masking import forget_masking
from tests.rest.conftest import Give, Program, give_token

__all__ = ["give_token"]


@pytest.fixture
def rune(give_token: Give) -> Program:
    return give_token(Role.ADMINISTRATOR, name="Rune")


@pytest.fixture(autouse=True)
def _masking_anew() -> Iterator[None]:
    yield
    forget_masking()


def rules(program: Program) -> dict[str, Any]:
    return {each["kind"]: each for each in program.get("keeping").json()["rules"]}


def test_what_is_kept_is_told_with_its_least_and_as_it_ships(rune: Program) -> None:
    told = rules(rune)

    assert (told["words"]["days"], told["words"]["least_days"]) == (None, 30)
    assert (told["marketplace"]["days"], told["marketplace"]["shipped_days"]) == (30, 30)
    assert told["drafts"]["name"] == "Drafts that nobody touched"


def test_days_are_looked_at_then_changed(rune: Program, resolved: Conversation) -> None:
    Conversation.objects.update(resolved_at=now() - timedelta(days=91))

    look = rune.get("keeping/rules/words/preview?days=90").json()
    channel = resolved.channel.public_id
    of_channel = rune.get(f"keeping/rules/words/preview?days=95&channel={channel}").json()
    looked = KeepingRule.objects.count()
    changed = rune.ask("PUT", "keeping/rules/words", {"days": 90}).json()

    assert (look["would_go"], look["held"], of_channel["would_go"], looked) == (1, 0, 0, 0)
    assert (changed["days"], changed["would_go"]) == (90, 1)
    assert rules(rune)["words"]["days"] == 90
    noted = Entry.objects.get(event="records.KeepingChanged")
    assert Detail.objects.get(entry_id=noted.pk).data == {
        "kind": "words",
        "before": None,
        "after": 90,
    }


def test_a_slip_of_the_finger_changes_nothing(rune: Program, resolved: Conversation) -> None:
    channel = resolved.channel.public_id
    refused = [
        rune.ask("PUT", "keeping/rules/words", {"days": 3}),
        rune.get("keeping/rules/words/preview?days=3"),
        rune.ask("PUT", f"keeping/channels/{channel}", {"chosen": "days", "days": 3}),
        rune.ask("PUT", f"keeping/channels/{channel}", {"chosen": "days"}),
    ]
    of_drafts = rune.get(f"keeping/rules/drafts/preview?days=9&channel={channel}")

    said = "Write a number of days from 30 to 36500, or leave it empty: for ever."
    assert [(each.status_code, each.json()["detail"]) for each in refused] == [(422, said)] * 4
    assert of_drafts.json()["detail"] == "A channel has days of its own for words and files only."
    assert not KeepingRule.objects.exists()


def test_a_channel_is_kept_otherwise_than_the_house(rune: Program, resolved: Conversation) -> None:
    path = f"keeping/channels/{resolved.channel.public_id}"

    days = rune.ask("PUT", path, {"chosen": "days", "days": 60}).json()
    ever = rune.ask("PUT", path, {"chosen": "ever"}).json()
    (listed,) = rune.get("keeping").json()["channels"]
    house = rune.ask("PUT", path, {"chosen": "house"}).json()

    assert (days["chosen"], days["days"]) == ("days", 60)
    assert (ever["chosen"], ever["days"], listed) == ("ever", None, ever)
    assert house["chosen"] == "house"
    assert Entry.objects.filter(event="records.KeepingChanged").count() == 3


def test_i3_numbers_are_masked_as_the_house_wants(rune: Program) -> None:
    before = rune.get("keeping").json()["masking"]
    after = rune.ask("PUT", "keeping/masking", {"cards": True, "ibans": True}).json()

    assert (before, after) == ({"cards": True, "ibans": False}, {"cards": True, "ibans": True})
    assert rune.get("keeping").json()["masking"] == after


def test_i2_a_conversation_is_held_and_let_go(rune: Program, conversation: Conversation) -> None:
    body = {"conversation": str(conversation.public_id), "why": "Dispute 12"}
    held = rune.post("holds", body)
    (listed,) = rune.get("holds").json()["items"]

    lifted = rune.ask("DELETE", f"holds/{listed['id']}")
    twice = rune.ask("DELETE", f"holds/{listed['id']}")

    assert (held.status_code, held.json()) == (201, listed)
    assert (listed["conversation"], listed["number"]) == (body["conversation"], conversation.pk)
    assert (listed["why"], listed["set_by"]) == ("Dispute 12", "Rune")
    assert (lifted.status_code, twice.status_code) == (204, 404)
    assert twice.json()["detail"] == "This hold is lifted already."
    assert rune.get("holds").json()["items"] == []
    events = Entry.objects.filter(event__startswith="records.Hold").order_by("pk")
    assert [each.event for each in events] == ["records.HoldSet", "records.HoldLifted"]


def test_what_does_not_exist_is_not_held(rune: Program, conversation: Conversation) -> None:
    unknown = rune.post(
        "holds", {"conversation": "0190cafe-0000-7000-8000-000000000000", "why": "x"}
    )
    blank = rune.post("holds", {"conversation": str(conversation.public_id), "why": " "})

    said = "Write the number of a conversation that exists, and why it is held."
    assert [(each.status_code, each.json()["detail"]) for each in (unknown, blank)] == [
        (422, said),
        (422, said),
    ]
    assert not Hold.objects.exists()


def test_the_nights_are_told_the_latest_first(rune: Program) -> None:
    for number in (1, 2):
        KeepingRun.objects.create(started_at=now(), finished_at=now(), cleared={"words": number})

    told = rune.get("keeping/runs?limit=1").json()
    older = rune.get(f"keeping/runs?limit=1&cursor={told['next_cursor']}").json()

    assert [told["items"][0]["cleared"], older["items"][0]["cleared"]] == [
        {"words": 2},
        {"words": 1},
    ]
    assert older["next_cursor"] is None


def test_who_may_not_keep_reads_and_changes_nothing(
    give_token: Give, resolved: Conversation
) -> None:
    team = Team.objects.create(name="Here")
    vera = give_token(Role.COMPLIANCE, name="Vera")
    tao = give_token(Role.ADMINISTRATOR, name="Tao", scope="team", scope_id=team.pk)
    hold = {"conversation": str(resolved.public_id), "why": "x"}

    refused = [
        answer.status_code
        for program in (vera, tao)
        for answer in (
            program.get("keeping"),
            program.get("keeping/runs"),
            program.get("keeping/rules/words/preview?days=90"),
            program.get("holds"),
            program.post("holds", hold),
            program.ask("PUT", "keeping/rules/words", {"days": 90}),
            program.ask("PUT", "keeping/masking", {"cards": False, "ibans": False}),
            program.ask(
                "PUT", f"keeping/channels/{resolved.channel.public_id}", {"chosen": "ever"}
            ),
        )
    ]

    assert refused == [403] * 16
    assert not Hold.objects.exists()
    assert not KeepingRule.objects.exists()


def test_fifty_holds_ask_as_many_queries_as_one(rune: Program, conversation: Conversation) -> None:
    counts = []
    for many in (1, 49):
        for _ in range(many):
            other = Conversation.objects.create(
                channel=conversation.channel, opened_at=now(), last_message_at=now()
            )
            Hold.objects.create(conversation=other, why="x", set_at=now())
        rune.get("holds")
        with CaptureQueriesContext(connection) as captured:
            found = rune.get("holds").json()["items"]
        counts.append(len(captured))

    assert len(found) == 50
    assert counts[0] == counts[1]
