"""Who leads here: whom the desk turns to when a promise breaks or a reply waits for a yes."""

from collections.abc import Sequence

from django.db.models import Q

from comptoir.accounts.models import MemberGrant, TeamMembership
from comptoir.accounts.roles import Role


def leaders_of(
    *, team_id: int | None = None, channel_id: int | None = None, seller_id: int | None = None
) -> list[int]:
    """The leads of this team; where it has none, those who may lead here; else administrators.

    Two queries; only members who are active.
    """
    here = Q(scope="all")
    for scope, number in (("team", team_id), ("channel", channel_id), ("seller", seller_id)):
        if number is not None:
            here |= Q(scope=scope, scope_id=number)
    grants = MemberGrant.objects.filter(
        here, role__in=(Role.LEAD, Role.ADMINISTRATOR), member__is_active=True
    )
    found = list(grants.order_by("member_id").values_list("member_id", "role"))
    leads = [member_id for member_id, role in found if role == Role.LEAD]
    return _closest(leads, team_id) or [member_id for member_id, _role in found]


def _closest(leads: Sequence[int], team_id: int | None) -> list[int]:
    if team_id is None or len(leads) < 2:
        return list(dict.fromkeys(leads))
    inside = TeamMembership.objects.filter(team_id=team_id, member_id__in=leads)
    return sorted(set(inside.values_list("member_id", flat=True))) or sorted(set(leads))
