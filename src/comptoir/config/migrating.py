"""Bring the database to this version: schema first, then the packs of every package."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.utils.module_loading import module_has_submodule
from psycopg.errors import LockNotAvailable

from comptoir.kit.errors import Conflict

LOCK_TIMEOUT = "2s"
ATTEMPTS = 30
# Any number of our own: two machines that start at once migrate one after the other.
MIGRATING = 0x636F6D70


class DatabaseBusy(Conflict):
    """Somebody held a table for so long that the schema could not be changed."""


def is_new() -> bool:
    """Whether nothing was ever migrated here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NULL")
        return bool(cursor.fetchone()[0])


def pending() -> list[str]:
    """The names of migrations that were not run yet."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(*, verbosity: int = 0) -> None:
    """Raises DatabaseBusy. Waits at most two seconds for a table, so nobody waits behind us."""
    with _alone():
        _patiently(lambda: call_command("migrate", interactive=False, verbosity=verbosity))
        call_command("createcachetable", verbosity=0)
        load_packs()


def load_packs() -> None:
    """Presets, policies and texts that come along, in the order of the river."""
    for app in apps.get_app_configs():
        if app.name.startswith("comptoir.") and module_has_submodule(app.module, "packs"):
            import_module(f"{app.name}.packs").load()


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def _patiently(change: Callable[[], object]) -> None:
    """The connection goes back to its pool as patient as it was."""
    try:
        _try_often(change)
    finally:
        # Nothing can be set while a transaction is broken; with it goes what was set.
        with suppress(DatabaseError):
            _set_lock_timeout("0")


def _try_often(change: Callable[[], object]) -> None:
    for attempt in range(ATTEMPTS):
        try:
            _set_lock_timeout(LOCK_TIMEOUT)
            change()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            time.sleep(min(0.25 * 2**attempt, 5))
        else:
            return
    raise DatabaseBusy("Somebody keeps a table of the database busy; run `comptoir migrate` again.")


def _set_lock_timeout(duration: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [duration])
