"""What the templates of the pages are given."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.deadlines.states import KIND_NAMES, Kind
from comptoir.insights.drawing import cells, charts, words
from comptoir.insights.policies.definitions import DEFINITIONS
from comptoir.insights.policies.lens import Lens
from comptoir.insights.policies.spans import MONTH, TODAY, WEEK, Span
from comptoir.insights.queries.outcomes import outcome_name
from comptoir.insights.queries.page import Today, name_of
from comptoir.insights.queries.rows import Rows
from comptoir.insights.shapes import FactRow, Names, Urgent
from comptoir.insights.states import (
    FIGURE_NAMES,
    HOURS_NAMES,
    OUTCOME_NAMES,
    STANDING,
    Figure,
    Outcome,
)
from comptoir.kit.clock import now
from comptoir.ui import times
from comptoir.ui.clocks import Clock


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few ways to look, as a link."""

    label: str
    url: str
    is_current: bool = False


def today(told: Today) -> dict[str, Any]:
    lens = told.lens
    return {
        "today": told,
        "lens": lens,
        "spans": list(_spans(lens)),
        "lens_hours": str(HOURS_NAMES[lens.hours]),
        "hours": list(_hours(lens)),
        "chosen": list(_chosen(lens, told.names)),
        "until": _until(told.span),
        "compared": _compared(told.span),
        "tiles": list(cells.tiles(told)),
        "reply_heads": cells.reply_heads(),
        "replies": list(cells.reply_lines(told)),
        "late": list(cells.late_cells(told)),
        "chart": charts.bars(told.parts),
        "top": charts.ceiling(told.parts),
        "parts": list(cells.parts(told)),
        "axis": _axis(told),
        "breakdowns": [
            (each, cells.breakdown_heads(each.by), list(cells.breakdown_lines(told, each)))
            for each in told.breakdowns
        ],
        "outcomes": [
            (line, cells.counted(lens, Figure.SETTLED, line.count.now, outcome=line.key))
            for line in told.outcomes
        ],
        "colleagues": list(cells.colleagues(told)),
        "urgent": [(each, _left(each)) for each in told.urgent],
        "soon": cells.counted(lens, Figure.SOON, told.standing.soon),
        "still_open": cells.counted(lens, Figure.STILL_OPEN, told.still_open),
        "closed": cells.counted(lens, Figure.CLOSED, told.closed),
        "page_url": reverse("insights:today") + lens.query,
        "file_url": reverse("insights:figures_file") + lens.query,
        "definitions": DEFINITIONS,
    }


def _spans(lens: Lens) -> Iterator[Choice]:
    labels = {TODAY: _("Today"), WEEK: _("7 days"), MONTH: _("28 days")}
    for key, label in labels.items():
        yield Choice(label, lens.but(span=key).query, lens.span == key)


def _hours(lens: Lens) -> Iterator[Choice]:
    for key, label in HOURS_NAMES.items():
        yield Choice(str(label), lens.but(hours=key).query, lens.hours == key)


def _chosen(lens: Lens, names: Names) -> Iterator[Choice]:
    """What the look is narrowed to; each link takes one of them away."""
    for by in ("reason", "channel", "team", "agent"):
        key = getattr(lens, by)
        if key is not None:
            yield Choice(name_of(by, str(key), names), lens.but(**{by: None}).query)
    if lens.outcome:
        yield Choice(outcome_name(lens.outcome), lens.but(outcome="").query)


def _until(span: Span) -> str:
    """“Sun 22 Nov, until 10:41, Paris time”: the span in the zone of the house."""
    zone = timezone.get_default_timezone()
    end = timezone.localtime(span.end, zone)
    said = {
        "day": words.day_name(timezone.localtime(span.begin, zone).date()),
        "time": times.clock_time(end),
        "zone": timezone.get_default_timezone_name().rpartition("/")[2].replace("_", " "),
    }
    if span.is_by_hour:
        return _("%(day)s, until %(time)s (%(zone)s)") % said
    return _("Since %(day)s, until %(time)s (%(zone)s)") % said


