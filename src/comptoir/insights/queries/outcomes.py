"""What customers got in the end: by outcome, with the amounts that were noted."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Count as Counting
from django.db.models import Q, QuerySet, Sum

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import ACTIVE, Conversation
from comptoir.conversations.states import OUTCOME_NAMES, Outcome
from comptoir.insights.policies.lens import Lens
from comptoir.insights.policies.spans import Span
from comptoir.insights.queries.standing import chosen_by
from comptoir.insights.shapes import Count, OutcomeLine
from comptoir.kit.money import Money


def settled(eyes: Viewer, lens: Lens) -> QuerySet[Conversation]:
    """Resolved with an outcome, whenever; of one outcome where the lens names it."""
    found = chosen_by(eyes, lens).filter(ACTIVE, category="resolved").exclude(outcome="")
    return found.filter(outcome=lens.outcome) if lens.outcome else found


def between(begin: datetime, end: datetime) -> Q:
    return Q(resolved_at__gte=begin, resolved_at__lt=end)


def outcomes(eyes: Viewer, lens: Lens, span: Span) -> tuple[OutcomeLine, ...]:
    """One line for each that was noted, the most frequent first: one statement."""
    now_, before = between(span.begin, span.end), between(span.before_begin, span.before_end)
    grouped = settled(eyes, lens).filter(now_ | before).order_by()
    counted = grouped.values_list("outcome", "outcome_currency").annotate(
        now=Counting("pk", filter=now_),
        then=Counting("pk", filter=before),
        spent=Sum("outcome_minor", filter=now_),
    )
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    amounts: dict[str, list[Money]] = defaultdict(list)
    for outcome, currency, now, then, spent in counted:
        counts[outcome][0] += now
        counts[outcome][1] += then
        if spent:
            amounts[outcome].append(Money(spent, currency))
    lines = (_line(key, Count(*told), amounts[key]) for key, told in counts.items())
    return tuple(sorted(lines, key=lambda line: (-line.count.now, line.name)))


def _line(key: str, count: Count, amounts: list[Money]) -> OutcomeLine:
    ordered = sorted(amounts, key=lambda one: one.currency)
    return OutcomeLine(key, outcome_name(key), count, tuple(ordered))


def outcome_name(key: str) -> str:
    """As a person reads it; one that is no more as it was kept."""
    return str(OUTCOME_NAMES[Outcome(key)]) if key in tuple(Outcome) else key
