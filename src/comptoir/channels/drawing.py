"""Which channels give what comes in to a team: a part of the team's page."""

from django.utils.safestring import SafeString

from comptoir.accounts.access import may, may_somewhere
from comptoir.accounts.slots import draw_panel
from comptoir.accounts.web import MemberRequest
from comptoir.channels.queries import channels_of_team


def draw_team(request: MemberRequest, team_id: int) -> SafeString:
    if not may_somewhere(request.actor, "channels.read"):
        return SafeString("")
    context = {
        "channels": channels_of_team(team_id),
        "may_manage": may(request.actor, "channels.manage"),
    }
    return draw_panel(request, "channels/team.html", context)
