"""A worker's thread that has run the handlers of one entry goes on with the next ones by itself.

Through Procrastinate's loop each job costs two commits of its own, a thread and a connection. Here
a job is taken, done and finished in the one transaction of its handlers: what fails was never
taken, so the loop finds it waiting, and its own rules about repeats hold.
"""

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from procrastinate.job_context import JobContext
from procrastinate.worker import Worker

from comptoir.journal.failing import note_failure
from comptoir.journal.models import Entry
from comptoir.journal.publishing import QUEUE
from comptoir.journal.tasks import RUN_HANDLERS, follow
from comptoir.kit.db import rows

# The other queues wait no longer than this for a place, nor does the subject of the first job.
VISIT_SECONDS = 0.25

# Procrastinate's own functions take and end the job, so its locks and its order hold here too.
_TAKE = """
SELECT job.id, entry.id, entry.event, entry.subject_kind, entry.subject_id, entry.data
  FROM procrastinate_fetch_job_v2(ARRAY[%s], %s) job
  LEFT JOIN journal_entry entry
    ON entry.id = (job.args->>'entry_id')::bigint AND job.task_name = %s
 WHERE job.id IS NOT NULL"""
_END = "SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)"

log = logging.getLogger(__name__)


def go_on(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """For Procrastinate: after a job of handlers come those that wait behind it."""
    try:
        result = call_next()
    except Exception as error:
        note_failure(context.job.id, error)
        raise
    if context.job.task_name == RUN_HANDLERS and worker.worker_id is not None:
        work_off(worker.worker_id)
    return result


def work_off(worker_id: int) -> None:
    """Run what waits for its handlers, for a moment; never raises."""
    until = time.monotonic() + VISIT_SECONDS
    try:
        while time.monotonic() < until and _run_next(worker_id):
            pass
    except Exception:
        log.exception("An entry's handlers failed; the worker takes it up again by itself")


def _run_next(worker_id: int) -> bool:
    with transaction.atomic():
        for job_id, *found in rows(_TAKE, [QUEUE, worker_id, RUN_HANDLERS]):
            if found[0] is not None:
                follow(_entry(*found))
                rows(_END, [job_id])
                return True
            # A handler's own repeat has its own rules: back with it.
            transaction.set_rollback(True)
    return False


def _entry(pk: int, event: str, kind: str, subject_id: int, data: Any) -> Entry:
    told = json.loads(data) if isinstance(data, str) else data
    return Entry(id=pk, event=event, subject_kind=kind, subject_id=subject_id, data=told)
