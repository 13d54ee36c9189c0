"""Who is in a team, who of them is there, how it shares out: a part of the team's page."""

from django.utils.safestring import SafeString

from comptoir.accounts.access import may
from comptoir.accounts.slots import draw_panel
from comptoir.accounts.web import MemberRequest
from comptoir.triage.access import ROUTE
from comptoir.triage.queries import team_line, team_people
from comptoir.triage.states import MODE_NAMES, Mode


def draw_team(request: MemberRequest, team_id: int) -> SafeString:
    team = team_line(team_id)
    context = {
        "team": team,
        "people": team_people(request.viewer, team_id),
        "modes": [(mode.value, name) for mode, name in MODE_NAMES.items()],
        "mode_name": MODE_NAMES[Mode(team.mode)] if team else "",
        "may_route": may(request.actor, ROUTE, team_id=team_id),
        "may_route_all": may(request.actor, ROUTE),
        "may_manage": may(request.actor, "accounts.manage"),
    }
    return draw_panel(request, "triage/team.html", context)
