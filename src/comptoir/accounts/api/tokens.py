"""API tokens: seen and revoked by programs, never made by them."""

from ninja import Query, Router, Status

from comptoir.accounts import queries, services
from comptoir.accounts.access import may
from comptoir.accounts.models import ApiToken
from comptoir.accounts.schemas import MemberName, TokenOut
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId
from comptoir.rest.slots import ROUTERS

TOKENS = "accounts.tokens"

router = Router()


@router.get("/tokens", response=Page[TokenOut], summary="List API tokens")
@needs(TOKENS)
def list_tokens(request: ApiRequest, paging: Query[Paging]) -> Page[TokenOut]:
    """One's own; with the right to manage members everybody's.

    They are made by a person on his profile: a program that made its own would outlive them.
    """
    found = queries.tokens(_whose(request))
    page = cut(request, found, sort=Sort(newest_first=True), paging=paging)
    return Page(items=[_told(row) for row in page.rows], next_cursor=page.next_cursor)


def _whose(request: ApiRequest) -> int | None:
    return None if may(request.actor, "accounts.manage") else request.actor.row_id


def _told(row: ApiToken) -> TokenOut:
    return TokenOut(
        id=row.pk,
        member=MemberName(id=row.member_id, name=row.member.name),
        name=row.name,
        hint=row.hint,
        permissions=list(row.permissions),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        is_revoked=row.revoked_at is not None,
    )


@router.delete("/tokens/{token_id}", response={204: None}, summary="Revoke an API token")
@needs(TOKENS)
def revoke_token(request: ApiRequest, token_id: RowId) -> Status[None]:
    """It stops at its next request, this very one too."""
    found = queries.find_token(token_id, member_id=_whose(request))
    services.revoke_token(by=request.actor, token_id=found.pk)
    return Status(204, None)


ROUTERS.plug("Tokens", router)
