"""The agent's lists: rows of one view in two queries, whatever their number."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.queries.clocks import clock
from comptoir.conversations.queries.views import COUNT_CAP, VIEWS, SystemView, scope
from comptoir.conversations.shapes import ChannelBadge, InboxList, Person, Row, ViewTab
from comptoir.conversations.states import INTENT_NAMES, Intent
from comptoir.kit import db
from comptoir.kit.clock import now

PAGE = 50

_COLUMNS = """
SELECT c.id, c.subject, c.operator_excerpt, c.operator_last_id, c.language, c.last_message_at,
  c.priority, c.category, c.status_id, c.reason,
  c.next_due_at, c.next_due_started_at, c.next_due_kind, c.next_due_source, c.next_due_paused_left,
  ch.profile, ch.name, b.id, b.name, b.country, i.display, s.id, s.name, s.country,
  o.external_id, a.id, a.name, r.last_read_id, tags.names, c.resolved_at"""
_JOINS = """
FROM conversations_conversation c
JOIN channels_channel ch ON ch.id = c.channel_id
LEFT JOIN commerce_buyeridentity i ON i.id = c.identity_id
LEFT JOIN commerce_buyer b ON b.id = i.buyer_id
LEFT JOIN commerce_seller s ON s.id = c.seller_id
LEFT JOIN commerce_order o ON o.id = c.order_id
LEFT JOIN accounts_member a ON a.id = c.assignee_id
LEFT JOIN conversations_reading r ON r.conversation_id = c.id AND r.member_id = %(member)s
LEFT JOIN LATERAL (
  SELECT array_agg(t.name ORDER BY t.name) AS names
  FROM conversations_conversationtag ct JOIN conversations_tag t ON t.id = ct.tag_id
  WHERE ct.conversation_id = c.id
) tags ON TRUE"""


def inbox(viewer: Viewer, *, view: str, cursor: str = "", size: int = PAGE) -> InboxList:
    """One page of a view, with the counts of all of them."""
    chosen = VIEWS[view]
    found = _rows(viewer, chosen, cursor, size)
    shown = found[:size]
    return InboxList(
        view=view,
        title=str(chosen.label),
        tabs=tabs(viewer, current=view),
        rows=tuple(_row(values) for values in shown),
        next_cursor=_cursor(chosen, shown[-1]) if len(found) > size else "",
    )


def rows_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[Row, ...]:
    """These conversations in this order, as far as the viewer may know of them."""
    condition, params = scope(viewer)
    sql = f"{_COLUMNS} {_JOINS} WHERE c.id = ANY(%(ids)s) AND {condition}"
    found = db.rows(sql, {**params, "ids": list(ids), "member": viewer.id})
    by_id = {values[0]: _row(values) for values in found}
    return tuple(by_id[number] for number in ids if number in by_id)


def _rows(viewer: Viewer, view: SystemView, cursor: str, size: int) -> list[tuple[Any, ...]]:
    condition, params = scope(viewer)
    params |= {"member": viewer.id, "now": now(), "size": size + 1}
    after = _after(view, cursor, params)
    order = f"c.{view.order_by} {view.direction}"
    sql = f"""{_COLUMNS} {_JOINS}
      WHERE {view.where} AND {condition} AND {after}
      ORDER BY {order}, c.id {view.direction} LIMIT %(size)s"""
    return db.rows(sql, params)


def _after(view: SystemView, cursor: str, params: dict[str, Any]) -> str:
    """The rows behind the cursor. Where the sort key may be empty, empty ones come last."""
    if not cursor:
        return "TRUE"
    key, _sep, number = cursor.rpartition("~")
    params |= {"after_key": _moment(key), "after_id": _whole(number)}
    column = f"c.{view.order_by}"
    if view.newest_first:
        return f"({column}, c.id) < (%(after_key)s, %(after_id)s)"
    if params["after_key"] is None:
        return f"({column} IS NULL AND c.id > %(after_id)s)"
    return f"(({column}, c.id) > (%(after_key)s, %(after_id)s) OR {column} IS NULL)"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


_KEY_COLUMN = {"next_due_at": 10, "last_message_at": 5, "resolved_at": 29}


def _cursor(view: SystemView, values: tuple[Any, ...]) -> str:
    key = values[_KEY_COLUMN[view.order_by]]
    return f"{key.isoformat() if key else ''}~{values[0]}"


def _row(v: tuple[Any, ...]) -> Row:
    country = v[19] or v[23] or ""
    return Row(
        number=v[0],
        who=_who(v),
        channel=ChannelBadge(v[15], v[16]),
        subject=v[1],
        gist=v[2] or v[1],
        language=v[4],
        last_at=v[5],
        unread=v[3] > (v[27] or 0),
        country=country,
        order_number=v[24] or "",
        tags=tuple(v[28] or ()),
        assignee=Person(v[25], v[26]) if v[25] else None,
        clock=clock(*v[10:15]),
        priority=v[6],
        status=v[8],
        category=v[7],
        reason=str(INTENT_NAMES[Intent(v[9])]) if v[9] else "",
    )


def _who(v: tuple[Any, ...]) -> Person:
    if v[17]:
        return Person(v[17], v[18] or v[20] or _("Unknown buyer"), Party.BUYER)
    if v[21]:
        return Person(v[21], v[22], Party.SELLER)
    return Person(0, _("Unknown sender"), Party.OPERATOR)


def tabs(viewer: Viewer, *, current: str = "") -> tuple[ViewTab, ...]:
    """All system views with their counts, from one query; none is counted beyond the cap."""
    counted = [view for view in VIEWS.values() if view.is_counted]
    counts = dict(zip((v.key for v in counted), _counts(viewer, counted), strict=True))
    return tuple(
        ViewTab(
            key=view.key,
            label=str(view.label),
            count=counts.get(view.key),
            is_current=view.key == current,
            is_late=view.key == "overdue",
        )
        for view in VIEWS.values()
    )


_COUNT = """(SELECT count(*) FROM (
  SELECT 1 FROM conversations_conversation c WHERE {where} AND {condition} LIMIT {cap}) {key})"""


def _counts(viewer: Viewer, views: Iterable[SystemView]) -> tuple[int, ...]:
    condition, params = scope(viewer)
    each = ", ".join(
        _COUNT.format(where=view.where, condition=condition, cap=COUNT_CAP, key=view.key)
        for view in views
    )
    ((*counts,),) = db.rows(f"SELECT {each}", {**params, "member": viewer.id, "now": now()})
    return tuple(counts)
