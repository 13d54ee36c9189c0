"""Whoever reads by position loses nothing that commits late."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from comptoir.journal import publish
from comptoir.journal.following import Signal, missed_since
from comptoir.journal.queries import Position, current_position, entries_after
from comptoir.kit.actor import SYSTEM
from comptoir.live.hub import listen_parameters
from tests.journal.conftest import LampLit


def light(lamp_id: int) -> int:
    with transaction.atomic():
        return publish(LampLit(lamp_id=lamp_id), by=SYSTEM)


@pytest.fixture
def late(transactional_db: None, settings: Any) -> Iterator[psycopg.Connection]:
    """A second connection whose transaction is open, with an entry of its own (lamp 100)."""
    settings.LISTEN_URL = ""
    with psycopg.connect(**listen_parameters()) as other:
        other.execute(
            "INSERT INTO journal_entry (event, subject_kind, subject_id, data, actor_kind)"
            " VALUES ('x', 'lamp', 100, '{}', 'system')"
        )
        yield other


def lamps(position: Position) -> list[int]:
    return [entry.subject_id for entry in entries_after(position)]


def test_entries_come_in_the_order_of_transaction_and_id(transactional_db: None) -> None:
    start = current_position()
    with transaction.atomic():
        for lamp in (3, 1, 2):
            publish(LampLit(lamp_id=lamp), by=SYSTEM)
    light(9)

    assert lamps(start) == [3, 1, 2, 9]


def test_a_follower_waits_for_a_transaction_that_is_open(late: psycopg.Connection) -> None:
    start = Position(0, 0)
    light(1)

    while_open = lamps(start)
    late.commit()
    after = lamps(start)

    assert while_open == []
    assert after == [100, 1]


def test_a_follower_by_steps_sees_each_entry_once(late: psycopg.Connection) -> None:
    seen: list[int] = []
    position = Position(0, 0)

    def step() -> None:
        nonlocal position
        for entry in entries_after(position, limit=1):
            seen.append(entry.subject_id)
            position = Position(entry.tx, entry.pk)

    light(1)
    step()
    late.commit()
    light(2)
    for _ in range(5):
        step()

    assert seen == [100, 1, 2]


def test_what_a_live_reader_missed_holds_the_newest_too(late: psycopg.Connection) -> None:
    """It does not wait for the open one: it resumes below it, and hears some entries twice."""
    light(1)

    missed = missed_since(Position(0, 0), ["lamp"], limit=10)
    late.commit()
    again = missed_since(missed.resume, ["lamp"], limit=10)

    assert [signal.subject_id for signal in missed.signals] == [1]
    assert [signal.subject_id for signal in again.signals] == [100, 1]


def test_too_many_missed_are_not_told_one_by_one(transactional_db: None) -> None:
    for lamp in range(4):
        light(lamp)

    missed = missed_since(Position(0, 0), ["lamp"], limit=3)

    assert missed.too_many
    assert missed.signals == ()
    assert missed_since(missed.resume, ["lamp"], limit=3).signals == ()


def test_only_the_kinds_that_are_followed_are_told(transactional_db: None) -> None:
    light(1)

    assert missed_since(Position(0, 0), ["bell"], limit=3).signals == ()


def test_the_signal_is_heard_at_the_commit_with_a_safe_place_to_resume(
    late: psycopg.Connection,
) -> None:
    (open_tx,) = late.execute("SELECT pg_current_xact_id()::text::bigint").fetchone() or (0,)
    with psycopg.connect(**listen_parameters(), autocommit=True) as listener:
        listener.execute("LISTEN comptoir_live")
        entry_id = light(5)
        (heard,) = listener.notifies(timeout=5, stop_after=1)

    signal = Signal.parse(heard.payload)
    assert (signal.kind, signal.subject_id, signal.event) == ("lamp", 5, LampLit.name())
    assert signal.position.id == entry_id
    assert signal.safe == open_tx < signal.position.tx
    connection.close()


@pytest.mark.parametrize("text", ["", "5", "a-b", "5-"])
def test_a_position_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"int|base 10|literal"):
        Position.parse(text)


def test_a_position_is_written_and_read() -> None:
    assert str(Position(12, 5)) == "12-5"
    assert Position.parse("12-5") == Position(12, 5)
    assert Position(12, 5) < Position(13, 0)
