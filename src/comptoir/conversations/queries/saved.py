"""Saved views: which a member sees, what they hold, and their last figures."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.errors import NoSuchView
from comptoir.conversations.filters.conditions import COLUMNS, is_personal
from comptoir.conversations.filters.reading import written
from comptoir.conversations.filters.shapes import Filter, Reader, Sort, Values, from_data
from comptoir.conversations.listed import SavedTab
from comptoir.conversations.queries.filtering import condition, reader_of
from comptoir.conversations.queries.views import VIEWS, SystemView
from comptoir.kit import db
from comptoir.kit.clock import now

_KEY = re.compile(r"v([1-9]\d{0,17})")


def saved_number(key: str) -> int | None:
    """The row behind a key like “v12”; None for what is none."""
    found = _KEY.fullmatch(key)
    return int(found[1]) if found else None


# A figure is counted at most so often, whoever looks at it.
FRESH_FOR = timedelta(seconds=30)


def unasked(tabs: Iterable[SavedTab]) -> tuple[int, ...]:
    """Those that are counted and that nobody asked for lately."""
    return tuple(int(tab.key[1:]) for tab in tabs if not tab.is_asked)


_VISIBLE = """(v.owner_id = %(member)s OR (v.is_shared AND (v.team_id IS NULL OR v.team_id IN (
  SELECT tm.team_id FROM accounts_teammembership tm WHERE tm.member_id = %(member)s))))"""
_COLUMNS = "v.id, v.name, v.icon, v.owner_id, v.is_shared, v.team_id, v.is_pinned, v.kept::text"


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as its readers see it."""

    id: int
    name: str
    icon: str
    owner_id: int
    is_shared: bool
    team_id: int | None
    is_pinned: bool
    filter: Filter

    @property
    def key(self) -> str:
        return f"v{self.id}"

    @property
    def is_counted(self) -> bool:
        """What is over is not counted: there is ever more of it."""
        return not names_what_is_over(self.filter)


def _view(*told: Any) -> View:
    return View(*(*told[:-1], _filter(told[-1])))


@lru_cache(2048)
def _filter(kept: str) -> Filter:
    """Colleagues keep the same views, and every page reads all of its reader's."""
    return from_data(json.loads(kept))


def views_of(viewer: Viewer, *, may_share: bool = False) -> tuple[View, ...]:
    """The shared ones first, each in their order; one query.

    Who may share sees those of other teams too, where he puts views in order.
    """
    sql = f"""SELECT {_COLUMNS} FROM conversations_savedview v
      WHERE {_VISIBLE} OR (v.is_shared AND %(may_share)s)
      ORDER BY v.is_shared DESC, v.position, v.id"""  # noqa: S608
    params = {"member": viewer.id, "may_share": may_share}
    return tuple(_view(*row) for row in db.rows(sql, params))


def find_saved(viewer: Viewer, number: int, *, may_share: bool = False) -> View:
    """Raises NoSuchView, also for a colleague's own. Who may share finds every shared one."""
    sql = f"""SELECT {_COLUMNS} FROM conversations_savedview v
      WHERE v.id = %(id)s AND ({_VISIBLE} OR (v.is_shared AND %(may_share)s))"""  # noqa: S608
    found = db.rows(sql, {"id": number, "member": viewer.id, "may_share": may_share})
    if not found:
        raise NoSuchView(_("This view does not exist any more, or is not shared with you."))
    return _view(*found[0])


def find_list(viewer: Viewer, key: str) -> SystemView:
    """The list behind a key, system or saved, as SQL with its values. Raises NoSuchView."""
    if key in VIEWS:
        return VIEWS[key]
    view = find_saved(viewer, saved_number(key) or 0)
    values = Values()
    where = asked_of(view.filter, reader_of(viewer), values)
    column, newest_first = COLUMNS[view.filter.sort]
    return SystemView(view.key, view.name, where, column, newest_first, False, values.params)


def asked_of(kept: Filter, reader: Reader, values: Values) -> str:
    """The filter over what is at work; over the rest only where the filter names it."""
    parts = [condition(kept, reader, values)]
    if not names_what_is_over(kept):
        parts.append("c.category <> 'resolved'")
    if not kept.names("is", "spam"):
        parts.append("NOT c.is_spam")
    if not kept.names("is", "merged"):
        parts.append("c.merged_into_id IS NULL")
    return " AND ".join(parts)


def names_what_is_over(kept: Filter) -> bool:
    return (
        kept.names("is", "resolved") or kept.names("status", "resolved") or kept.names("resolved")
    )


