"""Figures and rows as tables for a spreadsheet program."""

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.deadlines.states import KIND_NAMES, Kind
from comptoir.insights.queries.page import Today
from comptoir.insights.queries.rows import Rows
from comptoir.insights.shapes import Compared, Line, OutcomeLine, Standing, Times
from comptoir.insights.states import HOURS_NAMES, OUTCOME_NAMES, STANDING
from comptoir.kit.spreadsheets import as_csv

type Row = tuple[object, ...]


def as_file(table: Iterable[Sequence[object]], name: str) -> HttpResponse:
    response = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def figures(today: Today) -> Iterator[Row]:
    """One figure a line, in seconds and numbers, with the span it is of."""
    yield (
        _("Figure"),
        _("Of"),
        _("Value"),
        _("Before"),
        _("Unit"),
        _("From"),
        _("Until"),
        _("Hours"),
    )
    until = (
        today.span.begin.isoformat(),
        today.span.end.isoformat(),
        str(HOURS_NAMES[today.lens.hours]),
    )
    for figure, of, value, before, unit in _figures(today):
        yield (figure, of, value, before, unit, *until)


def _figures(today: Today) -> Iterator[Row]:
    questions, all_ = _("questions"), _("All")
    yield _("Received"), all_, today.received.now, today.received.before, questions
    yield _("Answered"), all_, today.answered.now, today.answered.before, questions
    yield from _standing(all_, today.standing)
    for each in today.replies:
        yield from _compared(each)
    for noted in today.outcomes:
        yield from _outcome(noted)
    for breakdown in today.breakdowns:
        for line in breakdown.lines:
            yield from _line(breakdown.title, line)


def _standing(of: str, stand: Standing) -> Iterator[Row]:
    yield _("Waiting on us"), of, stand.waiting, "", _("conversations")
    yield _("Overdue"), of, stand.overdue, "", _("conversations")
    if stand.oldest is not None:
        yield _("Waits longest"), of, stand.oldest.isoformat(), "", _("since")


def _outcome(line: OutcomeLine) -> Iterator[Row]:
    of, count = f"{_('Outcome')}: {line.name}", line.count
    yield _("Resolved with an outcome"), of, count.now, count.before, _("conversations")
    for amount in line.amounts:
        yield _("Amount"), of, str(amount.amount), "", amount.currency


def _compared(each: Compared) -> Iterator[Row]:
    name, all_ = str(KIND_NAMES[Kind(each.kind)]), _("All")
    for (figure, now, unit), (_figure, before, _unit) in zip(
        _times(each.now), _times(each.before), strict=True
    ):
        yield f"{name}: {figure}", all_, now, before, unit
    yield f"{name}: {_('overdue now')}", all_, each.overdue, "", _("questions")


def _times(told: Times) -> Iterator[tuple[str, object, str]]:
    replies, seconds = _("replies"), _("seconds")
    yield _("Replies"), told.count, replies
    yield _("Median"), _blank(told.median), seconds
    yield _("Mean"), _blank(told.mean), seconds
    yield _("P90"), _blank(told.p90), seconds
    yield _("Within 1 h"), told.within_hour, replies
    yield _("Within 4 h"), told.within_four, replies
    yield _("With a promise"), told.promised, replies
    yield _("In time"), told.kept, replies


def _blank(seconds: int | None) -> object:
    return "" if seconds is None else seconds


def _line(title: str, line: Line) -> Iterator[Row]:
    of = f"{title}: {line.name}"
    if line.by != "agent":
        yield _("Received"), of, line.received.now, line.received.before, _("questions")
    yield _("Answered"), of, line.answered.now, line.answered.before, _("questions")
    for kind, told in ((Kind.FIRST_REPLY, line.first), (Kind.NEXT_REPLY, line.next)):
        if told.count:
            for figure, value, unit in _times(told):
                yield f"{KIND_NAMES[kind]}: {figure}", of, value, "", unit
    yield from _standing(of, line.standing)


def rows(found: Rows, *, public_url: str) -> Iterator[Row]:
    """The rows of a figure; words of strangers are made harmless when the file is written (F1)."""
    head = (
        *(_("Conversation"), _("Address"), _("Customer"), _("Subject"), _("Contact reason")),
        *(_("Channel"), _("Team"), _("Agent")),
    )
    is_standing = found.lens.figure in STANDING
    yield (*head, *(_standing_heads() if is_standing else _fact_heads()))
    for row in found.rows:
        address = public_url + reverse("conversations:conversation", args=["all", row.number])
        about = (
            row.number,
            address,
            row.who,
            row.subject,
            row.reason,
            row.channel,
            row.team,
            row.agent,
        )
        if is_standing:
            yield (*about, row.asked_at.isoformat(), row.due_at.isoformat() if row.due_at else "")
            continue
        kind = str(KIND_NAMES[Kind(row.kind)]) if row.kind else ""
        answered = row.answered_at.isoformat() if row.answered_at else ""
        kept = {None: "", True: _("yes"), False: _("no")}[row.kept]
        times = (_blank(row.seconds), _blank(row.target_seconds), kept)
        outcome = row.settled or str(OUTCOME_NAMES[row.outcome])
        yield (*about, kind, outcome, row.asked_at.isoformat(), answered, *times)


def _standing_heads() -> Row:
    return _("Waiting since"), _("Due")


def _fact_heads() -> Row:
    return (
        *(_("Kind of reply"), _("Outcome"), _("Asked"), _("Answered"), _("Seconds")),
        *(_("Promised seconds"), _("In time")),
    )
