"""How conversations stand now: waiting, overdue, on whose desk."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import MAY_BE_LATE, OPEN, Conversation
from comptoir.conversations.queries import conversations_for
from comptoir.insights.policies.lens import NOBODY, Lens
from comptoir.insights.shapes import Standing, Urgent
from comptoir.insights.states import Figure

SOON = timedelta(hours=1)
_WAITING = OPEN & Q(waiting_since__isnull=False)
_GROUPED = ("reason", "channel_id", "team_id", "assignee_id", "next_due_kind")
MOST_URGENT = 8


def condition(figure: Figure, now: datetime) -> Q:
    """The conversations behind a figure; “waiting” and “overdue” are those of the inbox."""
    return {
        Figure.OPEN: OPEN,
        Figure.WAITING: _WAITING,
        Figure.OVERDUE: MAY_BE_LATE & Q(next_due_at__lt=now),
        Figure.SOON: MAY_BE_LATE & Q(next_due_at__lt=now + SOON),
    }[figure]


def chosen_by(eyes: Viewer, lens: Lens) -> QuerySet[Conversation]:
    """What these eyes may know of and the lens chooses, whatever its state."""
    found = conversations_for(eyes)
    for name, field in (("team", "team"), ("channel", "channel"), ("agent", "assignee")):
        chosen = getattr(lens, name)
        if chosen is not None:
            found = found.filter(**{field: chosen or None})
    return found if lens.reason is None else found.filter(reason=lens.reason)


def standings(
    eyes: Viewer, lens: Lens, now: datetime
) -> tuple[Mapping[tuple[str, str], Standing], Mapping[str, int]]:
    """By (dimension, key), the total under ("", ""); and how many questions are overdue."""
    late, soon = condition(Figure.OVERDUE, now), condition(Figure.SOON, now)
    at_hand = chosen_by(eyes, lens).filter(OPEN | MAY_BE_LATE)
    grouped = at_hand.order_by().values_list(*_GROUPED)
    counted = grouped.annotate(
        all_open=Count("pk", filter=OPEN),
        waiting=Count("pk", filter=_WAITING),
        late=Count("pk", filter=late),
        soon=Count("pk", filter=soon),
        unanswered=Count("pk", filter=_WAITING & Q(next_due_at__lt=now)),
        oldest=Min("waiting_since", filter=_WAITING),
        next_due=Min("next_due_at"),
    )
    found: dict[tuple[str, str], Standing] = defaultdict(Standing)
    overdue: dict[str, int] = defaultdict(int)
    for reason, channel, team, agent, kind, *told in counted:
        count, waiting, is_late, is_soon, unanswered, oldest, next_due = told
        one = Standing(count, waiting, is_late, is_soon, oldest, next_due)
        keys = {"": "", "reason": reason, "channel": channel, "team": team, "agent": agent}
        for by, key in keys.items():
            spelt = str(key or "") if by in ("", "reason") else str(key or NOBODY)
            found[by, spelt] += one
        overdue[kind] += unanswered
    return found, overdue


def urgent(eyes: Viewer, lens: Lens, now: datetime) -> tuple[Urgent, ...]:
    """The first that are late or will be within the hour."""
    found = chosen_by(eyes, lens).filter(condition(Figure.SOON, now))
    return tuple(_urgent(row) for row in slice_of(eyes, found, "next_due_at", slice(MOST_URGENT)))


def slice_of(
    eyes: Viewer, found: QuerySet[Conversation], order: str, place: slice
) -> QuerySet[Conversation]:
    """Some rows of a long list with whom they are about: chosen first, joined then."""
    chosen = found.order_by(order, "pk").values("pk")[place]
    rows = conversations_for(eyes).filter(pk__in=chosen)
    return rows.select_related("identity__buyer", "seller", "assignee").order_by(order, "pk")


def _urgent(row: Conversation) -> Urgent:
    who, party = who_of(row)
    due = row.next_due_at or row.opened_at
    return Urgent(
        number=row.pk,
        who=who,
        party=party,
        subject=row.subject or row.operator_excerpt,
        language=row.language,
        assignee=row.assignee.name if row.assignee else "",
        due_at=due,
        started_at=row.next_due_started_at or due,
    )


def who_of(row: Conversation) -> tuple[str, str]:
    """Name and party of the customer."""
    if row.identity is not None:
        return row.identity.buyer.name or row.identity.display or row.identity.value, "buyer"
    if row.seller is not None:
        return row.seller.name, "seller"
    return "", "operator"
