"""The rows behind a figure: exactly those that were counted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import conversations_for
from comptoir.deadlines.states import REPLIES
from comptoir.insights.models import ReplyFact
from comptoir.insights.policies.lens import Lens
from comptoir.insights.policies.spans import Span
from comptoir.insights.queries.counted import (
    ANSWERED,
    HOUR,
    SECONDS,
    borders,
    in_span,
    where,
)
from comptoir.insights.queries.outcomes import between, outcome_name, settled
from comptoir.insights.queries.page import current_span, name_of
from comptoir.insights.queries.people import Directory
from comptoir.insights.queries.standing import chosen_by, condition, slice_of, who_of
from comptoir.insights.shapes import FactRow, Names
from comptoir.insights.states import STANDING, Figure, Outcome
from comptoir.kit import db

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


def rows_behind(eyes: Viewer, lens: Lens, *, page: int = 1, size: int = PAGE) -> Rows:
    """One page of the rows behind a figure, and how many there are."""
    span, names = current_span(lens), Directory().names
    look = _standing if lens.figure in STANDING else _counted
    if lens.figure is Figure.SETTLED:
        look = _settled
    count, rows = look(eyes, lens, span, names)(max(page, 1), size)
    return Rows(lens, span, count, rows, names, max(page, 1), max(1, -(-count // size)))


type Look = Callable[[int, int], tuple[int, tuple[FactRow, ...]]]


def _standing(eyes: Viewer, lens: Lens, span: Span, names: Names) -> Look:
    found = chosen_by(eyes, lens).filter(condition(lens.figure, span.end))

    def look(page: int, size: int) -> tuple[int, tuple[FactRow, ...]]:
        rows = slice_of(eyes, found, "waiting_since", slice((page - 1) * size, page * size))
        return found.count(), tuple(_of_conversation(row, names) for row in rows)

    return look


def _settled(eyes: Viewer, lens: Lens, span: Span, names: Names) -> Look:
    found = settled(eyes, lens).filter(between(span.begin, span.end))

    def look(page: int, size: int) -> tuple[int, tuple[FactRow, ...]]:
        rows = slice_of(eyes, found, "-resolved_at", slice((page - 1) * size, page * size))
        return found.count(), tuple(_of_settled(row, names) for row in rows)

    return look


def _counted(eyes: Viewer, lens: Lens, span: Span, names: Names) -> Look:
    sql, params = _facts(eyes, lens, span)

    def look(page: int, size: int) -> tuple[int, tuple[FactRow, ...]]:
        ((count,),) = db.rows(f"SELECT count(*) {sql}", params)
        order = "f.asked_at" if lens.figure in _ASKED else "f.answered_at"
        chosen = (
            f"SELECT f.id {sql} ORDER BY {order} DESC, f.id DESC LIMIT %(size)s OFFSET %(skip)s"
        )
        ids = db.rows(chosen, params | {"size": size, "skip": (page - 1) * size})
        return count, _of_facts(eyes, [number for (number,) in ids], lens, names)

    return look


_ASKED = {Figure.RECEIVED, Figure.STILL_OPEN, Figure.CLOSED}


def _facts(eyes: Viewer, lens: Lens, span: Span) -> tuple[str, dict[str, Any]]:
    """FROM and WHERE of a figure that is counted from facts."""
    chosen, params = where(eyes, lens)
    params |= borders(span)
    conditions = [_in_figure(lens), chosen]
    if lens.kind in REPLIES:
        conditions.append("f.kind = %(kind)s")
        params["kind"] = lens.kind
    if lens.part is not None and lens.part < span.parts:
        params["begin"], params["end"] = span.part(lens.part)
        params["end"] = min(params["end"], span.end)
    return f"FROM insights_replyfact f WHERE {' AND '.join(conditions)}", params


def _in_figure(lens: Lens) -> str:
    if lens.figure in _ASKED:
        outcomes = {
            Figure.RECEIVED: "TRUE",
            Figure.STILL_OPEN: "f.outcome = 'open'",
            Figure.CLOSED: "f.outcome IN ('needless', 'resolved')",
        }
        return f"{in_span('asked_at')} AND {outcomes[lens.figure]}"
    seconds = f"f.{SECONDS[lens.hours]}"
    conditions = {
        Figure.ANSWERED: "TRUE",
        Figure.WITHIN_HOUR: f"{seconds} <= {HOUR}",
        Figure.WITHIN_FOUR: f"{seconds} <= {4 * HOUR}",
        Figure.KEPT: "f.kept",
        Figure.LATE: "NOT f.kept",
    }
    return f"{ANSWERED} AND {in_span('answered_at')} AND {conditions[lens.figure]}"


def _of_facts(eyes: Viewer, ids: Sequence[int], lens: Lens, names: Names) -> tuple[FactRow, ...]:
    facts = ReplyFact.objects.in_bulk(ids)
    about = _conversations(eyes, {fact.conversation_id for fact in facts.values()})
    return tuple(
        _of_fact(facts[pk], about[facts[pk].conversation_id], lens, names)
        for pk in ids
        if pk in facts and facts[pk].conversation_id in about
    )


def _conversations(eyes: Viewer, numbers: Iterable[int]) -> dict[int, Conversation]:
    found = conversations_for(eyes).filter(pk__in=list(numbers))
    return {row.pk: row for row in found.select_related(*_RELATED)}


def _of_fact(fact: ReplyFact, row: Conversation, lens: Lens, names: Names) -> FactRow:
    who, party = who_of(row)
    return FactRow(
        number=row.pk,
        who=who,
        party=party,
        subject=row.subject or row.operator_excerpt,
        language=row.language,
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
    )


def _of_conversation(row: Conversation, names: Names) -> FactRow:
    who, party = who_of(row)
    return FactRow(
        number=row.pk,
        who=who,
        party=party,
        subject=row.subject or row.operator_excerpt,
        language=row.language,
        reason=name_of("reason", row.reason, names),
        channel=name_of("channel", str(row.channel_id), names),
        team=name_of("team", str(row.team_id or 0), names),
        agent=names.agent.get(row.assignee_id or 0, ""),
        asked_at=row.waiting_since or row.last_message_at,
        due_at=row.next_due_at,
    )
