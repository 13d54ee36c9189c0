"""Jobs by name, in the transaction that needs them, once while they wait."""

import ast
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from comptoir.journal import later
from comptoir.kit.clock import now

TASK = "journal.run_handler"
PACKAGES = {config.label for config in apps.get_app_configs()}
SOURCES = [
    path
    for config in apps.get_app_configs()
    if config.name.startswith("comptoir.")
    for path in Path(config.path).rglob("*.py")
]


def test_a_job_is_deferred_with_its_ids(db: None) -> None:
    later(TASK, lock="lamp:1", queue="events", entry_id=4, name="x")

    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.queue_name, job.lock) == (TASK, "events", "lamp:1")
    assert job.args == {"entry_id": 4, "name": "x"}
    assert job.status == "todo"


def test_a_job_can_wait_for_its_time(db: None) -> None:
    at = datetime(2031, 2, 28, 8, tzinfo=UTC)

    later(TASK, at=at, entry_id=4)

    assert ProcrastinateJob.objects.get().scheduled_at == at


def test_a_job_is_rolled_back_with_its_transaction(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        later(TASK, entry_id=4)
        raise ZeroDivisionError

    assert ProcrastinateJob.objects.count() == 0


def test_while_a_job_of_a_key_waits_none_is_added(db: None) -> None:
    later(TASK, key="k", entry_id=1)
    later(TASK, key="k", entry_id=2)
    later(TASK, key="other", entry_id=3)

    assert [job.args["entry_id"] for job in ProcrastinateJob.objects.order_by("id")] == [1, 3]


def test_the_caller_can_go_on_after_a_key_was_taken(db: None) -> None:
    with transaction.atomic():
        later(TASK, key="k", entry_id=1)
        later(TASK, key="k", entry_id=2)
        later(TASK, entry_id=3)

    assert ProcrastinateJob.objects.count() == 2


def test_two_at_once_with_one_key_make_one_job(transactional_db: None) -> None:
    """The second waits for the first transaction and then sees that the work is deferred."""
    started = threading.Event()

    def other() -> None:
        try:
            with transaction.atomic():
                started.set()
                later(TASK, key="k", entry_id=2)
        finally:
            connection.close()

    with transaction.atomic():
        later(TASK, key="k", entry_id=1)
        thread = threading.Thread(target=other)
        thread.start()
        started.wait(5)
        thread.join(0.3)
    thread.join(5)

    assert not thread.is_alive()
    ours = ProcrastinateJob.objects.filter(queueing_lock="k")
    assert [job.args["entry_id"] for job in ours] == [1]


def test_every_task_has_the_name_of_its_package() -> None:
    ours = [name for name in app.tasks if not name.startswith(("builtin:", "procrastinate."))]

    assert ours
    for name in ours:
        assert name.partition(".")[0] in PACKAGES, name


def test_every_name_that_is_deferred_is_a_task() -> None:
    deferred = {name for path in SOURCES for name in _deferred_in(path)}

    assert "accounts.hand_over_mail" in deferred
    assert deferred <= set(app.tasks)


def _deferred_in(path: Path) -> Iterator[str]:
    """The names that calls of `later(…)` give as plain text."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else None
            called = node.func.id if isinstance(node.func, ast.Name) else called
            if called == "later" and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def test_a_job_in_the_past_is_due_now(db: None) -> None:
    later(TASK, at=now() - timedelta(hours=1), entry_id=4)

    assert ProcrastinateJob.objects.get().scheduled_at < now()