def _compared(span: Span) -> str:
    day = timezone.localtime(span.before_begin, timezone.get_default_timezone()).date()
    if span.is_by_hour:
        return _("Before: %(day)s until this time of day") % {"day": words.day_name(day)}
    count = span.parts
    return ngettext(
        "Before: the %(count)s day until then", "Before: the %(count)s days until then", count
    ) % {"count": count}


def _axis(told: Today) -> tuple[str, ...]:
    """Names of the first, the middle and the last hour or day."""
    parts = told.parts
    shown = (parts[0], parts[len(parts) // 2], parts[-1])
    return tuple(words.part_name(part, is_hour=told.span.is_by_hour) for part in shown)


def _left(each: Urgent) -> Clock:
    total = int((each.due_at - each.started_at).total_seconds())
    return Clock(int((each.due_at - now()).total_seconds()), total)


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row behind a figure, in words."""

    told: FactRow
    kind: str
    outcome: str
    took: str
    target: str
    clock: Clock | None = None


def rows(found: Rows) -> dict[str, Any]:
    lens = found.lens
    is_standing = lens.figure in STANDING
    return {
        "found": found,
        "lens": lens,
        "title": _title(lens),
        "count": words.number(found.count),
        "until": _("Now") if is_standing else _part(found) or _until(found.span),
        "chosen": list(_chosen(lens, found.names)),
        "is_standing": is_standing,
        "is_asked": lens.figure in _WITHOUT_HOURS,
        "may_choose": is_standing and bool(found.rows),
        "hours": str(HOURS_NAMES[lens.hours]),
        "rows": [_row(row) for row in found.rows],
        "page_url": reverse("insights:today") + lens.page.query,
        "here": reverse("insights:rows") + lens.query,
        "file_url": reverse("insights:rows_file") + lens.query,
        "others": list(_others(lens)),
        "earlier": _turn(found, -1),
        "later": _turn(found, 1),
    }


def _title(lens: Lens) -> str:
    name = str(FIGURE_NAMES[lens.figure])
    return f"{KIND_NAMES[Kind(lens.kind)]}: {name}" if lens.kind else name


def _part(found: Rows) -> str:
    if found.lens.part is None or found.lens.part >= found.span.parts:
        return ""
    begin, end = found.span.part(found.lens.part)
    zone = timezone.get_default_timezone()
    if not found.span.is_by_hour:
        return words.day_name(timezone.localtime(begin, zone).date())
    said = [times.clock_time(timezone.localtime(at, zone)) for at in (begin, end)]
    return "–".join(said)


_SIBLINGS = (
    (Figure.RECEIVED, Figure.STILL_OPEN, Figure.CLOSED),
    (Figure.ANSWERED, Figure.KEPT, Figure.LATE, Figure.WITHIN_HOUR, Figure.WITHIN_FOUR),
    (Figure.OPEN, Figure.WAITING, Figure.SOON, Figure.OVERDUE),
    (Figure.SETTLED,),
)
_WITHOUT_HOURS = frozenset({Figure.RECEIVED, Figure.STILL_OPEN, Figure.CLOSED, Figure.SETTLED})


def _others(lens: Lens) -> Iterator[Choice]:
    """Figures of the same family."""
    family = next(each for each in _SIBLINGS if lens.figure in each)
    for figure in family:
        label = str(FIGURE_NAMES[figure])
        yield Choice(label, lens.but(figure=figure).query, lens.figure == figure)


def _turn(found: Rows, by: int) -> str:
    page = found.page + by
    return f"{found.lens.query}&page={page}" if 1 <= page <= found.pages else ""


def _row(row: FactRow) -> DrawnRow:
    return DrawnRow(
        told=row,
        kind=str(KIND_NAMES[Kind(row.kind)]) if row.kind else "",
        outcome=row.settled or _ended(row),
        took=words.took(row.seconds) if row.seconds is not None else "",
        target=words.took(row.target_seconds) if row.target_seconds else "",
        clock=_clock(row),
    )


def _ended(row: FactRow) -> str:
    return str(OUTCOME_NAMES[row.outcome]) if row.outcome is not Outcome.ANSWERED else ""


def _clock(row: FactRow) -> Clock | None:
    if row.due_at is None:
        return None
    total = int((row.due_at - row.asked_at).total_seconds())
    return Clock(int((row.due_at - now()).total_seconds()), total)
