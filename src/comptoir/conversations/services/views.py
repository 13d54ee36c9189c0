"""Views that members keep: made, changed, shared, counted."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import OperationalError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from comptoir.accounts import access as accounts
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.access import READ, SHARE_VIEWS
from comptoir.conversations.errors import NoSuchView, ViewNotReadable
from comptoir.conversations.events import ViewRemoved, ViewSaved
from comptoir.conversations.filters.conditions import is_personal
from comptoir.conversations.filters.shapes import Filter, Values, as_data, from_data
from comptoir.conversations.models import SavedView, ViewCount
from comptoir.conversations.queries.filtering import reader_with
from comptoir.conversations.queries.saved import (
    FRESH_FOR,
    asked_of,
    count_key_of,
    rows_to_count,
    seen_by,
    views_of,
)
from comptoir.conversations.queries.views import COUNT_CAP, scope
from comptoir.journal import later, publish
from comptoir.kit import db
from comptoir.kit.actor import Actor, Grant
from comptoir.kit.clock import now
from comptoir.kit.text import clean

LONGEST = 60
PATIENCE_MS = 200
ICONS = ("view", "star", "flag", "bolt", "parcel", "clock", "people", "chat", "shield", "tag")


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewWords:
    """What a view is, as its form says. `team_id` narrows who sees a shared one."""

    name: str
    filter: Filter
    icon: str = ICONS[0]
    is_shared: bool = False
    team_id: int | None = None
    is_pinned: bool = False


@transaction.atomic
def save_view(*, by: Actor, words: ViewWords) -> SavedView:
    """Raises ViewNotReadable; NotAllowed where it is to be shared and he may not."""
    _ask(by, words.is_shared)
    last = SavedView.objects.aggregate(last=Max("position"))["last"]
    view = SavedView(owner_id=by.row_id, position=(last or 0) + 1)
    return _stored(view, words, by)


@transaction.atomic
def change_view(*, by: Actor, view_id: int, words: ViewWords) -> SavedView:
    """Raises NoSuchView, ViewNotReadable, NotAllowed. What was counted of it counts no more."""
    view = _own(by, view_id)
    _ask(by, words.is_shared)
    ViewCount.objects.filter(view=view).delete()
    return _stored(view, words, by)


@transaction.atomic
def duplicate_view(*, by: Actor, view_id: int, viewer: Viewer) -> SavedView:
    """One's own copy of a view one sees. Raises NoSuchView."""
    found = next((each for each in views_of(viewer) if each.id == view_id), None)
    if found is None:
        raise _gone()
    name = _("%(name)s, copy") % {"name": found.name}
    words = ViewWords(name=name[:LONGEST], filter=found.filter, icon=found.icon)
    return save_view(by=by, words=words)


@transaction.atomic
def move_view(*, by: Actor, view_id: int, up: bool) -> None:
    """One place up or down among those that stand beside it. Raises NoSuchView."""
    view = _own(by, view_id)
    beside = SavedView.objects.select_for_update().filter(is_shared=view.is_shared)
    if not view.is_shared:
        beside = beside.filter(owner_id=view.owner_id)
    order = list(beside.order_by("position", "pk"))
    at = order.index(view)
    order.insert(max(0, at - 1) if up else at + 1, order.pop(at))
    for position, each in enumerate(order):
        each.position = position
    SavedView.objects.bulk_update(order, ["position"])


_USED = """
INSERT INTO conversations_viewuse (view_id, member_id, used_on)
SELECT v.id, %(member)s, %(today)s FROM conversations_savedview v
WHERE v.id = %(view)s AND NOT EXISTS (SELECT FROM conversations_viewuse u
  WHERE u.view_id = v.id AND u.member_id = %(member)s AND u.used_on = %(today)s)
ON CONFLICT (view_id, member_id) DO UPDATE SET used_on = excluded.used_on
RETURNING id"""


