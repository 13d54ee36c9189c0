"""The agent's lists: rows of one view in two queries, whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.commerce.queries.labels import labels
from comptoir.conversations.filters.conditions import COLUMNS
from comptoir.conversations.filters.shapes import Sort
from comptoir.conversations.listed import InboxList, ViewTab
from comptoir.conversations.queries.clocks import clock
from comptoir.conversations.queries.directory import directory
from comptoir.conversations.queries.known_reasons import reason_name
from comptoir.conversations.queries.saved import find_list, saved_tabs
from comptoir.conversations.queries.views import (
    COUNT_CAP,
    SystemView,
    scope,
    views_of,
)
from comptoir.conversations.shapes import ChannelBadge, Person, Row
from comptoir.kit import db
from comptoir.kit.clock import now

PAGE = 50

# What stands beside a conversation is asked row by row: nine tables joined would take PostgreSQL
# longer to plan (20 ms) than fifty rows take to read (1 ms).
_SELECT = """
SELECT c.id, c.subject, c.operator_excerpt, c.operator_last_id, c.language, c.last_message_at,
  c.priority, c.category, c.status_id, c.reason, c.resolved_at, c.assignee_id,
  c.waiting_since,
  c.next_due_at, c.next_due_started_at, c.next_due_kind, c.next_due_source, c.next_due_paused_left,
  c.team_id,
  (SELECT ARRAY[ch.profile, ch.name]::text[]
     FROM channels_channel ch WHERE ch.id = c.channel_id),
  (SELECT ARRAY[b.id::text, coalesce(nullif(b.name, ''), i.display), b.country]
     FROM commerce_buyeridentity i JOIN commerce_buyer b ON b.id = i.buyer_id
     WHERE i.id = c.identity_id),
  (SELECT ARRAY[s.id::text, s.name, s.country]
     FROM commerce_seller s WHERE s.id = c.seller_id),
  (SELECT t.name FROM conversations_thirdparty t WHERE t.id = c.third_party_id),
  (SELECT o.external_id FROM commerce_order o WHERE o.id = c.order_id),
  (SELECT a.name FROM accounts_member a WHERE a.id = c.assignee_id),
  (SELECT r.last_read_id FROM conversations_reading r
     WHERE r.conversation_id = c.id AND r.member_id = %(member)s),
  (SELECT array_agg(t.name ORDER BY t.name)
     FROM conversations_conversationtag ct JOIN conversations_tag t ON t.id = ct.tag_id
     WHERE ct.conversation_id = c.id),
  (SELECT array_agg(DISTINCT lb.label_id)
     FROM commerce_buyeridentity i
     CROSS JOIN LATERAL (
       SELECT i.buyer_id AS id
       UNION ALL SELECT m.id FROM commerce_buyer m WHERE m.merged_into_id = i.buyer_id) b
     JOIN commerce_labelledbuyer lb ON lb.buyer_id = b.id
     WHERE i.id = c.identity_id)
