"""Teams: their names and who is in them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts import access, queries, services
from comptoir.accounts.forms import TeamForm, TeamMembersForm
from comptoir.accounts.models import Team
from comptoir.accounts.slots import TEAM_PANELS, TeamPanel
from comptoir.accounts.web import MemberRequest, may_somewhere_required, member_required


@require_safe
@member_required
@may_somewhere_required("accounts.teams")
def team_list(request: MemberRequest) -> HttpResponse:
    context = {
        "teams": list(queries.teams()),
        "form": TeamForm(),
        "may_create": access.may(request.actor, "accounts.manage"),
    }
    return render(request, "accounts/teams.html", context)


@require_POST
@member_required
def create_team(request: MemberRequest) -> HttpResponse:
    access.require(request.actor, "accounts.manage")
    form = TeamForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["name"][0]))
        return redirect("account_teams")
    team = services.create_team(by=request.actor, name=form.cleaned_data["name"])
    return redirect("account_team", team.pk)


@require_http_methods(["GET", "POST"])
@member_required
def team_detail(request: MemberRequest, team_id: int) -> HttpResponse:
    team = get_object_or_404(Team, pk=team_id)
    access.require(request.actor, "accounts.teams", team_id=team_id)
    present = team.members.values_list("pk", flat=True)
    form = TeamForm(request.POST or None, initial={"name": team.name})
    people = TeamMembersForm(request.POST or None, initial={"members": list(present)})
    if request.method == "POST" and form.is_valid() and people.is_valid():
        chosen = [member.pk for member in people.cleaned_data["members"]]
        services.rename_team(by=request.actor, team_id=team_id, name=form.cleaned_data["name"])
        services.set_membership(by=request.actor, team_id=team_id, member_ids=chosen)
        messages.success(request, _("The team is saved."))
        return redirect("account_team", team_id)
    panels = [panel.draw(request, team_id) for panel in sorted(TEAM_PANELS.all(), key=_order)]
    context = {"team": team, "form": form, "people": people, "panels": filter(None, panels)}
    return render(request, "accounts/team.html", context)


def _order(panel: TeamPanel) -> int:
    return panel.order
