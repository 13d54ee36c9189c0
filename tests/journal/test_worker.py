"""A real worker runs the handlers, and takes over the jobs of one that died."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from comptoir.accounts.models import Team
from comptoir.journal import publish, worker
from comptoir.journal.scheduling import BEHIND, DEFAULT_RETRY
from comptoir.kit.actor import SYSTEM
from comptoir.kit.db import rows
from tests.journal.conftest import Follower, LampLit

Follow = Callable[..., Follower]
pytestmark = pytest.mark.django_db(transaction=True)


def light(lamp_id: int) -> None:
    with transaction.atomic():
        publish(LampLit(lamp_id=lamp_id), by=SYSTEM)


def test_a_worker_runs_what_waits_and_leaves_nothing_behind(follow: Follow) -> None:
    one = follow("one", does=lambda: Team.objects.create(name=f"team {Team.objects.count()}"))
    for lamp in (1, 2, 3):
        light(lamp)

    worker.run(wait=False)

    assert sorted(event.lamp_id for event in one.heard) == [1, 2, 3]
    assert Team.objects.count() == 3
    assert ProcrastinateJob.objects.count() == 0


def test_events_of_one_subject_run_in_order(follow: Follow) -> None:
    order: list[int] = []
    follow("one", does=lambda: order.append(len(order)))
    for _ in range(6):
        light(1)

    worker.run(wait=False, concurrency=4)

    assert order == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("failed_before", "passed", "left"),
    [(1, [], [0, 0]), (2, [1], [BEHIND])],
)
def test_what_fails_a_third_time_lets_the_next_of_its_line_pass(
    follow: Follow, failed_before: int, passed: list[int], left: list[int]
) -> None:
    broken = follow("broken", failures=1)
    light(1)
    rows("UPDATE procrastinate_jobs SET task_name = 'journal.run_handler', attempts = %s,"
         " args = args || '{\"name\": \"tests.broken\"}' RETURNING id", [failed_before])  # fmt: skip
    light(1)

    worker.run(wait=False)

    assert [event.lamp_id for event in broken.heard] == passed
    assert [job.priority for job in ProcrastinateJob.objects.order_by("id")] == left


@pytest.mark.parametrize(("attempts", "priority"), [(0, None), (1, None), (2, BEHIND), (7, BEHIND)])
def test_the_line_is_kept_for_two_repeats(attempts: int, priority: int | None) -> None:
    job = Job(id=1, queue="q", lock="l", queueing_lock=None, task_name="t", attempts=attempts)

    decision = DEFAULT_RETRY.get_retry_decision(exception=RuntimeError(), job=job)

    assert decision is not None
    assert decision.priority == priority


def test_after_eight_repeats_it_is_given_up() -> None:
    job = Job(id=1, queue="q", lock="l", queueing_lock=None, task_name="t", attempts=8)

    assert DEFAULT_RETRY.get_retry_decision(exception=RuntimeError(), job=job) is None


def test_what_follows_from_what_follows_is_done_too(follow: Follow) -> None:
    """A chain in one line of jobs: each is deferred only when the one before has run."""
    one = follow("one")
    one.does = lambda: light(1) if len(one.heard) < 3 else None
    light(1)

    worker.run(wait=False)

    assert len(one.heard) == 4
    assert ProcrastinateJob.objects.count() == 0


def test_a_failed_handler_is_run_again_by_the_worker(follow: Follow) -> None:
    broken = follow("broken", failures=2)
    light(1)

    worker.run(wait=False)

    assert len(broken.heard) == 1
    assert ProcrastinateJob.objects.count() == 0


def test_no_sign_of_life_is_no_age() -> None:
    assert worker.heartbeat_age() is None

    rows(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '70 s') RETURNING id"
    )

    assert 69 < (worker.heartbeat_age() or 0) < 80


def test_the_job_of_a_dead_worker_is_run_by_the_next(follow: Follow) -> None:
    one = follow("one")
    light(1)
    ((dead,),) = rows(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '5 min') RETURNING id"
    )
    ((job,),) = rows("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [dead])

    worker.run(wait=False)
    nothing_yet = list(one.heard)
    rescue()
    worker.run(wait=False)

    assert job is not None
    assert nothing_yet == []
    assert [event.lamp_id for event in one.heard] == [1]


def test_a_job_that_ended_meanwhile_keeps_no_other_from_its_rescue(
    follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = follow("one")
    for lamp in (1, 2):
        light(lamp)
    ((dead,),) = rows(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '5 min') RETURNING id"
    )
    for _ in (1, 2):
        rows("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [dead])
    asked = JobManager.get_stalled_jobs

    async def slow_look(manager: JobManager, **options: Any) -> list[Job]:
        found = sorted(await asked(manager, **options), key=lambda job: job.id or 0)
        await manager.finish_job(found[0], status=Status.SUCCEEDED, delete_job=True)
        return found

    monkeypatch.setattr(JobManager, "get_stalled_jobs", slow_look)
    rescue()
    worker.run(wait=False)

    assert [event.lamp_id for event in one.heard] == [2]


def rescue() -> None:
    async def look() -> None:
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as ours:
            async with ours.open_async():
                await worker.rescue_stalled_jobs(ours)

    asyncio.run(look())
