"""Figures with the address of their rows: tiles, cells of tables, lines of a chart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comptoir.deadlines.states import KIND_NAMES, Kind
from comptoir.insights.drawing import charts, words
from comptoir.insights.policies.lens import Lens
from comptoir.insights.queries.page import Today
from comptoir.insights.shapes import (
    Breakdown,
    Colleague,
    Compared,
    Count,
    Line,
    Times,
)
from comptoir.insights.states import Figure
from comptoir.ui import times


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is what is read, `url` leads to the rows; `count` is how many there are.

    `note` stands below, `label` says where there is no room for a table's head, `tone` is "" or
    danger.
    """

    text: str
    url: str = ""
    count: int = 0
    note: str = ""
    tone: str = ""
    label: str = ""


def labelled(cells: Iterable[Cell], labels: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(replace(cell, label=label) for cell, label in zip(cells, labels, strict=True))


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure of the first row, with its trend: `sign` is rise, fall or ""."""

    key: str
    name: str
    cell: Cell
    aim: str = ""
    sign: str = ""
    change: str = ""
    spark: str = ""


def rows_url(lens: Lens, figure: Figure, **chosen: object) -> str:
    asked = lens.but(figure=figure, **chosen).query
    return reverse("insights:rows") + asked


def counted(lens: Lens, figure: Figure, count: int, **chosen: object) -> Cell:
    """A number that opens exactly so many rows."""
    url = rows_url(lens, figure, **chosen) if count else ""
    return Cell(words.number(count), url, count)


def tiles(today: Today) -> Iterator[Tile]:
    past = today.begun
    yield _flow(today, Figure.RECEIVED, _("Received"), [part.received for part in past])
    yield _flow(today, Figure.ANSWERED, _("Answered"), [part.answered for part in past])
    lens, stand = today.lens, today.standing
    waiting = counted(lens, Figure.WAITING, stand.waiting)
    yield Tile("waiting", _("Waiting on us"), waiting, _("Now"))
    late = counted(lens, Figure.OVERDUE, stand.overdue)
    tone = "danger" if stand.overdue else ""
    yield Tile("overdue", _("Overdue"), Cell(late.text, late.url, late.count, tone=tone), _("Now"))
    yield _oldest(today)


def _flow(today: Today, figure: Figure, name: str, values: list[int]) -> Tile:
    count: Count = getattr(today, figure)
    return Tile(
        key=figure,
        name=name,
        cell=counted(today.lens, figure, count.now),
        aim=_("Before: %(count)s") % {"count": words.number(count.before)},
        sign="rise" if count.change > 0 else "fall" if count.change < 0 else "",
        change=words.number(abs(count.change)) if count.change else "",
        spark=charts.spark(values),
    )


def _oldest(today: Today) -> Tile:
    oldest = today.standing.oldest
    if oldest is None:
        return Tile("oldest", _("Waits longest"), Cell("–"), _("Nobody waits"))
    url = rows_url(today.lens, Figure.WAITING)
    cell = Cell(_since(oldest, today.span.end), url, today.standing.waiting)
    return Tile("oldest", _("Waits longest"), cell, times.moment(oldest))


def _since(then: datetime, now: datetime) -> str:
    return words.took(int((now - then).total_seconds()))


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """First or next replies, as one row of the table."""

    kind: str
    name: str
    few: str
    cells: tuple[Cell, ...]


def reply_heads() -> tuple[str, ...]:
    return (
        _("Replies"),
        _("Median"),
        _("Mean"),
        _("P90"),
        _("Within 1 h"),
        _("Within 4 h"),
        _("In time"),
    )


def reply_lines(today: Today) -> Iterator[ReplyLine]:
    for each in today.replies:
        said = words.few(each.now.count) if each.now.is_few else ""
        cells = labelled(_reply_cells(today.lens, each), reply_heads())
        yield ReplyLine(each.kind, str(KIND_NAMES[Kind(each.kind)]), said, cells)


def _reply_cells(lens: Lens, each: Compared) -> Iterator[Cell]:
    now, before = each.now, each.before
    url = rows_url(lens, Figure.ANSWERED, kind=each.kind) if now.count else ""
    yield Cell(words.number(now.count), url, now.count, words.number(before.count))
    for name in ("median", "mean", "p90"):
        told = words.took(getattr(now, name))
        yield Cell(told, url, now.count, words.took(getattr(before, name)))
    for figure in (Figure.WITHIN_HOUR, Figure.WITHIN_FOUR):
        part, was = getattr(now, figure), getattr(before, figure)
        yield _share(lens, figure, each.kind, (part, now.count), (was, before.count))
    yield _in_time(lens, each)


def _share(
    lens: Lens, figure: Figure, kind: str, now: tuple[int, int], before: tuple[int, int]
) -> Cell:
    url = rows_url(lens, figure, kind=kind) if now[0] else ""
    return Cell(words.share(*now), url, now[0], words.share(*before))


def _in_time(lens: Lens, each: Compared) -> Cell:
    """Of those that were promised, and of those that wait beyond their time now."""
    return _share(
        lens,
        Figure.KEPT,
        each.kind,
        (each.now.kept, each.measured),
        (each.before.kept, each.before.promised),
    )


def late_cells(today: Today) -> Iterator[tuple[str, Cell]]:
    """Replies that came too late, by kind: what a lead wants to read first."""
    names = {
        Kind.FIRST_REPLY: _("First replies too late:"),
        Kind.NEXT_REPLY: _("Next replies too late:"),
    }
    for each in today.replies:
        if each.now.late:
            late = counted(today.lens, Figure.LATE, each.now.late, kind=each.kind)
            yield names[Kind(each.kind)], late


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A row of a breakdown. `url` looks at the whole page for this one alone."""

    name: str
    url: str
    meter: SafeString
    cells: tuple[Cell, ...]


def breakdown_heads(by: str) -> tuple[str, ...]:
    heads = (
        _("Received"),
        _("Answered"),
        _("First reply"),
        _("Next reply"),
        _("In time"),
        _("Waiting"),
    )
    return heads[1:] if by == "agent" else heads


def breakdown_lines(today: Today, breakdown: Breakdown) -> Iterator[DrawnLine]:
    """An agent receives nothing by himself: his line has no such cell."""
    most = max((_size(line) for line in breakdown.lines), default=0)
    for line in breakdown.lines:
        lens = today.lens.but(**{line.by: line.key})
        shown = list(_line_cells(lens, line))[1 if line.by == "agent" else 0 :]
        cells = labelled(shown, breakdown_heads(line.by))
        url = reverse("insights:today") + lens.query
        yield DrawnLine(line.name, url, charts.meter(_size(line), most), cells)


def _size(line: Line) -> int:
    return line.answered.now if line.by == "agent" else line.received.now


def _line_cells(lens: Lens, line: Line) -> Iterator[Cell]:
    yield counted(lens, Figure.RECEIVED, line.received.now)
    yield counted(lens, Figure.ANSWERED, line.answered.now)
    for kind, told in ((Kind.FIRST_REPLY, line.first), (Kind.NEXT_REPLY, line.next)):
        yield _median(lens, kind, told)
    yield _kept(lens, line)
    yield counted(lens, Figure.WAITING, line.standing.waiting)


def _median(lens: Lens, kind: Kind, told: Times) -> Cell:
    url = rows_url(lens, Figure.ANSWERED, kind=kind) if told.count else ""
    note = words.few(told.count) if told.is_few else ""
    return Cell(words.took(told.median), url, told.count, note)


def _kept(lens: Lens, line: Line) -> Cell:
    kept = line.first.kept + line.next.kept
    whole = line.first.promised + line.next.promised + line.standing.overdue
    url = rows_url(lens, Figure.KEPT) if kept else ""
    return Cell(words.share(kept, whole), url, kept)


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """An hour or a day: its name, and what its bars say."""

    name: str
    received: Cell
    answered: Cell


def parts(today: Today) -> Iterator[DrawnPart]:
    for part in today.begun:
        name = words.part_name(part, is_hour=today.span.is_by_hour)
        received = counted(today.lens, Figure.RECEIVED, part.received, part=part.number)
        answered = counted(today.lens, Figure.ANSWERED, part.answered, part=part.number)
        yield DrawnPart(name, received, answered)


@dataclass(frozen=True, slots=True)
class DrawnColleague:
    """Who answers: whether he is on, in words, and what lies on his desk."""

    told: Colleague
    presence: str
    open: Cell
    waiting: Cell
    soon: Cell


def colleagues(today: Today) -> Iterator[DrawnColleague]:
    for each in today.colleagues:
        lens, stand = today.lens.but(agent=each.id), each.standing
        soon = counted(lens, Figure.SOON, stand.soon)
        yield DrawnColleague(
            told=each,
            presence=_presence(each),
            open=counted(lens, Figure.OPEN, stand.open),
            waiting=counted(lens, Figure.WAITING, stand.waiting),
            soon=Cell(soon.text, soon.url, soon.count, tone="danger" if stand.overdue else ""),
        )


def _presence(each: Colleague) -> str:
    if each.is_on:
        return _("On now")
    if each.seen_at is None:
        return _("Not seen yet")
    return _("Seen %(when)s") % {"when": times.moment(each.seen_at)}
