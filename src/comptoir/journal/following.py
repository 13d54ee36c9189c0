"""Following the journal live: signals by NOTIFY, and what a follower missed, by position.

A signal carries `safe`: the oldest transaction that was still open when it was written. All
entries below it were announced before, because PostgreSQL delivers notifications in the order of
commits. So `safe` is where a follower resumes: it may hear a few entries again, but it loses none
that commit late.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self

from comptoir.journal.queries import Position
from comptoir.kit.db import rows

OLDEST_OPEN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
SIGNALS_AFTER = """
SELECT tx::text::bigint, id, subject_kind, subject_id, event FROM journal_entry
 WHERE (tx, id) > (%s::text::xid8, %s) AND subject_kind = ANY(%s::text[])
 ORDER BY tx, id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Signal:
    """Something happened: which thing and which event, never its content."""

    position: Position
    safe: int
    kind: str
    subject_id: int
    event: str

    @classmethod
    def parse(cls, payload: str) -> Self:
        """What `publish` sends on the live channel; raises ValueError."""
        safe, tx, entry, kind, subject_id, event = payload.split(" ")
        return cls(Position(int(tx), int(entry)), int(safe), kind, int(subject_id), event)

    @classmethod
    def of_row(cls, safe: int, row: tuple[Any, ...]) -> Self:
        tx, entry, kind, subject_id, event = row
        return cls(Position(tx, entry), safe, kind, subject_id, event)


@dataclass(frozen=True, slots=True)
class Missed:
    """Signals since a position; `resume` is the position to go on from.

    `too_many`: there were more than the limit, so the reader looks at everything anew.
    """

    signals: tuple[Signal, ...]
    resume: Position
    too_many: bool


def missed_since(position: Position, kinds: Collection[str], *, limit: int) -> Missed:
    """All committed entries after the position, those above the oldest open transaction too."""
    # First the bound, then the entries: what commits between the two is told twice, not never.
    ((safe,),) = rows(OLDEST_OPEN)
    found = rows(SIGNALS_AFTER, [str(position.tx), position.id, list(kinds), limit + 1])
    return as_missed(safe, found, limit=limit)


def as_missed(safe: int, found: list[tuple[Any, ...]], *, limit: int) -> Missed:
    signals = () if len(found) > limit else tuple(Signal.of_row(safe, row) for row in found)
    return Missed(signals, Position(safe, 0), too_many=len(found) > limit)
