"""The statuses of the house for their settings page."""

from dataclasses import dataclass

from comptoir.conversations.queries.directory import (
    StatusName,
    shipped_buyer_label,
    shipped_label,
)
from comptoir.conversations.states import CATEGORY_NAMES, STATUS_LABELS, Category
from comptoir.kit import db


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A status with how many conversations have it now. `ships`: the desk itself works with it."""

    key: str
    name: StatusName
    category_name: str
    conversations: int
    is_first: bool
    is_last: bool

    @property
    def ships(self) -> bool:
        return self.key in STATUS_LABELS

    @property
    def may_mean_something_else(self) -> bool:
        return not self.ships and not self.conversations

    @property
    def shipped_agent(self) -> str:
        return shipped_label(self.key) if self.ships else ""

    @property
    def shipped_buyer(self) -> str:
        return shipped_buyer_label(self.key, self.name.category)


_LINES = """
SELECT s.key, s.number, s.category, s.label_agent, s.label_buyer, coalesce(c.number, 0)
FROM conversations_status s LEFT JOIN (
  SELECT status_id, count(*) AS number FROM conversations_conversation GROUP BY status_id
) c ON c.status_id = s.key
ORDER BY s.position, s.key"""


def status_lines() -> tuple[StatusLine, ...]:
    """All statuses in their order; one query."""
    found = db.rows(_LINES)
    return tuple(
        StatusLine(
            key=name[0],
            name=StatusName(*name),
            category_name=str(CATEGORY_NAMES[Category(name[2])]),
            conversations=count,
            is_first=at == 0,
            is_last=at == len(found) - 1,
        )
        for at, (*name, count) in enumerate(found)
    )


def status_line(key: str) -> StatusLine | None:
    return next((line for line in status_lines() if line.key == key), None)
