"""The worker process: runs jobs, and takes over those of workers that died."""

import asyncio
import logging
from typing import Any

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from comptoir.journal.backlog import go_on
from comptoir.kit.db import rows

HEARTBEAT_SECONDS = 10
DEAD_AFTER_SECONDS = 30
STILL_SECONDS = 2

_DUE = """
SELECT count(*) AS jobs, max(id) AS newest FROM procrastinate_jobs
 WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
   AND (%(queues)s::text[] IS NULL OR queue_name = ANY(%(queues)s::text[]))"""
_STANDS_STILL = """
SELECT EXISTS (SELECT FROM journal_restoration WHERE went_on_at IS NULL) AS still"""

log = logging.getLogger(__name__)


def run(*, concurrency: int = 4, queues: list[str] | None = None, wait: bool = True) -> None:
    """Work until SIGTERM or SIGINT; with `wait=False` until nothing is left to do now."""
    asyncio.run(_run(concurrency=concurrency, queues=queues, wait=wait))


async def _run(*, concurrency: int, queues: list[str] | None, wait: bool) -> None:
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker:
        async with worker.open_async():
            if not await _may_work(worker, wait=wait):
                return
            rescue = asyncio.create_task(_rescue_for_ever(worker)) if wait else None
            try:
                await _work(worker, concurrency=concurrency, queues=queues, wait=wait)
                if not wait:
                    await _finish(worker, concurrency=concurrency, queues=queues)
            finally:
                if rescue:
                    rescue.cancel()


async def _may_work(worker: App, *, wait: bool) -> bool:
    """After a restore all jobs stand still until somebody says go (H7)."""
    while (await worker.connector.execute_query_one_async(_STANDS_STILL))["still"]:
        if not wait:
            return False
        await asyncio.sleep(STILL_SECONDS)
    return True


async def _work(worker: App, *, concurrency: int, queues: list[str] | None, wait: bool) -> None:
    await worker.run_worker_async(
        queues=queues,  # type: ignore[arg-type]
        wait=wait,
        concurrency=concurrency,
        delete_jobs="successful",
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=DEAD_AFTER_SECONDS,
        shutdown_graceful_timeout=3,
        fetch_job_polling_interval=2,
        install_signal_handlers=wait,
        task_middleware=[*worker.worker_defaults.get("task_middleware", ()), go_on],
    )


async def _finish(worker: App, *, concurrency: int, queues: list[str] | None) -> None:
    """Procrastinate stops at the first look that finds nothing, also when a lock was the reason.

    So go on as long as each turn changes what is due.
    """
    before = None
    while (left := await _due(worker, queues)) != before and left["jobs"]:
        before = left
        await _work(worker, concurrency=concurrency, queues=queues, wait=False)


async def _due(worker: App, queues: list[str] | None) -> dict[str, Any]:
    return await worker.connector.execute_query_one_async(_DUE, queues=queues)


async def _rescue_for_ever(worker: App) -> None:
    """A worker must not wait for a job to learn that another one died: it looks by itself."""
    while True:
        try:
            await rescue_stalled_jobs(worker)
        except Exception:
            log.exception("Looking for the jobs of dead workers failed")
        await asyncio.sleep(HEARTBEAT_SECONDS)


async def rescue_stalled_jobs(worker: App) -> None:
    """Put back the jobs of workers without a heartbeat."""
    stalled = await worker.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS)
    for job in stalled:
        await _put_back(worker, job)


async def _put_back(worker: App, job: Job) -> None:
    try:
        await worker.job_manager.retry_job(job)
    except ConnectorException as error:
        # Its worker was only slow and has just ended it, or another one was quicker than we.
        log.warning("Job %s of a dead worker was not put back: %s", job.id, error.__cause__)
    else:
        log.warning("Job %s of a dead worker is run again", job.id)


def heartbeat_age() -> float | None:
    """Seconds since any worker showed a sign of life; None if none ever did."""
    ((age,),) = rows(
        "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
    )
    return None if age is None else float(age)
