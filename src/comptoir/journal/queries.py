"""Reading the journal: by subject for a timeline, by position for a follower."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Self

from comptoir.journal.models import Entry
from comptoir.kit.db import rows


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the journal. Entries up to it have been seen."""

    tx: int
    id: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `tx-id`; raises ValueError."""
        tx, _, entry = text.partition("-")
        return cls(int(tx), int(entry))

    def __str__(self) -> str:
        return f"{self.tx}-{self.id}"


def current_position() -> Position:
    """Everything before it is committed and visible now."""
    ((tx,),) = rows("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return Position(tx, 0)


def timeline(kind: str, subject_id: int, *, limit: int = 200) -> list[Entry]:
    """The newest entries about one thing, oldest first."""
    found = Entry.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("-id")[:limit]
    return list(reversed(found))


def entries_after(
    position: Position, *, limit: int = 1000, events: Collection[str] = ()
) -> list[Entry]:
    """The next entries in order of commit safety: none that could still get a sibling before it.

    `events` narrows them to these names.
    """
    return list(
        Entry.objects.raw(
            """SELECT * FROM journal_entry
               WHERE (tx, id) > (%s::text::xid8, %s)
                 AND tx < pg_snapshot_xmin(pg_current_snapshot())
                 AND (cardinality(%s::text[]) = 0 OR event = ANY(%s::text[]))
               ORDER BY tx, id LIMIT %s""",
            [str(position.tx), position.id, list(events), list(events), limit],
        )
    )


def causes_of(entry_id: int) -> Iterable[Entry]:
    """The chain of entries that led to this one, nearest first."""
    return Entry.objects.raw(
        """WITH RECURSIVE chain AS (
             SELECT * FROM journal_entry WHERE id = %s
             UNION ALL
             SELECT cause.* FROM journal_entry cause JOIN chain ON cause.id = chain.caused_by
           ) SELECT * FROM chain WHERE id <> %s""",
        [entry_id, entry_id],
    )
