"""Reading who could take what, and what the pages of triage show."""

from comptoir.triage.queries.people import candidates, is_away
from comptoir.triage.queries.shifts import OwnShift, handed_to, own_open, own_shift, shift_of
from comptoir.triage.queries.teams import (
    PersonLine,
    TeamLine,
    member_lines,
    team_line,
    team_lines,
    team_people,
)

__all__ = [
    "OwnShift",
    "PersonLine",
    "TeamLine",
    "candidates",
    "handed_to",
    "is_away",
    "member_lines",
    "own_open",
    "own_shift",
    "shift_of",
    "team_line",
    "team_lines",
    "team_people",
]
