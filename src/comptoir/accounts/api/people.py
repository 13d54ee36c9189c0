"""Who one is, who works here, in which roles: for programs."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Query, Router

from comptoir.accounts import matrix, queries, services
from comptoir.accounts.access import require
from comptoir.accounts.errors import NoSuchMember
from comptoir.accounts.forms import GrantForm, where_choices
from comptoir.accounts.models import MemberGrant
from comptoir.accounts.roles import PERMISSIONS, permissions_of
from comptoir.accounts.schemas import (
    GrantOut,
    GrantsIn,
    MemberChange,
    MemberFilters,
    MemberName,
    MemberOut,
    MeOut,
    PermissionOut,
    PlaceOut,
    RoleOut,
    TeamName,
)
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId
from comptoir.rest.slots import ROUTERS
from comptoir.ui.forms import check

INVITE = "accounts.invite"
MANAGE = "accounts.manage"

people = Router()


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
    return _found(member_id)


def _found(member_id: int) -> MemberOut:
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
        languages=row.languages,
        is_active=row.is_active,
        teams=[TeamName(id=team.pk, name=team.name) for team in row.teams.all()],
        grants=[_grant(grant) for grant in row.grants.all()],
    )


def _grant(row: MemberGrant) -> GrantOut:
    where = row.scope if row.scope_id is None else f"{row.scope}:{row.scope_id}"
    return GrantOut(role=row.role, scope=row.scope, where=where)


@people.patch(
    "/members/{member_id}", response=MemberOut, summary="Switch a member off, say what he speaks"
)
@needs(MANAGE)
def change_member(request: ApiRequest, member_id: RowId, payload: MemberChange) -> MemberOut:
    """Switched off, his access ends at once: sign-in, browsers, tokens. He can be switched on."""
    require(request.actor, MANAGE)
    _found(member_id)
    if payload.languages is not None:
        services.set_languages(by=request.actor, member_id=member_id, languages=payload.languages)
    if payload.is_active is not None:
        switch = services.switch_on if payload.is_active else services.switch_off
        switch(by=request.actor, member_id=member_id)
    return _found(member_id)


@people.put("/members/{member_id}/grants", response=MemberOut, summary="Say which roles one has")
@needs(MANAGE)
def set_grants(request: ApiRequest, member_id: RowId, payload: GrantsIn) -> MemberOut:
    """All of his roles, and where each holds. A token gives only what it may itself."""
    require(request.actor, MANAGE)
    _found(member_id)
    forms = [GrantForm(grant.model_dump(mode="json")) for grant in payload.grants]
    check(*forms)
    services.change_grants(
        by=request.actor, member_id=member_id, grants=[form.grant() for form in forms]
    )
    return _found(member_id)


@people.get("/roles", response=Page[RoleOut], summary="List roles and what each may")
@needs(INVITE)
def list_roles(request: ApiRequest) -> Page[RoleOut]:
    """The same six in every house, on one page: they are given, not made."""
    items = [
        RoleOut(
            key=role.key,
            name=role.name,
            meaning=role.meaning,
            permissions=sorted(permissions_of(role.key)),
            members=[MemberName(id=one.id, name=one.name) for one in role.holders],
        )
        for role in matrix.roles()
    ]
    return Page(items=items)


@people.get("/permissions", response=Page[PermissionOut], summary="List permissions")
@needs(INVITE)
def list_permissions(request: ApiRequest) -> Page[PermissionOut]:
    """What roles and tokens are made of, on one page."""
    items = [
        PermissionOut(name=name, help=str(told.help), roles=list(told.roles))
        for name, told in sorted(PERMISSIONS.items())
    ]
    return Page(items=items)


@people.get("/places", response=Page[PlaceOut], summary="List where a role can hold")
@needs(MANAGE)
def list_places(request: ApiRequest) -> Page[PlaceOut]:
    """Everywhere, each team, each channel and each seller, on one page."""
    require(request.actor, MANAGE)
    items = [PlaceOut(where=where, name=str(name)) for where, name in where_choices()]
    return Page(items=items)


ROUTERS.plug("Members", people)
