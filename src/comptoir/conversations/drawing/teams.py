"""What a team is used to: a part of its page."""

from django.utils.safestring import SafeString

from comptoir.accounts.access import may
from comptoir.accounts.slots import draw_panel
from comptoir.accounts.web import MemberRequest
from comptoir.conversations.access import STATUSES
from comptoir.conversations.queries.habits import team_lines


def draw_team(request: MemberRequest, team_id: int) -> SafeString:
    """Nothing of a team that is switched off."""
    team = next((line for line in team_lines() if line.id == team_id), None)
    if team is None:
        return SafeString("")
    context = {"team": team, "may_change": may(request.actor, STATUSES)}
    return draw_panel(request, "conversations/team.html", context)
