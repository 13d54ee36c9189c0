"""The settings of routing, as their page shows them."""

from dataclasses import dataclass

from comptoir.accounts.models import Member, Team
from comptoir.triage.models import USUAL_CAPACITY, Duty, TeamRouting
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
