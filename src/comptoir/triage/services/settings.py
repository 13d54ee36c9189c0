"""How a team shares out, how much a member takes."""

from django.db import transaction
from django.utils.translation import gettext as _

from comptoir.accounts.models import Member, Team
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.triage.access import ROUTE, require
from comptoir.triage.errors import BadDuty, NoSuchTeam
from comptoir.triage.events import CapacitySet, RoutingSet
from comptoir.triage.models import Duty, TeamRouting
from comptoir.triage.states import Mode

MOST = 500


@transaction.atomic
def set_routing(*, by: Actor, team_id: int, mode: Mode, capacity: int) -> TeamRouting:
    """Raises NoSuchTeam, BadDuty."""
    require(by, ROUTE, team_id=team_id)
    _check(capacity)
    if not Team.objects.filter(pk=team_id, is_active=True).exists():
        raise NoSuchTeam(_("This team does not exist any more."))
    routing, _new = TeamRouting.objects.select_for_update().get_or_create(team_id=team_id)
    if (routing.mode, routing.capacity) == (mode, capacity):
        return routing
    routing.mode, routing.capacity = mode, capacity
    routing.save(update_fields=["mode", "capacity"])
    publish(RoutingSet(team_id=team_id, mode=mode, capacity=capacity), by=by)
    return routing


@transaction.atomic
def set_capacity(*, by: Actor, member_id: int, capacity: int | None) -> None:
    """None: as much as his team; 0: nothing is given to him. Raises BadDuty."""
    require(by, ROUTE)
    if capacity is not None:
        _check(capacity, least=0)
    if not Member.objects.filter(pk=member_id, is_active=True).exists():
        raise BadDuty(_("This person is not a member any more."))
    duty, _new = Duty.objects.select_for_update().get_or_create(member_id=member_id)
    if duty.capacity != capacity:
        duty.capacity = capacity
        duty.save(update_fields=["capacity"])
        publish(CapacitySet(member_id=member_id, capacity=capacity), by=by)


def _check(capacity: int, *, least: int = 1) -> None:
    if not least <= capacity <= MOST:
        said = _("Write a number from %(least)d to %(most)d.")
        raise BadDuty(said % {"least": least, "most": MOST})
