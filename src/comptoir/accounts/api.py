"""Who one is, who works here, and what happened: for programs."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Query, Router

from comptoir.accounts import access, queries
from comptoir.accounts.errors import NoSuchMember
from comptoir.accounts.models import Team
from comptoir.accounts.schemas import (
    EventFilters,
    EventPage,
    GrantOut,
    MemberFilters,
    MemberName,
    MemberOut,
    MeOut,
    TeamName,
    TeamOut,
)
from comptoir.journal.queries import Position, current_position, entries_after
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId
from comptoir.rest.slots import ROUTERS
from comptoir.rest.telling import tell

people = Router()
events = Router()


@people.get("/me", response=MeOut, summary="Who this token is")
@needs("")
def get_me(request: ApiRequest) -> MeOut:
    """In whose name it works, and which permissions are left to it now."""
    caller = request.caller
    return MeOut(
        member=MemberName(id=caller.actor.row_id, name=caller.actor.name),
        token=caller.token_name,
        permissions=sorted(caller.permissions),
    )


@people.get("/members", response=Page[MemberOut], summary="List members")
@needs("accounts.read")
def list_members(
    request: ApiRequest, filters: Query[MemberFilters], paging: Query[Paging]
) -> Page[MemberOut]:
    found = queries.members_with_teams()
    if filters.active is not None:
        found = found.filter(is_active=filters.active)
    page = cut(request, found, sort=Sort(), paging=paging)
    return Page(items=[_member(row) for row in page.rows], next_cursor=page.next_cursor)


@people.get("/members/{member_id}", response=MemberOut, summary="Show a member")
@needs("accounts.read")
def get_member(request: ApiRequest, member_id: RowId) -> MemberOut:
    found = queries.members_with_teams().filter(pk=member_id).first()
    if found is None:
        raise NoSuchMember(_("There is no such member."))
    return _member(found)


def _member(row: Any) -> MemberOut:
    return MemberOut(
        id=row.pk,
        name=row.name,
        email=row.email,
        language=row.language,
        time_zone=row.time_zone,
        is_active=row.is_active,
        teams=[TeamName(id=team.pk, name=team.name) for team in row.teams.all()],
        grants=[GrantOut(role=grant.role, scope=grant.scope) for grant in row.grants.all()],
    )


@people.get("/teams", response=Page[TeamOut], summary="List teams")
@needs("accounts.read")
def list_teams(request: ApiRequest, paging: Query[Paging]) -> Page[TeamOut]:
    page = cut(request, queries.teams(), sort=Sort(), paging=paging)
    return Page(items=[_team(row) for row in page.rows], next_cursor=page.next_cursor)


def _team(row: Team) -> TeamOut:
    return TeamOut(
        id=row.pk,
        name=row.name,
        is_active=row.is_active,
        members=[MemberName(id=one.pk, name=one.name) for one in row.members.all()],
    )


@events.get("/events", response=EventPage, summary="Follow what happens")
@needs("accounts.follow")
def list_events(request: ApiRequest, filters: Query[EventFilters]) -> EventPage:
    """Entries of the journal in the order of their safety: none appears behind one's back.

    Ids, enum values, amounts and times only; `subject.url` tells more. Begin without `after`,
    then send `position` back. Needs the permission for the whole house.
    """
    access.require(request.actor, "accounts.follow")
    if not filters.after:
        return EventPage(items=[], position=str(current_position()), more=False)
    after = Position.parse(filters.after)
    # Taken first: what commits between the two is told next time, not never.
    safe = current_position()
    found = entries_after(after, limit=filters.limit, events=filters.type)
    more = len(found) == filters.limit
    reached = Position(found[-1].tx or 0, found[-1].pk) if more else max(after, safe)
    return EventPage(items=tell(found), position=str(reached), more=more)


ROUTERS.plug("Members", people)
ROUTERS.plug("Events", events)