# ---------- Figures ----------


def seen_by(viewer: Viewer) -> dict[str, list[int]]:
    """What the viewer sees, as a count keeps it: empty for everything."""
    if viewer.sees_everything:
        return {}
    return {name: sorted(viewer.scope_ids(name)) for name in ("team", "channel", "seller")}


def count_key(viewer: Viewer, *, personal: bool) -> str:
    """Members who see the same share one count; a view about “me” is counted for each."""
    told = json.dumps(seen_by(viewer), sort_keys=True)
    shared = hashlib.sha256(told.encode()).hexdigest()[:32]
    return f"{shared}:{viewer.id}" if personal else shared


def count_key_of(view: View, viewer: Viewer) -> str:
    return count_key(viewer, personal=is_personal(view.filter))


_TABS = f"""
SELECT {_COLUMNS}, vc.count, vc.counted_at, vc.asked_at FROM conversations_savedview v
LEFT JOIN conversations_viewcount vc ON vc.view_id = v.id AND vc.key = ANY(%(keys)s)
WHERE {_VISIBLE} ORDER BY v.is_shared DESC, v.position, v.id"""  # noqa: S608


def saved_tabs(viewer: Viewer, *, current: str = "") -> tuple[SavedTab, ...]:
    """All a member sees, each with the figure that was counted last; one query."""
    keys = [count_key(viewer, personal=False), count_key(viewer, personal=True)]
    found = db.planned(_TABS, {"member": viewer.id, "keys": keys})
    return tuple(_tab(_view(*row[:8]), *row[8:], current=current) for row in found)


def _tab(
    view: View,
    count: int | None,
    counted_at: datetime | None,
    asked_at: datetime | None,
    *,
    current: str,
) -> SavedTab:
    return SavedTab(
        key=view.key,
        name=view.name,
        icon=view.icon,
        is_shared=view.is_shared,
        is_pinned=view.is_pinned,
        count=count if view.is_counted else None,
        age=int((now() - counted_at).total_seconds()) if counted_at else 0,
        is_current=view.key == current,
        is_asked=not view.is_counted or (asked_at is not None and now() - asked_at < FRESH_FOR),
    )


LATELY = timedelta(days=28)
_USERS = """
SELECT u.view_id, a.name FROM conversations_viewuse u JOIN accounts_member a ON a.id = u.member_id
WHERE u.view_id = ANY(%(views)s) AND u.used_on > %(since)s ORDER BY u.used_on DESC, a.sort_name"""


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A line of the page of views; `may_change`: it is his own, or he may share.

    `used_by` are the names of who opened a shared one lately; for who may share. `moved` is the way
    it has just gone.
    """

    view: View
    text: str
    sort: Sort
    may_change: bool
    team: str = ""
    used_by: tuple[str, ...] = ()
    moved: str = ""


def view_lines(viewer: Viewer, *, may_share: bool, moved: str = "") -> tuple[ViewLine, ...]:
    """Three queries at most, however many they are. `moved` (“up-12”) keeps the focus."""
    reader = reader_of(viewer)
    views = views_of(viewer, may_share=may_share)
    shared = [view.id for view in views if view.is_shared]
    users = _users_of(shared) if may_share else {}
    teams = {choice.key: str(choice.label) for choice in reader.teams}
    return tuple(
        ViewLine(
            view,
            written(view.filter, reader),
            view.filter.sort,
            may_change=may_share if view.is_shared else view.owner_id == viewer.id,
            team=teams.get(str(view.team_id), ""),
            used_by=users.get(view.id, ()),
            moved=moved.removesuffix(f"-{view.id}") if moved.endswith(f"-{view.id}") else "",
        )
        for view in views
    )


def _users_of(views: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """By view, who opened it within the last weeks, the last one first."""
    rows = db.rows(_USERS, {"views": list(views), "since": now().date() - LATELY})
    found: dict[int, tuple[str, ...]] = {}
    for view_id, name in rows:
        found[view_id] = (*found.get(view_id, ()), name)
    return found


def rows_to_count(ids: list[int]) -> list[tuple[Any, ...]]:
    sql = """SELECT vc.id, vc.scope, coalesce(vc.member_id, 0), v.kept
      FROM conversations_viewcount vc JOIN conversations_savedview v ON v.id = vc.view_id
      WHERE vc.id = ANY(%s) ORDER BY vc.id"""
    return db.rows(sql, [ids])
