"""What comes next in a list that is played: whoever has it open or in writing is left alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.queries.inbox import behind, cursor_at, sorted_by
from comptoir.conversations.queries.presence import open_with_others
from comptoir.conversations.queries.saved import find_list
from comptoir.conversations.queries.views import COUNT_CAP, scope
from comptoir.kit import db
from comptoir.kit.clock import now

AT_ONCE = 100
# Somebody whose network is gone shows no sign of life; what he wrote a moment ago does.
WRITTEN_LATELY = timedelta(minutes=5)

_NEXT = """
SELECT c.id, {key} FROM conversations_conversation c
WHERE {where} AND {condition} AND {after}
ORDER BY {order}, c.id {direction} LIMIT %(size)s"""
_WRITTEN = """
SELECT conversation_id FROM conversations_draft
WHERE conversation_id = ANY(%(numbers)s) AND member_id <> %(member)s AND text <> ''
  AND saved_at > %(since)s"""
_COUNT = """
SELECT count(*) FROM (SELECT FROM conversations_conversation c
  WHERE {where} AND {condition} LIMIT %(cap)s) held"""


@dataclass(frozen=True, slots=True)
class Next:
    """The conversation to serve, where the list goes on behind it, and who was left to others."""

    number: int
    cursor: str
    passed: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """The end of the list; `passed` are with colleagues."""

    passed: int


def find_next(viewer: Viewer, view: str, *, sort: Sort | None, cursor: str) -> Next | Nothing:
    """The first behind the cursor that nobody else is at. Raises NoSuchView."""
    passed, at = 0, cursor
    while upcoming := _upcoming(viewer, view, sort, at):
        taken = _taken(viewer, [number for number, _key in upcoming])
        for number, key in upcoming:
            at = cursor_at(key, number)
            if number not in taken:
                return Next(number, at, passed)
            passed += 1
        if len(upcoming) < AT_ONCE:
            break
    return Nothing(passed)


def _upcoming(
    viewer: Viewer, view: str, sort: Sort | None, cursor: str
) -> list[tuple[int, datetime | None]]:
    chosen = sorted_by(find_list(viewer, view), sort)
    condition, params = scope(viewer)
    params |= {**chosen.params, "member": viewer.id, "now": now(), "size": AT_ONCE}
    sql = _NEXT.format(
        key="NULL::timestamptz" if chosen.order_by == "id" else f"c.{chosen.order_by}",
        where=chosen.where,
        condition=condition,
        after=behind(chosen, cursor, params),
        order=chosen.order,
        direction=chosen.direction,
    )
    return [(number, key) for number, key in db.rows(sql, params)]


def _taken(viewer: Viewer, numbers: list[int]) -> set[int]:
    told = {"numbers": numbers, "member": viewer.id, "since": now() - WRITTEN_LATELY}
    written = {number for (number,) in db.rows(_WRITTEN, told)}
    return written | open_with_others(viewer)


def count_of(viewer: Viewer, view: str) -> int:
    """How many the list holds now, up to the cap."""
    chosen = find_list(viewer, view)
    condition, params = scope(viewer)
    params |= {**chosen.params, "member": viewer.id, "now": now(), "cap": COUNT_CAP}
    sql = _COUNT.format(where=chosen.where, condition=condition)
    ((count,),) = db.rows(sql, params)
    return int(count)
