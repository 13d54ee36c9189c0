"""Many set aside, many read: verbs whose undo knows how it was."""

from datetime import UTC, datetime

import pytest

from comptoir.accounts.identity import Identity
from comptoir.conversations import services
from comptoir.conversations.models import BulkRow, BulkRun, Conversation, Reading, Snooze
from comptoir.kit.clock import freeze
from tests.conversations.conftest import Write, make_member

SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def numbers(write: Write) -> list[int]:
    for at in range(3):
        write(message_id=f"<{at}@buyer.example>", sender=f"b{at}@buyer.example")
    return list(Conversation.objects.order_by("pk").values_list("pk", flat=True))


def work(identity: Identity, verb: str, value: str, numbers: list[int]) -> BulkRun:
    run = services.start_bulk(
        by=identity.actor, viewer=identity.viewer, verb=verb, value=value, numbers=numbers
    )
    services.work_bulk(run_id=run.pk)
    return run


def undo(identity: Identity, run: BulkRun) -> None:
    services.undo_bulk(by=identity.actor, run_id=run.pk)
    services.work_bulk(run_id=run.pk)


def states(run: BulkRun) -> list[str]:
    return list(BulkRow.objects.filter(run=run).order_by("pk").values_list("state", flat=True))


def statuses() -> list[str]:
    return list(Conversation.objects.order_by("pk").values_list("status_id", flat=True))


def unread_of(member_id: int) -> list[int]:
    """The numbers of what this member has not read to its end."""
    read = dict(
        Reading.objects.filter(member=member_id).values_list("conversation_id", "last_read_id")
    )
    last = Conversation.objects.order_by("pk").values_list("pk", "operator_last_id")
    return [number for number, at in last if read.get(number, 0) < at]


def test_many_are_set_aside_until_a_named_time_and_taken_back(
    numbers: list[int], agent: Identity
) -> None:
    services.set_status(by=agent.actor, conversation_id=numbers[1], status="waiting_carrier")
    before = statuses()
    with freeze(SUNDAY):
        run = work(agent, "snooze", "hour", numbers)
        asleep, until = statuses(), set(Snooze.objects.values_list("until", flat=True))

    undo(agent, run)

    assert asleep == ["snoozed"] * 3
    assert until == {datetime(2026, 11, 22, 10, 0, tzinfo=UTC)}
    assert statuses() == before == ["open", "waiting_carrier", "open"]
    assert states(run) == ["undone"] * 3


def test_what_woke_since_is_not_taken_back(numbers: list[int], agent: Identity) -> None:
    run = work(agent, "snooze", "answered", numbers)
    services.wake(by=agent.actor, conversation_id=numbers[0])

    undo(agent, run)

    assert states(run) == ["refused", "undone", "undone"]


def test_many_are_read_and_unread_for_this_member_alone(
    numbers: list[int], agent: Identity
) -> None:
    jo = make_member("jo@shop.example", "Jo", "agent")
    last = Conversation.objects.get(pk=numbers[0]).operator_last_id
    services.mark_read(by=agent.actor, conversation_id=numbers[0], up_to=last)

    run = work(agent, "read", "", numbers)
    all_read = unread_of(agent.member.pk)
    undo(agent, run)

    assert all_read == []
    assert unread_of(agent.member.pk) == numbers[1:]
    assert unread_of(jo.member.pk) == numbers
    assert states(run) == ["same", "undone", "undone"]


def test_what_was_read_is_unread_again_and_the_undo_reads_it(
    numbers: list[int], agent: Identity
) -> None:
    work(agent, "read", "", numbers[:2])

    run = work(agent, "unread", "", numbers)
    again = unread_of(agent.member.pk)
    undo(agent, run)

    assert again == numbers
    assert unread_of(agent.member.pk) == numbers[2:]
    assert states(run) == ["undone", "undone", "same"]


def test_who_may_only_read_marks_many_as_read(numbers: list[int]) -> None:
    viewer = make_member("vera@shop.example", "Vera", "viewer")

    run = work(viewer, "read", "", numbers)
    aside = work(viewer, "snooze", "hour", numbers)

    assert states(run) == ["done"] * 3
    assert states(aside) == ["refused"] * 3
    assert statuses() == ["open"] * 3
