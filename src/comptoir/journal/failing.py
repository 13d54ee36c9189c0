"""The queue as people see it: what waits, what fails and why; another try, or the end of it."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from comptoir.kit.clock import now
from comptoir.kit.db import rows
from comptoir.kit.errors import NotFound
from comptoir.kit.text import clean, excerpt

MOST_SHOWN = 50
LONGEST_REASON = 300

_NOTE = """
INSERT INTO journal_failure (job_id, reason, at) VALUES (%s, %s, %s)
ON CONFLICT (job_id) DO UPDATE SET reason = EXCLUDED.reason, at = EXCLUDED.at RETURNING id"""
_SWEEP = """
DELETE FROM journal_failure f
 WHERE NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.id = f.job_id) RETURNING id"""

log = logging.getLogger(__name__)


def note_failure(job_id: int | None, error: Exception) -> None:
    """Keep why; never raises: the job's own error is what counts."""
    said = excerpt(clean(f"{type(error).__name__}: {error}"), LONGEST_REASON)
    try:
        rows(_NOTE, [job_id, said, now()])
        rows(_SWEEP)
    except DatabaseError:
        log.exception("Why job %s failed could not be noted", job_id)


@dataclass(frozen=True, slots=True)
class Queue:
    """`waiting` jobs could run now; `later` have a time; `trying` failed and are tried again."""

    waiting: int
    later: int
    running: int
    trying: int
    failed: int
    oldest_seconds: float | None


_QUEUE = """
SELECT count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())),
  count(*) FILTER (WHERE status = 'todo' AND scheduled_at > now() AND attempts = 0),
  count(*) FILTER (WHERE status = 'doing'),
  count(*) FILTER (WHERE status = 'todo' AND attempts > 0),
  count(*) FILTER (WHERE status = 'failed'),
  (SELECT extract(epoch FROM now() - min(e.at)) FROM procrastinate_jobs j
     JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
    WHERE j.status = 'todo' AND j.attempts = 0
      AND (j.scheduled_at IS NULL OR j.scheduled_at <= now()))
FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed')"""


def queue() -> Queue:
    ((waiting, later, running, trying, failed, oldest),) = rows(_QUEUE)
    return Queue(waiting, later, running, trying, failed, None if oldest is None else float(oldest))


@dataclass(frozen=True, slots=True)
class Kind:
    """All jobs of one name that are not done."""

    name: str
    waiting: int
    failed: int


_KINDS = """
SELECT coalesce(args->>'name', task_name), count(*) FILTER (WHERE status <> 'failed'),
  count(*) FILTER (WHERE status = 'failed')
FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed')
GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1 LIMIT %s"""


def kinds() -> list[Kind]:
    """By handler, or by task where it is no handler: those that fail first."""
    return [Kind(*row) for row in rows(_KINDS, [MOST_SHOWN])]


@dataclass(frozen=True, slots=True)
class Failing:
    """A job that failed: for good, or `next_at` when it is tried again."""

    id: int
    name: str
    reason: str
    at: datetime | None
    attempts: int
    next_at: datetime | None

    @property
    def is_given_up(self) -> bool:
        return self.next_at is None


_FAILING = """
SELECT j.id, coalesce(j.args->>'name', j.task_name), coalesce(f.reason, ''), f.at, j.attempts,
  CASE WHEN j.status = 'todo' THEN coalesce(j.scheduled_at, now()) END
FROM procrastinate_jobs j LEFT JOIN journal_failure f ON f.job_id = j.id
WHERE j.status = 'failed' OR (j.status = 'todo' AND j.attempts > 0)
ORDER BY j.status DESC, j.id DESC LIMIT %s"""


def failing_jobs() -> list[Failing]:
    """Those that were given up first, the newest first."""
    return [Failing(*row) for row in rows(_FAILING, [MOST_SHOWN])]


_SIGNS = """
SELECT extract(epoch FROM now() - last_heartbeat) FROM procrastinate_workers
WHERE last_heartbeat > now() - interval '1 day' ORDER BY last_heartbeat DESC"""


def workers() -> list[float]:
    """Seconds since each worker of this day gave a sign of life."""
    return [float(seconds) for (seconds,) in rows(_SIGNS)]


_LOCKED = "SELECT task_name FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE"


@transaction.atomic
def run_again(job_id: int) -> str:
    """Let a job that was given up run once more; its name. Raises NotFound."""
    name = _locked(job_id)
    rows("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
    return name


@transaction.atomic
def discard(job_id: int) -> str:
    """Forget a job that was given up; its name. Raises NotFound."""
    name = _locked(job_id)
    rows("DELETE FROM procrastinate_jobs WHERE id = %s RETURNING id", [job_id])
    rows(_SWEEP)
    return name


def _locked(job_id: int) -> str:
    found = rows(_LOCKED, [job_id])
    if not found:
        raise NotFound(_("This work is not given up any more: it ran, or somebody discarded it."))
    return str(found[0][0])
