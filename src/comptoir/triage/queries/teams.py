"""The settings of routing, as their page shows them."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.accounts.models import Member, Team
from comptoir.accounts.viewers import Viewer
from comptoir.kit.clock import now
from comptoir.triage.models import USUAL_CAPACITY, Duty, TeamRouting
from comptoir.triage.queries.people import load_of, on_shift_now
from comptoir.triage.states import Mode


@dataclass(frozen=True, slots=True)
class TeamLine:
    id: int
    name: str
    mode: str
    capacity: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """`capacity` is empty where the team's counts."""

    id: int
    name: str
    teams: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int | None
    is_away: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A member on the page of his team. `capacity` is empty where the team's counts."""

    id: int
    name: str
    languages: tuple[str, ...]
    capacity: int | None
    open: int
    is_on_shift: bool
    is_away: bool
    away_until: datetime | None


def team_line(team_id: int) -> TeamLine | None:
    """None for a team that is switched off."""
    return next((line for line in team_lines() if line.id == team_id), None)


def team_people(viewer: Viewer, team_id: int) -> list[PersonLine]:
    """Its active members: five queries, however many they are."""
    moment = now()
    people = list(Member.objects.filter(is_active=True, teams=team_id).order_by("sort_name", "pk"))
    ids = [each.pk for each in people]
    duties = {each.member_id: each for each in Duty.objects.filter(member__in=ids)}
    loads, here = load_of(ids, viewer), on_shift_now(team_id, moment)
    return [
        _person(each, duties.get(each.pk), loads.get(each.pk, 0), each.pk in here, moment)
        for each in people
    ]


def _person(
    member: Member, duty: Duty | None, load: int, is_on_shift: bool, at: datetime
) -> PersonLine:
    away = duty is not None and duty.is_away_at(at)
    return PersonLine(
        id=member.pk,
        name=member.name,
        languages=tuple(map(str, member.languages)),
        capacity=duty.capacity if duty else None,
        open=load,
        is_on_shift=is_on_shift,
        is_away=away,
        away_until=duty.away_until if duty and away else None,
    )


def team_lines() -> list[TeamLine]:
    kept = {each.team_id: each for each in TeamRouting.objects.all()}
    usual = TeamRouting(mode=Mode.OFF, capacity=USUAL_CAPACITY)
    rows = ((each, kept.get(each.pk, usual)) for each in Team.objects.filter(is_active=True))
    return [TeamLine(team.pk, team.name, row.mode, row.capacity) for team, row in rows]


def member_lines() -> list[MemberLine]:
    """Active members who are in a team."""
    own = {each.member_id: each for each in Duty.objects.all()}
    people = Member.objects.filter(is_active=True, teams__isnull=False).distinct()
    return [
        MemberLine(
            id=each.pk,
            name=each.name,
            teams=tuple(team.name for team in each.teams.all()),
            languages=tuple(map(str, each.languages)),
            capacity=own[each.pk].capacity if each.pk in own else None,
            is_away=each.pk in own and own[each.pk].away_from is not None,
        )
        for each in people.prefetch_related("teams").order_by("sort_name", "pk")
    ]
