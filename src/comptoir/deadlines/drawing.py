"""When a team is open and what is promised: a part of the team's page."""

from django.utils.safestring import SafeString

from comptoir.accounts.access import may
from comptoir.accounts.slots import draw_panel
from comptoir.accounts.web import MemberRequest
from comptoir.deadlines import queries
from comptoir.deadlines.access import MANAGE


def draw_team(request: MemberRequest, team_id: int) -> SafeString:
    team = next((each for each in queries.team_lines() if each.id == team_id), None)
    calendars = queries.calendar_lines()
    kept = team.calendar_id if team else None
    context = {
        "team": team,
        "calendars": calendars,
        "calendar": next(
            (c for c in calendars if c.id == kept or (not kept and c.is_default)), None
        ),
        "may_change": may(request.actor, MANAGE, team_id=team_id),
        "may_manage": may(request.actor, MANAGE),
        "policies": [line for line in queries.policy_lines() if line.enabled],
    }
    return draw_panel(request, "deadlines/team.html", context)
