"""Invitations, for programs."""

from ninja import Query, Router, Status

from comptoir.accounts import queries, services
from comptoir.accounts.access import require
from comptoir.accounts.forms import InviteForm
from comptoir.accounts.models import Invitation
from comptoir.accounts.schemas import InvitationIn, InvitationOut, InvitedOut, MemberName
from comptoir.kit.clock import now
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId
from comptoir.rest.slots import ROUTERS
from comptoir.ui.forms import check

INVITE = "accounts.invite"

router = Router()


@router.get("/invitations", response=Page[InvitationOut], summary="List open invitations")
@needs(INVITE)
def list_invitations(request: ApiRequest, paging: Query[Paging]) -> Page[InvitationOut]:
    """Those that were neither used nor called back; expired ones too, to be sent anew."""
    page = cut(request, queries.open_invitations(), sort=Sort(), paging=paging)
    return Page(items=[_told(row) for row in page.rows], next_cursor=page.next_cursor)


def _told(row: Invitation) -> InvitationOut:
    return InvitationOut(
        id=row.pk,
        email=row.email,
        name=row.name,
        role=row.role,
        team=row.team_id,
        invited_by=MemberName(id=row.invited_by_id, name=row.invited_by.name),
        created_at=row.created_at,
        expires_at=row.expires_at,
        is_expired=row.expires_at <= now(),
    )


@router.post("/invitations", response={201: InvitedOut}, summary="Invite a member")
@needs(INVITE, tells_secret=True)
def invite_member(request: ApiRequest, payload: InvitationIn) -> Status[InvitedOut]:
    """By mail, for seven days. A token gives only a role of which it may all itself."""
    require(request.actor, INVITE)
    form = InviteForm(payload.model_dump(mode="json"), by=request.actor)
    check(form)
    said = form.cleaned_data
    invited = services.invite(
        by=request.actor,
        email=said["email"],
        name=said["name"],
        role=said["role"],
        team_id=said["team"].pk if said["team"] else None,
    )
    told = _told(queries.find_invitation(invited.invitation.pk))
    return Status(201, InvitedOut(**told.model_dump(), url=invited.url))


@router.delete(
    "/invitations/{invitation_id}", response={204: None}, summary="Call an invitation back"
)
@needs(INVITE)
def revoke_invitation(request: ApiRequest, invitation_id: RowId) -> Status[None]:
    found = queries.find_invitation(invitation_id)
    services.revoke_invitation(by=request.actor, invitation_id=found.pk)
    return Status(204, None)


ROUTERS.plug("Invitations", router)
