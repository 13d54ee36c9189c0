"""Publishing: the entry, its job and its live signal in one statement of one transaction."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from comptoir.journal.events import Event
from comptoir.journal.origins import current_origin
from comptoir.journal.registry import HANDLERS
from comptoir.kit.actor import Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.db import in_transaction, planned_cursor

LIVE_CHANNEL = "comptoir_live"
QUEUE = "events"

_cause: ContextVar[int | None] = ContextVar("cause", default=None)

# The sub-selects are named in FROM so that PostgreSQL runs them. Only constants are joined here.
_ENTRY = """
WITH entry AS (
  INSERT INTO journal_entry
    (at, event, subject_kind, subject_id, data, actor_kind, actor_id, caused_by)
  VALUES (%(at)s, %(event)s::text, %(kind)s::text, %(id)s::bigint, %(data)s::jsonb, %(actor)s,
    %(actor_id)s, %(cause)s)
  RETURNING id, tx
), told AS (
  SELECT pg_notify('comptoir_live', concat_ws(
    ' ', pg_snapshot_xmin(pg_current_snapshot()), tx, id,
    %(kind)s::text, %(id)s::bigint, %(event)s::text)) FROM entry
)"""
_QUIET = " SELECT entry.id FROM entry, told"
_WITH_JOB = """, job AS (
  SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
    'events', 'journal.run_handlers', 0, %(lock)s::text, NULL,
    jsonb_build_object('entry_id', id), NULL)::procrastinate_job_to_defer_v1]) FROM entry
) SELECT entry.id FROM entry, told, job"""
_SIGNAL = """
SELECT pg_notify('comptoir_live', concat_ws(
  ' ', pg_snapshot_xmin(pg_current_snapshot()), pg_current_xact_id(), 0,
  %s::text, %s::bigint, %s::text))"""
_KEPT = """, kept AS (
  INSERT INTO journal_detail (entry_id, subject_kind, subject_id, data, origin)
  SELECT id, %(kind)s::text, %(id)s::bigint, %(detail)s::jsonb, %(origin)s::jsonb FROM entry
)"""


_history: ContextVar[bool] = ContextVar("history", default=False)


class NotInTransaction(RuntimeError):
    """An event was announced that a crash could have invented or lost."""


def publish(event: Event, *, by: Actor, detail: Mapping[str, Any] | None = None) -> int:
    """Write the entry and defer its handlers, with the caller's change or not at all.

    `detail` holds what the journal itself may not: words, addresses, values before and after.
    Returns the entry's id. Raises NotInTransaction outside `atomic`.
    """
    if not in_transaction():
        raise NotInTransaction(f"{event.name()} was published outside a transaction")
    kind, subject_id = event.subject
    origin = current_origin() if by.kind is ActorKind.AGENT else None
    values: dict[str, Any] = {
        "at": now(),
        "event": event.name(),
        "kind": kind,
        "id": subject_id,
        "data": json.dumps(event.as_data(), separators=(",", ":")),
        "actor": by.kind.value,
        "actor_id": by.id,
        "cause": _cause.get(),
        "lock": f"{kind}:{subject_id}",
        "detail": json.dumps(detail or {}, default=str),
        "origin": None if origin is None else json.dumps(origin),
    }
    kept = _KEPT if detail is not None or origin is not None else ""
    with planned_cursor() as cursor:
        followed = _WITH_JOB if _has_followers(event) else _QUIET
        cursor.execute(_ENTRY + kept + followed, values)
        entry_id: int = cursor.fetchone()[0]
    return entry_id


def signal(kind: str, subject_id: int, event: str) -> None:
    """Tell who listens live, and nobody else: no entry, no handler; who was away never hears it.

    Numbered 0 within its transaction: a place in the journal that no entry has.
    """
    with planned_cursor() as cursor:
        cursor.execute(_SIGNAL, [kind, subject_id, event])


def _has_followers(event: Event) -> bool:
    return bool(HANDLERS.get(type(event))) and not _history.get()


@contextmanager
def as_history() -> Iterator[None]:
    """Loading a past: entries are written, but no handler follows and nothing is deferred."""
    token = _history.set(True)
    try:
        yield
    finally:
        _history.reset(token)


def is_history() -> bool:
    return _history.get()


@contextmanager
def caused_by(entry_id: int) -> Iterator[None]:
    """What is published inside follows from that entry."""
    token = _cause.set(entry_id)
    try:
        yield
    finally:
        _cause.reset(token)


def current_cause() -> int | None:
    return _cause.get()
