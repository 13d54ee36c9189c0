"""The database's manners: what is asked when, and in which order rows are locked."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

log = logging.getLogger(__name__)


class QueryWhileRendering(AssertionError):
    """A template asked the database: its view did not load what the page shows."""


def _refuse(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
    if settings.RAISE_ON_RENDER_QUERY:
        raise QueryWhileRendering(sql)
    log.warning("A page asked the database while it was rendered: %s", sql[:200])
    return execute(sql, *args)


@contextmanager
def no_queries() -> Iterator[None]:
    """Raise on any query (log it in production)."""
    with connection.execute_wrapper(_refuse):
        yield


def planned_cursor() -> Any:
    """A cursor for statements that are asked again and again, each a few rows by their key.

    PostgreSQL reads and plans them once for each connection, which costs more than running them.
    Django's own cursor puts the values into the text, so that each text is new; which is better
    where the plan depends on the values. Where `PREPARES` is off nothing is kept, and all works.
    """
    own = connections[DEFAULT_DB_ALIAS]
    own.close_if_health_check_failed()
    own.ensure_connection()
    cursor: Any = psycopg.Cursor(own.connection)
    return own.make_debug_cursor(cursor) if own.queries_logged else own.make_cursor(cursor)


def planned(sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
    """All rows of one statement that `planned_cursor` is for."""
    with planned_cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def rows(sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
    """All rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def in_transaction() -> bool:
    """Whether a caller's own `atomic` is open; a test case's outermost block does not count."""
    blocks = connection.atomic_blocks
    return any(not getattr(block, "_from_testcase", False) for block in blocks)


def after_commit(run: Callable[[], Any]) -> None:
    transaction.on_commit(run)
