"""Which teams note an outcome whenever they resolve something."""

from dataclasses import dataclass

from comptoir.accounts.models import Team
from comptoir.conversations.models import TeamHabit


def asks_outcome(team_id: int | None) -> bool:
    """Whether what this team resolves has an outcome."""
    return team_id is not None and team_id in teams_that_ask()


def teams_that_ask() -> frozenset[int]:
    asking = TeamHabit.objects.filter(asks_outcome=True)
    return frozenset(asking.values_list("team_id", flat=True))


@dataclass(frozen=True, slots=True)
class TeamLine:
    id: int
    name: str
    asks: bool


def team_lines() -> tuple[TeamLine, ...]:
    """Every active team, and whether it notes outcomes: two queries."""
    asking = teams_that_ask()
    active = Team.objects.filter(is_active=True).values_list("pk", "name")
    return tuple(TeamLine(pk, name, pk in asking) for pk, name in active)
