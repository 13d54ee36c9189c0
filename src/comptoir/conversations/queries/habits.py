"""What teams are used to: outcomes noted, drafts read by colleagues."""

from dataclasses import dataclass

from comptoir.accounts.models import Team
from comptoir.conversations.models import TeamHabit


def asks_outcome(team_id: int | None) -> bool:
    """Whether what this team resolves has an outcome."""
    return team_id is not None and team_id in teams_that_ask()


def teams_that_ask() -> frozenset[int]:
    asking = TeamHabit.objects.filter(asks_outcome=True)
    return frozenset(asking.values_list("team_id", flat=True))


def shares_drafts(team_id: int | None) -> bool:
    """Whether colleagues read what is being written in this team's conversations."""
    return team_id is None or team_id not in teams_that_hide_drafts()


def teams_that_hide_drafts() -> frozenset[int]:
    hiding = TeamHabit.objects.filter(shares_drafts=False)
    return frozenset(hiding.values_list("team_id", flat=True))


@dataclass(frozen=True, slots=True)
class TeamLine:
    id: int
    name: str
    asks: bool
    shares: bool = True


def team_lines() -> tuple[TeamLine, ...]:
    """Every active team, whether it notes outcomes and shares drafts: three queries."""
    asking, hiding = teams_that_ask(), teams_that_hide_drafts()
    active = Team.objects.filter(is_active=True).values_list("pk", "name")
    return tuple(TeamLine(pk, name, pk in asking, pk not in hiding) for pk, name in active)
