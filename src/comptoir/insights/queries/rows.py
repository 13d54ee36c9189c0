"""The rows behind a figure: exactly those that were counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import get_language

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import conversations_for
from comptoir.deadlines.states import REPLIES
from comptoir.insights.models import ReplyFact
from comptoir.insights.policies.lens import Lens
from comptoir.insights.policies.spans import Span
from comptoir.insights.queries.counted import HOUR, SECONDS
from comptoir.insights.queries.outcomes import between, outcome_name, settled
from comptoir.insights.queries.page import current_span, name_of
from comptoir.insights.queries.people import Directory
from comptoir.insights.queries.standing import chosen_by, condition, who_of
from comptoir.insights.shapes import FactRow, Names
from comptoir.insights.states import STANDING, Figure, Outcome

PAGE = 50
# A spreadsheet with more is no help; the page says so.
MOST = 50_000
_RELATED = ("identity__buyer", "seller")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows behind one figure; `count` is the figure."""

    lens: Lens
    span: Span
    count: int
    rows: tuple[FactRow, ...]
    names: Names
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Behind:
    """What a figure counted, before any of it is read: facts, or conversations as they stand.

    `column` is what they are ordered by. The earliest come first where somebody waits.
    """

    lens: Lens
    span: Span
    found: QuerySet[Any]
    column: str
    newest_first: bool = True

    @property
    def order(self) -> tuple[str, str]:
        sign = "-" if self.newest_first else ""
        return f"{sign}{self.column}", f"{sign}pk"


def rows_behind(eyes: Viewer, lens: Lens, *, page: int = 1, size: int = PAGE) -> Rows:
    """One page of the rows behind a figure, and how many there are."""
    asked, names, page = behind(eyes, lens), Directory().names, max(page, 1)
    count = asked.found.count()
    chosen = asked.found.order_by(*asked.order)[(page - 1) * size : page * size]
    rows = tell_rows(eyes, list(chosen), lens, names)
    return Rows(lens, asked.span, count, rows, names, page, max(1, -(-count // size)))


def behind(eyes: Viewer, lens: Lens) -> Behind:
    span = current_span(lens)
    if lens.figure in STANDING:
        found = chosen_by(eyes, lens).filter(condition(lens.figure, span.end))
        return Behind(lens, span, found, "waiting_since", newest_first=False)
    if lens.figure is Figure.SETTLED:
        done = settled(eyes, lens).filter(between(span.begin, span.end))
        return Behind(lens, span, done, "resolved_at")
    column = "asked_at" if lens.figure in _ASKED else "answered_at"
    return Behind(lens, span, _facts(eyes, lens, span, column), column)


_ASKED = {
    Figure.RECEIVED: Q(),
    Figure.STILL_OPEN: Q(outcome=Outcome.OPEN),
    Figure.CLOSED: Q(outcome__in=(Outcome.NEEDLESS, Outcome.RESOLVED)),
}


def _facts(eyes: Viewer, lens: Lens, span: Span, column: str) -> QuerySet[ReplyFact]:
    """The same conditions as those under which `counted` counts."""
    begin, end = span.begin, span.end
    if lens.part is not None and lens.part < span.parts:
        begin, end = span.part(lens.part)
    found = ReplyFact.objects.filter(
        _in_figure(lens), **{f"{column}__gte": begin, f"{column}__lt": min(end, span.end)}
    )
    for name in ("team", "channel", "agent"):
        chosen = getattr(lens, name)
        if chosen is not None:
            found = found.filter(**{name: chosen or None})
    if lens.reason is not None:
        found = found.filter(reason=lens.reason)
    if lens.kind in REPLIES:
        found = found.filter(kind=lens.kind)
    if eyes.sees_everything:
        return found
    return found.filter(conversation__in=conversations_for(eyes).order_by().values("pk"))


def _in_figure(lens: Lens) -> Q:
    if lens.figure in _ASKED:
        return _ASKED[lens.figure]
    seconds = SECONDS[lens.hours]
    conditions = {
        Figure.ANSWERED: Q(),
        Figure.WITHIN_HOUR: Q(**{f"{seconds}__lte": HOUR}),
        Figure.WITHIN_FOUR: Q(**{f"{seconds}__lte": 4 * HOUR}),
        Figure.KEPT: Q(kept=True),
        Figure.LATE: Q(kept=False),
    }
    return Q(outcome=Outcome.ANSWERED) & conditions[lens.figure]


def tell_rows(
    eyes: Viewer, found: Sequence[Model], lens: Lens, names: Names
) -> tuple[FactRow, ...]:
    """Some of what a figure counted, with whom it is about: two queries, whatever the number."""
    numbers = {getattr(each, "conversation_id", each.pk) for each in found}
    about = _conversations(eyes, numbers)
    told = (_row(each, about, lens, names) for each in found)
    return tuple(row for row in told if row is not None)


def _row(each: Model, about: dict[int, Conversation], lens: Lens, names: Names) -> FactRow | None:
    row = about.get(getattr(each, "conversation_id", each.pk))
    if row is None:
        return None
    if isinstance(each, ReplyFact):
        return _of_fact(each, row, lens, names)
    tell = _of_settled if lens.figure is Figure.SETTLED else _of_conversation
    return tell(row, names)


def _conversations(eyes: Viewer, numbers: Iterable[int]) -> dict[int, Conversation]:
    found = conversations_for(eyes).filter(pk__in=list(numbers))
    return {row.pk: row for row in found.select_related(*_RELATED)}


def _of_fact(fact: ReplyFact, row: Conversation, lens: Lens, names: Names) -> FactRow:
    who, party = who_of(row)
    return FactRow(
        number=row.pk,
        public_id=row.public_id,
        who=who,
        party=party,
        subject=row.subject or row.operator_excerpt,
        language=row.language,
        reason_key=fact.reason,
        channel_id=fact.channel_id,
        team_id=fact.team_id,
        agent_id=fact.agent_id,
        reason=name_of("reason", fact.reason, names),
        channel=name_of("channel", str(fact.channel_id), names),
        team=name_of("team", str(fact.team_id or 0), names),
        agent=names.agent.get(fact.agent_id or 0, ""),
        asked_at=fact.asked_at,
        answered_at=fact.answered_at,
        seconds=getattr(fact, SECONDS[lens.hours]),
        target_seconds=fact.target_seconds,
        kept=fact.kept,
        kind=fact.kind,
        outcome=Outcome(fact.outcome),
    )


def _of_settled(row: Conversation, names: Names) -> FactRow:
    amount = row.outcome_amount
    said = (outcome_name(row.outcome), amount.format(get_language() or "en") if amount else "")
    return replace(
        _of_conversation(row, names),
        asked_at=row.opened_at,
        answered_at=row.resolved_at,
        settled=" · ".join(filter(None, said)),
        got=row.outcome,
        amount=amount,
    )


def _of_conversation(row: Conversation, names: Names) -> FactRow:
    who, party = who_of(row)
    return FactRow(
        number=row.pk,
        public_id=row.public_id,
        who=who,
        party=party,
        subject=row.subject or row.operator_excerpt,
        language=row.language,
        reason_key=row.reason,
        channel_id=row.channel_id,
        team_id=row.team_id,
        agent_id=row.assignee_id,
        reason=name_of("reason", row.reason, names),
        channel=name_of("channel", str(row.channel_id), names),
        team=name_of("team", str(row.team_id or 0), names),
        agent=names.agent.get(row.assignee_id or 0, ""),
        asked_at=row.waiting_since or row.last_message_at,
        waiting_since=row.waiting_since,
        due_at=row.next_due_at,
    )
