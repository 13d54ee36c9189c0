"""A database that answers and Django on top of it, for the time of one command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from comptoir.config.env import env
from comptoir.kit.errors import ComptoirError


class DatabaseSilent(ComptoirError):
    """The named server cannot be reached, or refuses us."""

    status = 503


@contextmanager
def database() -> Iterator[None]:
    """The server that DATABASE_URL names, else our own cluster, started if nobody runs it.

    Raises DatabaseSilent, NoEmbeddedPostgres.
    """
    if env().database_url:
        _check(env().database_url)
        yield
        return
    from comptoir.config.postgres.cluster import borrowed

    with borrowed(env().data_dir):
        yield


def _check(url: str) -> None:
    """Django's pool would only say that it waited ten seconds."""
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise DatabaseSilent(f"The database of DATABASE_URL does not answer: {reason}.") from None


@contextmanager
def desk(*, migrated: bool = True) -> Iterator[None]:
    """Django is set up inside; a brand-new database gets its tables first."""
    with database():
        set_up_django()
        if migrated:
            _migrate_if_new()
        try:
            yield
        finally:
            close_connections()


def set_up_django() -> None:
    """Needs no database; commands that only look at the code stop here."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.config.settings")
    django.setup()


def _migrate_if_new() -> None:
    from comptoir.config.migrating import is_new, migrate

    if is_new():
        migrate()


def close_connections() -> None:
    """Give back what this process holds, so that the server may stop at once."""
    from django.db import connections

    connections.close_all()
    for alias in connections:
        connections[alias].close_pool()  # type: ignore[attr-defined]
