"""The system views: which conversations they hold and in which order, as SQL that indexes serve."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.accounts.roles import permissions_of
from comptoir.accounts.viewers import Viewer
from comptoir.conversations import access
from comptoir.conversations.filters.standing import ACTIVE, MAY_BE_LATE, OPEN, WAITING

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
    params: Mapping[str, Any] = field(default_factory=dict)
    permission: str = ""

    @property
    def direction(self) -> str:
        return "DESC" if self.newest_first else "ASC"

    @property
    def may_be_empty(self) -> bool:
        """Whether some rows have nothing to sort by: they stand last, whatever the order."""
        return self.order_by in ("next_due_at", "waiting_since")

    @property
    def order(self) -> str:
        last = " NULLS LAST" if self.newest_first and self.may_be_empty else ""
        return f"c.{self.order_by} {self.direction}{last}"


_MENTIONED = """c.id IN (
  SELECT conversation_id FROM conversations_mention
  WHERE member_id = %(member)s AND seen_at IS NULL)"""

_FOLLOWED = """c.id IN (
  SELECT f.conversation_id FROM conversations_follow f WHERE f.member_id = %(member)s)"""

_TO_APPROVE = """c.id IN (
  SELECT m.conversation_id FROM conversations_approval a
  JOIN conversations_message m ON m.id = a.message_id WHERE a.approved_at IS NULL)"""

VIEWS = {
    view.key: view
    for view in (
        SystemView("waiting", _("Waiting on us"), WAITING),
        SystemView("mine", _("Mine"), f"{OPEN} AND c.assignee_id = %(member)s"),
        SystemView("unassigned", _("Unassigned"), f"{OPEN} AND c.assignee_id IS NULL"),
        SystemView("overdue", _("Overdue"), f"{MAY_BE_LATE} AND c.next_due_at < %(now)s"),
        SystemView(
            "snoozed",
            _("Snoozed"),
            f"c.category = 'snoozed' AND {ACTIVE}",
            "last_message_at",
            newest_first=True,
        ),
        SystemView(
            "mentions", _("Mentions"), f"{_MENTIONED} AND {ACTIVE}", "last_message_at", True
        ),
        SystemView(
            "following", _("I follow"), f"{_FOLLOWED} AND {ACTIVE}", "last_message_at", True, False
        ),
        SystemView(
            "approve", _("To approve"), f"{_TO_APPROVE} AND {ACTIVE}", permission=access.APPROVE
        ),
        SystemView(
            "resolved",
            pgettext_lazy("conversations", "Resolved"),
            f"c.category = 'resolved' AND {ACTIVE}",
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


def views_of(viewer: Viewer) -> tuple[SystemView, ...]:
    """Those that one of his grants has a use for."""
    return tuple(
        view
        for view in VIEWS.values()
        if not view.permission
        or any(view.permission in permissions_of(grant.role) for grant in viewer.grants)
    )


def scope(viewer: Viewer) -> tuple[str, dict[str, Any]]:
    """The door of `doors.conversations_for` as a condition on `c`, for the operator's members."""
    if viewer.sees_everything:
        return "TRUE", {}
    columns = {"team": "c.team_id", "channel": "c.channel_id", "seller": "c.seller_id"}
    ids = {name: viewer.scope_ids(name) for name in columns}
    conditions = " OR ".join(f"{column} = ANY(%({name}_ids)s)" for name, column in columns.items())
    beside = f"""c.side_of_id IS NOT NULL AND EXISTS (SELECT 1 FROM conversations_conversation p
      WHERE p.id = c.side_of_id AND ({conditions.replace("c.", "p.")}))"""  # noqa: S608
    params = {f"{name}_ids": found for name, found in ids.items()}
    return f"({conditions} OR ({beside}))", params
