"""An event and its job are written with the change or not at all."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from procrastinate.contrib.django.models import ProcrastinateJob

from comptoir.journal import publish
from comptoir.journal.models import Detail, Entry
from comptoir.journal.publishing import NotInTransaction, caused_by
from comptoir.journal.queries import causes_of, timeline
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from tests.journal.conftest import Follower, LampBroken, LampLit

Follow = Callable[..., Follower]


def light(lamp_id: int = 1, *, by: Actor = SYSTEM, **told: object) -> int:
    with transaction.atomic():
        return publish(LampLit(lamp_id=lamp_id), by=by, detail=told or None)


def jobs() -> list[tuple[str, str | None, dict[str, int]]]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "lock", "args"))


def test_an_entry_says_what_when_and_who(db: None) -> None:
    ines = Actor(ActorKind.AGENT, 7, "Inès")

    entry = Entry.objects.get(pk=light(3, by=ines))

    assert entry.event == LampLit.name()
    assert (entry.subject_kind, entry.subject_id) == ("lamp", 3)
    assert entry.data == {"lamp_id": 3}
    assert (entry.actor_kind, entry.actor_id) == ("agent", 7)
    assert entry.caused_by is None


def test_the_position_is_the_transaction_as_the_database_numbers_it(db: None) -> None:
    with transaction.atomic():
        first = light(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            (current,) = cursor.fetchone()

    assert Entry.objects.get(pk=first).tx == current


def test_publishing_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(NotInTransaction, match="LampLit"):
        publish(LampLit(lamp_id=1), by=SYSTEM)

    assert Entry.objects.count() == 0


def test_the_block_of_a_test_case_does_not_count_as_a_transaction(db: None) -> None:
    with pytest.raises(NotInTransaction):
        publish(LampLit(lamp_id=1), by=SYSTEM)


def test_what_is_rolled_back_was_never_announced(db: None, follow: Follow) -> None:
    follow("one")

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        light()
        raise ZeroDivisionError

    assert Entry.objects.count() == 0
    assert jobs() == []


def test_one_event_defers_one_job_however_many_follow(db: None, follow: Follow) -> None:
    follow("one")
    follow("two")

    entry_id = light(3)

    assert jobs() == [("journal.run_handlers", "lamp:3", {"entry_id": entry_id})]


def test_an_event_that_nobody_follows_defers_nothing(db: None) -> None:
    light()

    assert jobs() == []


def test_entry_and_job_take_one_statement(
    db: None, follow: Follow, django_assert_num_queries: Callable[..., object]
) -> None:
    follow("one")

    with transaction.atomic(), django_assert_num_queries(1):
        publish(LampLit(lamp_id=1), by=SYSTEM)


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET data = '{}'", "DELETE FROM journal_entry"]
)
def test_the_journal_is_never_changed(db: None, statement: str) -> None:
    light()

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Entry.objects.get().data == {"lamp_id": 1}


def test_words_go_to_the_detail_which_can_be_emptied(db: None) -> None:
    entry_id = light(2, before="off", after="on")

    detail = Detail.objects.get(entry_id=entry_id)
    assert (detail.subject_kind, detail.subject_id) == ("lamp", 2)
    assert detail.data == {"before": "off", "after": "on"}

    detail.delete()
    assert Entry.objects.filter(pk=entry_id).exists()


def test_what_follows_carries_its_cause(db: None) -> None:
    first = light()
    with caused_by(first):
        second = light()
        with caused_by(second):
            third = light()
    fourth = light()

    chain = [entry.pk for entry in causes_of(third)]
    assert chain == [second, first]
    assert list(causes_of(fourth)) == []


def test_a_timeline_holds_one_subject_oldest_first(db: None) -> None:
    light(1)
    light(2)
    with transaction.atomic():
        publish(LampBroken(lamp_id=1), by=SYSTEM)

    names = [entry.event for entry in timeline("lamp", 1)]

    assert names == [LampLit.name(), LampBroken.name()]
    assert [e.event for e in timeline("lamp", 1, limit=1)] == [LampBroken.name()]
