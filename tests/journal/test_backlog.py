"""What waits behind a job is taken, done and ended in one transaction each; what fails was never taken."""

import time
from collections.abc import Callable

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from comptoir.accounts.models import Team, TeamMembership
from comptoir.journal import backlog, later, publish, worker
from comptoir.journal.backlog import work_off
from comptoir.journal.models import Entry
from comptoir.kit.actor import SYSTEM
from comptoir.kit.db import rows
from tests.journal.conftest import Follower, LampLit

Follow = Callable[..., Follower]
pytestmark = pytest.mark.django_db(transaction=True)


def light(*lamps: int) -> None:
    for lamp in lamps:
        with transaction.atomic():
            publish(LampLit(lamp_id=lamp), by=SYSTEM)


def registered() -> int:
    ((number,),) = rows("SELECT worker_id FROM procrastinate_register_worker_v1()")
    return int(number)


def waiting() -> list[tuple[str, str | None, str, int]]:
    found = ProcrastinateJob.objects.order_by("id")
    return list(found.values_list("task_name", "lock", "status", "attempts"))


def lit(follower: Follower) -> list[int]:
    return [event.lamp_id for event in follower.heard]


def test_a_visit_works_off_what_waits_and_leaves_nothing_behind(follow: Follow) -> None:
    one, two = follow("one"), follow("two")
    light(1, 2, 1, 3)

    work_off(registered())

    assert lit(one) == lit(two) == [1, 2, 1, 3]
    assert waiting() == []
    assert ProcrastinateEvent.objects.count() == 0


def test_a_worker_works_off_most_jobs_without_fetching_each(
    follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = follow("one")
    light(*range(30))
    visits: list[int] = []
    monkeypatch.setattr(
        backlog, "work_off", lambda number: (visits.append(number), work_off(number))
    )

    worker.run(wait=False, concurrency=1)

    assert lit(one) == list(range(30))
    assert len(visits) < 15


def test_what_fails_as_a_whole_is_left_as_it_was(follow: Follow) -> None:
    """A name that no event has any more, say: the worker's own rules about repeats hold for it."""
    one = follow("one", does=lambda: Team.objects.create(name="known"))
    light(1, 2)
    unknown = Entry.objects.create(
        event="tests.Forgotten", subject_kind="lamp", subject_id=7, actor_kind="system"
    )
    ProcrastinateJob.objects.filter(lock="lamp:2").update(args={"entry_id": unknown.pk})

    work_off(registered())

    assert lit(one) == [1]
    assert Team.objects.count() == 1
    assert waiting() == [("journal.run_handlers", "lamp:2", "todo", 0)]


def test_what_fails_when_it_is_committed_is_left_as_it_was(follow: Follow) -> None:
    # A foreign key is asked for when the transaction ends.
    follow("one", does=lambda: TeamMembership.objects.create(team_id=1, member_id=1))
    light(1)

    work_off(registered())

    assert waiting() == [("journal.run_handlers", "lamp:1", "todo", 0)]


def test_a_handler_that_fails_gets_a_job_of_its_own_and_stops_no_sibling(follow: Follow) -> None:
    follow("broken", failures=2)
    writer = follow("writer", does=lambda: Team.objects.create(name="kept"))
    light(1)

    work_off(registered())

    assert [team.name for team in Team.objects.all()] == ["kept"]
    assert len(writer.heard) == 1
    assert waiting() == [("journal.run_handler", "lamp:1", "todo", 0)]


def test_the_repeat_of_one_handler_is_left_to_the_worker(follow: Follow) -> None:
    one = follow("one")
    later("journal.run_handler", queue="events", lock="lamp:1", entry_id=1, name="tests.one")
    light(2)

    work_off(registered())

    assert lit(one) == []
    assert [name for name, *_ in waiting()] == ["journal.run_handler", "journal.run_handlers"]


def test_other_queues_are_left_alone(follow: Follow) -> None:
    one = follow("one")
    later("journal.run_handler", queue="default", entry_id=1, name="tests.one")
    light(2)

    work_off(registered())

    assert lit(one) == [2]
    assert waiting() == [("journal.run_handler", None, "todo", 0)]


def test_what_waits_for_a_running_job_of_its_subject_goes_on_waiting(follow: Follow) -> None:
    one = follow("one")
    light(1, 1, 2)
    rows("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [registered()])

    work_off(registered())

    assert lit(one) == [2]
    assert [(lock, status) for _, lock, status, _ in waiting()] == [
        ("lamp:1", "doing"),
        ("lamp:1", "todo"),
    ]


def test_a_worker_that_dies_in_a_handler_has_taken_nothing(follow: Follow) -> None:
    def die() -> None:
        Team.objects.create(name="half done")
        raise SystemExit

    follow("one", does=die)
    light(1)

    with pytest.raises(SystemExit):
        work_off(registered())

    assert Team.objects.count() == 0
    assert waiting() == [("journal.run_handlers", "lamp:1", "todo", 0)]


def test_a_visit_ends_in_time_for_the_others(
    follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "VISIT_SECONDS", 0.05)
    one = follow("one", does=lambda: time.sleep(0.03))
    light(*range(10))

    work_off(registered())

    assert 1 <= len(one.heard) <= 2
    assert len(waiting()) == 10 - len(one.heard)
