"""Background work: tasks by name, deferred inside the transaction that needs them."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from procrastinate import RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from comptoir.journal.publishing import is_history
from comptoir.kit.db import planned

_DEFER = """
SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
  %s, %s, 0, %s, %s, %s::jsonb, %s)::procrastinate_job_to_defer_v1])"""
_UNLESS_WAITING = """
WHERE NOT EXISTS (
  SELECT FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')"""

# Behind all that waits: Procrastinate lets no job pass another of its lock, unless it ranks lower.
BEHIND = -1


class SteppingAside(RetryStrategy):
    """Try again after 3, 9, 27… seconds; from the third failure on let the next of the line pass.

    Most of what fails is well after some seconds, and order is kept. What still fails then would
    keep everything that happens to its subject waiting for an hour.
    """

    PATIENT_FOR = 2

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        decision = super().get_retry_decision(exception=exception, job=job)
        if decision is not None and job.attempts >= self.PATIENT_FOR:
            decision.priority = BEHIND
        return decision


DEFAULT_RETRY = SteppingAside(max_attempts=8, exponential_wait=3)
# The clock comes round anyway: only what a lost connection ended is worth another try.
_PERIODIC_RETRY = RetryStrategy(max_attempts=10, wait=2)


def task(
    name: str, *, queue: str = "default", retry: RetryStrategy | None = DEFAULT_RETRY
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a background entry point `package.verb`: ids in, safe to run twice."""

    def register(run: Callable[..., None]) -> Callable[..., None]:
        app.task(name=name, queue=queue, retry=retry or False)(run)
        return run

    return register


def periodic(
    name: str, cron: str, *, queue: str = "default"
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function to run by the clock (`cron` of five or six fields, UTC)."""

    def register(run: Callable[[], None]) -> Callable[[], None]:
        def at_time(timestamp: int) -> None:
            run()

        waiting = app.task(name=name, queue=queue, queueing_lock=name, retry=_PERIODIC_RETRY)(
            at_time
        )
        app.periodic(cron=cron)(waiting)
        return run

    return register


def later(
    name: str,
    /,
    *,
    at: datetime | None = None,
    lock: str | None = None,
    key: str | None = None,
    queue: str = "default",
    **ids: Any,
) -> None:
    """Defer a task by name in the current transaction.

    `lock`: jobs of one lock run one after the other. `key`: while a job of that key waits,
    another one is not added.
    """
    if is_history():
        return
    values = [queue, name, lock, key, json.dumps(ids), at]
    if key is None:
        planned(_DEFER, values)
        return
    try:
        with transaction.atomic():
            planned(_DEFER + _UNLESS_WAITING, [*values, key])
    except IntegrityError:
        # Somebody else deferred it between our look and our insert: the work is waiting.
        return
