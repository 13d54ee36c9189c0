"""The system views: which conversations they hold and in which order, as SQL that indexes serve."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.accounts.viewers import Viewer

_ACTIVE = "NOT c.is_spam AND c.merged_into_id IS NULL"
_OPEN = f"c.category = 'open' AND {_ACTIVE}"
_WAITING = f"{_OPEN} AND c.waiting_since IS NOT NULL"
# A marketplace's clock never pauses: it runs out while we wait for a carrier, too. Written as the
# condition of the index `conversation_overdue` is.
_MAY_BE_LATE = f"""((c.category = 'open' AND c.waiting_since IS NOT NULL)
  OR (c.category = 'waiting' AND c.next_due_source = 'channel')) AND {_ACTIVE}"""
COUNT_CAP = 1_000


@dataclass(frozen=True, slots=True)
class SystemView:
    """`where` may name %(member)s and %(now)s; `order_by` is the column the list sorts by."""

    key: str
    label: str | Promise
    where: str
    order_by: str = "next_due_at"
    newest_first: bool = False
    is_counted: bool = True

    @property
    def direction(self) -> str:
        return "DESC" if self.newest_first else "ASC"


_MENTIONED = """c.id IN (
  SELECT conversation_id FROM conversations_mention
  WHERE member_id = %(member)s AND seen_at IS NULL)"""

VIEWS = {
    view.key: view
    for view in (
        SystemView("waiting", _("Waiting on us"), _WAITING),
        SystemView("mine", _("Mine"), f"{_OPEN} AND c.assignee_id = %(member)s"),
        SystemView("unassigned", _("Unassigned"), f"{_OPEN} AND c.assignee_id IS NULL"),
        SystemView("overdue", _("Overdue"), f"{_MAY_BE_LATE} AND c.next_due_at < %(now)s"),
        SystemView(
            "mentions", _("Mentions"), f"{_MENTIONED} AND {_ACTIVE}", "last_message_at", True
        ),
        SystemView(
            "resolved",
            pgettext_lazy("conversations", "Resolved"),
            f"c.category = 'resolved' AND {_ACTIVE}",
            "resolved_at",
            newest_first=True,
            is_counted=False,
        ),
        SystemView("spam", _("Spam"), "c.is_spam", "last_message_at", newest_first=True),
        SystemView(
            "all",
            _("All"),
            "c.merged_into_id IS NULL",
            "last_message_at",
            newest_first=True,
            is_counted=False,
        ),
    )
}
DEFAULT_VIEW = "waiting"


def scope(viewer: Viewer) -> tuple[str, dict[str, Any]]:
    """The door of `doors.conversations_for` as a condition on `c`, for the operator's members."""
    if viewer.sees_everything:
        return "TRUE", {}
    columns = {"team": "c.team_id", "channel": "c.channel_id", "seller": "c.seller_id"}
    ids = {name: viewer.scope_ids(name) for name in columns}
    conditions = " OR ".join(f"{column} = ANY(%({name}_ids)s)" for name, column in columns.items())
    return f"({conditions})", {f"{name}_ids": found for name, found in ids.items()}