def note_use(*, by: Actor, view_id: int) -> None:
    """He opened it today: whoever puts the views in order sees which are used."""
    if not accounts.may_somewhere(by, READ):
        accounts.refuse(READ)
    db.rows(_USED, {"member": by.row_id, "view": view_id, "today": now().date()})


@transaction.atomic
def remove_view(*, by: Actor, view_id: int) -> None:
    """Raises NoSuchView."""
    view = _own(by, view_id)
    number = view.pk
    view.delete()
    publish(ViewRemoved(view_id=number), by=by, detail={"before": view.name})


def _ask(by: Actor, is_shared: bool) -> None:
    if not accounts.may_somewhere(by, READ):
        accounts.refuse(READ)
    if is_shared:
        accounts.require(by, SHARE_VIEWS)


def _own(by: Actor, view_id: int) -> SavedView:
    """His own, or a shared one if he may share; anybody else's does not exist for him."""
    view = SavedView.objects.select_for_update().filter(pk=view_id).first()
    if view is None or not (view.is_shared or view.owner_id == by.row_id):
        raise _gone()
    if view.is_shared:
        accounts.require(by, SHARE_VIEWS)
    return view


def _gone() -> NoSuchView:
    return NoSuchView(_("This view does not exist any more, or is not shared with you."))


def _stored(view: SavedView, words: ViewWords, by: Actor) -> SavedView:
    view.name = " ".join(clean(words.name).split())[:LONGEST]
    if not view.name:
        raise ViewNotReadable(_("Give the view a name."))
    if not words.filter:
        raise ViewNotReadable(_("Say what the view holds, like “is:open carrier:DHL”."))
    view.icon = words.icon if words.icon in ICONS else ICONS[0]
    view.is_shared, view.is_pinned = words.is_shared, words.is_pinned
    view.team_id = words.team_id if words.is_shared else None
    view.kept = as_data(words.filter)
    view.save()
    saved = ViewSaved(view_id=view.pk, is_shared=view.is_shared)
    publish(saved, by=by, detail={"after": {"name": view.name, "kept": view.kept}})
    return view


# ---------- Figures ----------

_ASK = """
INSERT INTO conversations_viewcount (view_id, key, scope, member_id, asked_at)
SELECT * FROM unnest(%(views)s::bigint[], %(keys)s::text[], %(scopes)s::jsonb[],
  %(members)s::bigint[], %(times)s::timestamptz[])
ON CONFLICT (view_id, key) DO UPDATE SET asked_at = excluded.asked_at
WHERE conversations_viewcount.asked_at < %(before)s
RETURNING id"""


def ask_counts(*, by: Actor, viewer: Viewer, keys: tuple[int, ...]) -> None:
    """Have counted what somebody looks at and nobody asked for within half a minute.

    Members who see the same share the figure: a hundred of them ask once.
    """
    if not keys:
        return
    found = [each for each in views_of(viewer) if each.id in keys and each.is_counted]
    # In one order, so that two who share views never wait for each other.
    wanted = sorted(found, key=lambda each: each.id)
    if not wanted:
        return
    at = now()
    personal = [viewer.id if is_personal(each.filter) else None for each in wanted]
    params: dict[str, Any] = {
        "views": [each.id for each in wanted],
        "keys": [count_key_of(each, viewer) for each in wanted],
        "scopes": [json.dumps(seen_by(viewer))] * len(wanted),
        "members": personal,
        "times": [at] * len(wanted),
        "before": at - FRESH_FOR,
    }
    with transaction.atomic():
        ids = [number for (number,) in db.rows(_ASK, params)]
        if ids:
            later("conversations.count_views", ids=ids)


def count_views(*, ids: list[int]) -> None:
    """Count what they ask, once for all that ask the same; what takes too long keeps its figure."""
    alike: dict[_Question, list[int]] = defaultdict(list)
    for number, seen, member_id, kept in rows_to_count(ids):
        alike[_Question(_written(seen), member_id, _written(kept))].append(number)
    figures = {each: figure for each in alike if (figure := _lately.get(each))}
    unknown = [each for each in alike if each not in figures]
    for question, figure in zip(unknown, _answers(unknown), strict=True):
        figures[question] = _lately.keep(question, figure)
    _write_down({number: figures[each] for each, same in alike.items() for number in same})