FROM conversations_conversation c"""


class _Values(NamedTuple):
    """The columns of _SELECT, in their order."""

    id: int
    subject: str
    gist: str
    last_id: int
    language: str
    last_message_at: datetime
    priority: int
    category: str
    status: str
    reason: str
    resolved_at: datetime | None
    assignee_id: int | None
    waiting_since: datetime | None
    next_due_at: datetime | None
    due_started_at: datetime | None
    due_kind: str
    due_source: str
    due_paused_left: int | None
    team_id: int | None
    channel: list[str]
    buyer: list[str] | None
    seller: list[str] | None
    third_party: str | None
    order_number: str | None
    assignee: str | None
    last_read: int | None
    tags: list[str] | None
    labels: list[int] | None


def inbox(
    viewer: Viewer,
    *,
    view: str,
    cursor: str = "",
    size: int = PAGE,
    sort: Sort | None = None,
    columns: tuple[str, ...] = (),
) -> InboxList:
    """One page of a view, with the counts of all of them; `columns` make a table of it."""
    chosen = sorted_by(find_list(viewer, view), sort)
    found = _rows(viewer, chosen, cursor, size)
    shown = found[:size]
    draw = _line if columns else _row
    return InboxList(
        view=view,
        title=str(chosen.label),
        tabs=tabs(viewer, current=view),
        rows=tuple(draw(values) for values in shown),
        next_cursor=_cursor(chosen, shown[-1]) if len(found) > size else "",
        saved=saved_tabs(viewer, current=view),
        is_by_due=chosen.order_by == "next_due_at" and not chosen.newest_first,
        sort=sort_of(chosen),
        is_sorted_anew=sort is not None,
        columns=columns,
    )


def sorted_by(view: SystemView, sort: Sort | None) -> SystemView:
    """The same list in another order, one of the few there are (F3)."""
    if sort is None:
        return view
    column, newest_first = COLUMNS[sort]
    return replace(view, order_by=column, newest_first=newest_first)


def sort_of(view: SystemView) -> Sort:
    """How a list is sorted; what is resolved counts as sorted by its newest message."""
    shown = (view.order_by, view.newest_first)
    return next((sort for sort, column in COLUMNS.items() if column == shown), Sort.NEWEST)


def rows_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[Row, ...]:
    """These conversations in this order, as far as the viewer may know of them."""
    condition, params = scope(viewer)
    sql = f"{_SELECT} WHERE c.id = ANY(%(ids)s) AND {condition}"
    found = db.rows(sql, {**params, "ids": list(ids), "member": viewer.id})
    by_id = {values[0]: _row(_Values(*values)) for values in found}
    return tuple(by_id[number] for number in ids if number in by_id)


def changed_rows(
    viewer: Viewer,
    *,
    view: str,
    shown: Sequence[int],
    heard: Sequence[int],
    until: str = "",
    sort: Sort | None = None,
) -> tuple[Row, ...]:
    """Of conversations that something happened to, those that stand in the list now.

    `shown` stand on the page already; of the others, `heard`, only those before the cursor at
    which the page ends. What is not among them has left the list, or is none of his business.
    """
    chosen = sorted_by(find_list(viewer, view), sort)
    condition, params = scope(viewer)
    params |= {**chosen.params, "member": viewer.id, "now": now()}
    params |= {"shown": list(shown), "ids": [*shown, *heard]}
    beyond = behind(chosen, until, params) if until else "FALSE"
    sql = f"""{_SELECT}
      WHERE c.id = ANY(%(ids)s) AND {chosen.where} AND {condition}
        AND (c.id = ANY(%(shown)s) OR ({beyond}) IS NOT TRUE)
      ORDER BY {chosen.order}, c.id {chosen.direction}"""
    return tuple(_row(_Values(*values)) for values in db.rows(sql, params))


def _rows(viewer: Viewer, view: SystemView, cursor: str, size: int) -> list[_Values]:
    condition, params = scope(viewer)
    params |= {**view.params, "member": viewer.id, "now": now(), "size": size + 1}
    after = behind(view, cursor, params)
    sql = f"""{_SELECT}
      WHERE {view.where} AND {condition} AND {after}
      ORDER BY {view.order}, c.id {view.direction} LIMIT %(size)s"""
    return [_Values(*values) for values in db.rows(sql, params)]


def behind(view: SystemView, cursor: str, params: dict[str, Any]) -> str:
    """The rows behind the cursor. Where the sort key may be empty, empty ones come last."""
    if not cursor:
        return "TRUE"
    key, _sep, number = cursor.rpartition("~")
    params |= {"after_key": _moment(key), "after_id": _whole(number)}
    column = f"c.{view.order_by}"
    if view.order_by == "id":
        return f"c.id {'<' if view.newest_first else '>'} %(after_id)s"
    if view.newest_first and view.may_be_empty:
        return _after_newest(column, is_empty=params["after_key"] is None)
    if view.newest_first:
        return f"({column}, c.id) < (%(after_key)s, %(after_id)s)"
    if params["after_key"] is None:
        return f"({column} IS NULL AND c.id > %(after_id)s)"
    return f"(({column}, c.id) > (%(after_key)s, %(after_id)s) OR {column} IS NULL)"


def _after_newest(column: str, *, is_empty: bool) -> str:
    if is_empty:
        return f"({column} IS NULL AND c.id < %(after_id)s)"
    return f"(({column}, c.id) < (%(after_key)s, %(after_id)s) OR {column} IS NULL)"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _cursor(view: SystemView, last: _Values) -> str:
    key: datetime | None = None if view.order_by == "id" else getattr(last, view.order_by)
    return cursor_at(key, last.id)


def cursor_at(key: datetime | None, number: int) -> str:
    """Where a page of a list ends: what it is sorted by, and the row."""
    return f"{key.isoformat() if key else ''}~{number}"


def _row(v: _Values) -> Row:
    person = v.buyer or v.seller
    return Row(
        number=v.id,
        who=_who(v),
        channel=ChannelBadge(*v.channel),
        subject=v.subject,
        gist=v.gist or v.subject,
        language=v.language,
        last_at=v.last_message_at,
        unread=v.last_id > (v.last_read or 0),
        country=person[2] if person else "",
        order_number=v.order_number or "",
        tags=tuple(v.tags or ()),
        assignee=Person(v.assignee_id, v.assignee or "") if v.assignee_id else None,
        clock=clock(v.next_due_at, v.due_started_at, v.due_kind, v.due_source, v.due_paused_left),
        priority=v.priority,
        status=v.status,
        category=v.category,
        reason=reason_name(v.reason),
        labels=tuple(label for label in labels() if label.id in v.labels) if v.labels else (),
        # Without a promise only what came back by itself has a time to stand by.
        seller=v.seller[1] if v.seller else "",
        waiting_since=v.waiting_since,
        is_back=v.next_due_at is not None and not v.due_kind,
    )


def _line(v: _Values) -> Row:
    """A row of the table: with the house's words for status and team."""
    known = directory()
    team = known.team_names.get(v.team_id or 0, "")
    return replace(_row(v), status_name=known.status_label(v.status), team=team)


def _who(v: _Values) -> Person:
    if v.buyer:
        return Person(int(v.buyer[0]), v.buyer[1] or _("Unknown buyer"), Party.BUYER)
    if v.seller:
        return Person(int(v.seller[0]), v.seller[1], Party.SELLER)
    return Person(0, v.third_party or _("Unknown sender"), Party.OPERATOR)


def tabs(viewer: Viewer, *, current: str = "") -> tuple[ViewTab, ...]:
    """All system views with their counts, from one query; none is counted beyond the cap."""
    offered = views_of(viewer)
    counted = [view for view in offered if view.is_counted]
    counts = dict(zip((v.key for v in counted), _counts(viewer, counted), strict=True))
    return tuple(
        ViewTab(
            key=view.key,
            label=str(view.label),
            count=counts.get(view.key),
            is_current=view.key == current,
            is_late=view.key == "overdue",
        )
        for view in offered
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
