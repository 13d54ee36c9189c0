"""Teams and who is in them, for programs."""

from typing import Any

from ninja import Query, Router, Status

from comptoir.accounts import queries, services
from comptoir.accounts.access import require
from comptoir.accounts.schemas import MemberName, TeamChange, TeamIn, TeamOut
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId
from comptoir.rest.slots import ROUTERS

TEAMS = "accounts.teams"

router = Router()


@router.get("/teams", response=Page[TeamOut], summary="List teams")
@needs("accounts.read")
def list_teams(request: ApiRequest, paging: Query[Paging]) -> Page[TeamOut]:
    page = cut(request, queries.teams(), sort=Sort(), paging=paging)
    return Page(items=[_team(row) for row in page.rows], next_cursor=page.next_cursor)


def _team(row: Any) -> TeamOut:
    return TeamOut(
        id=row.pk,
        name=row.name,
        is_active=row.is_active,
        members=[MemberName(id=one.pk, name=one.name) for one in row.members.all()],
    )


@router.get("/teams/{team_id}", response=TeamOut, summary="Show a team")
@needs("accounts.read")
def get_team(request: ApiRequest, team_id: RowId) -> TeamOut:
    return _team(queries.find_team(team_id))


@router.post("/teams", response={201: TeamOut}, summary="Make a team")
@needs("accounts.manage")
def create_team(request: ApiRequest, payload: TeamIn) -> Status[TeamOut]:
    made = services.create_team(by=request.actor, name=payload.name)
    return Status(201, _team(queries.find_team(made.pk)))


@router.patch("/teams/{team_id}", response=TeamOut, summary="Rename a team, say who is in it")
@needs(TEAMS)
def change_team(request: ApiRequest, team_id: RowId, payload: TeamChange) -> TeamOut:
    """`members` is everybody of the team from now on. Being in it gives no rights by itself."""
    require(request.actor, TEAMS, team_id=team_id)
    queries.find_team(team_id)
    if payload.name is not None:
        services.rename_team(by=request.actor, team_id=team_id, name=payload.name)
    if payload.members is not None:
        services.set_membership(by=request.actor, team_id=team_id, member_ids=payload.members)
    return _team(queries.find_team(team_id))


ROUTERS.plug("Teams", router)
