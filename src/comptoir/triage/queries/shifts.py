"""A member's shift: what he has open, what was handed to him, whether he is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.accounts.identity import Identity
from comptoir.accounts.models import Member
from comptoir.accounts.queries import active_members
from comptoir.accounts.viewers import Viewer
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import conversations_for
from comptoir.deadlines.queries import is_open
from comptoir.kit.clock import now
from comptoir.triage.models import Duty, Handover
from comptoir.triage.queries.people import is_here, load_of
from comptoir.triage.queries.teams import TeamLine, team_lines

MOST = 200


@dataclass(frozen=True, slots=True)
class OpenLine:
    number: int
    who: str
    subject: str
    due_at: datetime | None
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class HandedLine:
    number: int
    public_id: UUID
    who: str
    subject: str
    giver: str
    line: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """What the page shows. `away` is set while a time away is planned or runs."""

    lines: tuple[OpenLine, ...]
    handed: tuple[HandedLine, ...]
    colleagues: Sequence[Member]
    away: Duty | None
    is_away_now: bool


@dataclass(frozen=True, slots=True)
class OwnShift:
    """How a member stands. `capacity` is empty where a team's counts.

    `teams`: each with whether he would be given something of it now.
    """

    member_id: int
    languages: tuple[str, ...]
    capacity: int | None
    open: int
    away: Duty | None
    is_away_now: bool
    teams: tuple[tuple[TeamLine, bool], ...]


def shift_of(identity: Identity) -> Shift:
    moment = now()
    duty = _planned(Duty.objects.filter(member=identity.member).first(), moment)
    return Shift(
        lines=tuple(_line(each) for each in own_open(identity.viewer)),
        handed=handed_to(identity.viewer),
        colleagues=[m for m in active_members() if m.pk != identity.member.pk],
        away=duty,
        is_away_now=duty is not None and duty.is_away_at(moment),
    )


def _planned(duty: Duty | None, at: datetime) -> Duty | None:
    """None where no time away runs or is still to come."""
    if duty is None or duty.away_from is None:
        return None
    is_over = duty.away_until is not None and duty.away_until <= at
    return None if is_over else duty


def own_shift(viewer: Viewer) -> OwnShift:
    """How one stands oneself: five queries, however many teams one is in."""
    moment = now()
    member = Member.objects.prefetch_related("teams").get(pk=viewer.id)
    duty = Duty.objects.filter(member=member).first()
    away, there = _planned(duty, moment), is_here(viewer.id, moment)
    mine = {team.pk for team in member.teams.all()}
    return OwnShift(
        member_id=member.pk,
        languages=tuple(map(str, member.languages)),
        capacity=duty.capacity if duty else None,
        open=load_of([member.pk], viewer).get(member.pk, 0),
        away=away,
        is_away_now=away is not None and away.is_away_at(moment),
        teams=tuple(
            (team, there and is_open(moment, team_id=team.id))
            for team in team_lines()
            if team.id in mine
        ),
    )


def own_open(viewer: Viewer) -> list[Conversation]:
    """What is not settled, the next due first."""
    found = conversations_for(viewer).filter(
        assignee=viewer.id,
        category__in=("open", "waiting", "snoozed"),
        is_spam=False,
        merged_into=None,
    )
    rows = found.select_related("identity__buyer", "seller")
    return list(rows.order_by("next_due_at", "pk")[:MOST])


def _line(row: Conversation) -> OpenLine:
    is_waiting = row.category == "open" and row.waiting_since is not None
    return OpenLine(row.pk, _who(row), row.subject, row.next_due_at, is_waiting)


def _who(row: Conversation) -> str:
    if row.identity is not None:
        return row.identity.buyer.name or row.identity.display
    return row.seller.name if row.seller else ""


def handed_to(viewer: Viewer) -> tuple[HandedLine, ...]:
    """What colleagues handed over and this member has not looked at, as far as he may see it."""
    rows = {
        each.conversation_id: each
        for each in Handover.objects.filter(taker=viewer.id, seen_at=None)
        .select_related("giver")
        .order_by("-at")[:MOST]
    }
    found = conversations_for(viewer).filter(pk__in=list(rows))
    told = {each.pk: each for each in found.select_related("identity__buyer", "seller")}
    return tuple(
        HandedLine(
            number=number,
            public_id=told[number].public_id,
            who=_who(told[number]),
            subject=told[number].subject,
            giver=row.giver.name,
            line=row.line,
            at=row.at,
        )
        for number, row in rows.items()
        if number in told
    )
