"""Teams and who is in them."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comptoir.accounts import access
from comptoir.accounts.errors import BadProfile, NameTaken, NoSuchMember
from comptoir.accounts.events import TeamCreated, TeamJoined, TeamLeft, TeamRenamed
from comptoir.accounts.models import Member, Team, TeamMembership
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.text import clean


@transaction.atomic
def create_team(*, by: Actor, name: str) -> Team:
    """Raises NameTaken, BadProfile."""
    access.require(by, "accounts.manage")
    team = Team(name=_named(name))
    _save(team)
    publish(TeamCreated(team_id=team.pk), by=by)
    return team


@transaction.atomic
def rename_team(*, by: Actor, team_id: int, name: str) -> Team:
    """Raises NameTaken, BadProfile."""
    access.require(by, "accounts.teams", team_id=team_id)
    team = Team.objects.select_for_update().get(pk=team_id)
    before, team.name = team.name, _named(name)
    if team.name == before:
        return team
    _save(team)
    publish(TeamRenamed(team_id=team_id), by=by, detail={"before": before, "after": team.name})
    return team


def _named(name: str) -> str:
    if not (tidy := clean(name).strip()):
        raise BadProfile(_("Give the team a name."))
    return tidy


def _save(team: Team) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise NameTaken(_("Another team is called %(name)s.") % {"name": team.name}) from None


@transaction.atomic
def set_membership(*, by: Actor, team_id: int, member_ids: Collection[int]) -> Team:
    """Make exactly these members the team. Being in a team gives no rights by itself.

    Raises NoSuchMember for a new one who does not exist or is switched off.
    """
    access.require(by, "accounts.teams", team_id=team_id)
    team = Team.objects.select_for_update().get(pk=team_id)
    present = set(TeamMembership.objects.filter(team=team).values_list("member_id", flat=True))
    wanted = set(member_ids)
    _check_here(wanted - present)
    for member_id in sorted(wanted - present):
        TeamMembership.objects.create(team=team, member_id=member_id)
        publish(TeamJoined(team_id=team_id, member_id=member_id), by=by)
    for member_id in sorted(present - wanted):
        TeamMembership.objects.filter(team=team, member_id=member_id).delete()
        publish(TeamLeft(team_id=team_id, member_id=member_id), by=by)
    return team


def _check_here(member_ids: Collection[int]) -> None:
    here = Member.objects.filter(pk__in=member_ids, is_active=True).count()
    if here != len(member_ids):
        raise NoSuchMember(_("There is no such member."))
