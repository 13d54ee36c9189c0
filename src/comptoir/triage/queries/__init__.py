"""Reading who could take what, and what the pages of triage show."""

from comptoir.triage.queries.people import candidates, is_away
from comptoir.triage.queries.shifts import handed_to, own_open, shift_of
from comptoir.triage.queries.teams import member_lines, team_line, team_lines, team_people

__all__ = [
    "candidates",
    "handed_to",
    "is_away",
    "member_lines",
    "own_open",
    "shift_of",
    "team_line",
    "team_lines",
    "team_people",
]