class _Question(NamedTuple):
    """What a figure depends on, as text: colleagues name their views as they like."""

    seen: str
    member_id: int
    kept: str


@dataclass(frozen=True, slots=True)
class _Figure:
    """`count` is None for what took too long: nobody waits for that twice in half a minute."""

    count: int | None
    at: datetime


class _Lately:
    """Figures of the last half minute: a hundred agents ask alike, a minute has two answers."""

    MOST = 5_000

    def __init__(self) -> None:
        self._kept: dict[_Question, _Figure] = {}

    def get(self, question: _Question) -> _Figure | None:
        figure = self._kept.get(question)
        return figure if figure and now() - figure.at < FRESH_FOR else None

    def keep(self, question: _Question, figure: _Figure) -> _Figure:
        if len(self._kept) >= self.MOST:
            self._kept.clear()
        self._kept[question] = figure
        return figure

    def forget(self) -> None:
        self._kept.clear()


_lately = _Lately()


def forget_figures() -> None:
    """Count everything anew at the next question."""
    _lately.forget()


def _answers(questions: Sequence[_Question]) -> list[_Figure]:
    """All in one transaction; where one of them takes too long, each in its own."""
    if not questions:
        return []
    try:
        return _together(questions)
    except OperationalError:
        return [_alone(question) for question in questions]


def _alone(question: _Question) -> _Figure:
    try:
        (figure,) = _together([question])
    except OperationalError:
        return _Figure(None, now())
    return figure


@transaction.atomic
def _together(questions: Sequence[_Question]) -> list[_Figure]:
    """The patience is for each statement. Raises OperationalError where it is at an end."""
    db.rows("SELECT set_config('statement_timeout', %s, true)", [str(PATIENCE_MS)])
    return [_Figure(at=now(), count=_counted(question)) for question in questions]


# Whoever asks anew at this moment holds the row, and has it counted again.
_WRITE_DOWN = """
UPDATE conversations_viewcount v SET count = t.count, counted_at = t.at
FROM unnest(%(ids)s::bigint[], %(counts)s::integer[], %(times)s::timestamptz[]) AS t(id, count, at)
WHERE v.id = t.id AND v.id IN (SELECT id FROM conversations_viewcount
  WHERE id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
RETURNING v.id"""


def _write_down(figures: Mapping[int, _Figure]) -> None:
    """What took too long keeps its old figure: with its age it is better than none."""
    known = {number: each for number, each in figures.items() if each.count is not None}
    if known:
        told = {
            "ids": list(known),
            "counts": [each.count for each in known.values()],
            "times": [each.at for each in known.values()],
        }
        db.rows(_WRITE_DOWN, told)


def _written(told: Any) -> str:
    return told if isinstance(told, str) else json.dumps(told, sort_keys=True)


def _counted(question: _Question) -> int:
    seen, kept = json.loads(question.seen), from_data(json.loads(question.kept))
    values = Values()
    asked = asked_of(kept, reader_with(question.member_id), values)
    seen_where, ids = scope(_viewer(seen, question.member_id))
    sql = f"""SELECT count(*) FROM (SELECT FROM conversations_conversation c
      WHERE {asked} AND {seen_where} LIMIT {COUNT_CAP}) counted"""  # noqa: S608
    ((count,),) = db.rows(sql, values.params | ids)
    return int(count)


def _viewer(seen: dict[str, list[int]], member_id: int) -> Viewer:
    if not seen:
        return Viewer(Party.OPERATOR, member_id, (Grant("viewer"),))
    grants = (Grant("viewer", name, number) for name, ids in seen.items() for number in ids)
    return Viewer(Party.OPERATOR, member_id, tuple(grants))
