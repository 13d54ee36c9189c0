"""The rules of marketplaces' mail, for programs."""

from typing import Any

from ninja import Query, Router

from comptoir.accounts.access import require
from comptoir.channels import queries, services
from comptoir.channels.forms import ProfileForm
from comptoir.channels.models import MailProfile
from comptoir.channels.schemas import MailProfileOut, MailRules, MailRulesChange
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging
from comptoir.rest.slots import ROUTERS
from comptoir.ui.forms import check

READ = "channels.read"
MANAGE = "channels.manage"

router = Router()


@router.get("/mail-profiles", response=Page[MailProfileOut], summary="List mail profiles")
@needs(READ)
def list_mail_profiles(request: ApiRequest, paging: Query[Paging]) -> Page[MailProfileOut]:
    """How the mail of each marketplace is known, and what it forbids."""
    page = cut(request, queries.all_profiles(), sort=Sort(), paging=paging)
    return Page(items=[_told(row) for row in page.rows], next_cursor=page.next_cursor)


def _told(row: MailProfile) -> MailProfileOut:
    filled_in = ProfileForm.initial_of(row)
    lists = {name: filled_in[name].splitlines() for name in ProfileForm.LISTS}
    return MailProfileOut(
        key=row.key,
        name=row.name,
        source=row.source,
        is_edited=row.edited_at is not None,
        rules=MailRules(**{**filled_in, **lists}),
    )


@router.patch("/mail-profiles/{slug:key}", response=MailProfileOut, summary="Change a mail profile")
@needs(MANAGE)
def change_mail_profile(request: ApiRequest, key: str, payload: MailRulesChange) -> MailProfileOut:
    """It counts for the next message; no update goes over it any more."""
    require(request.actor, MANAGE)
    row = queries.find_profile(key)
    form = ProfileForm({**ProfileForm.initial_of(row), **_said(payload)})
    check(form)
    return _told(services.change_profile(by=request.actor, key=row.key, rules=form.rules()))


def _said(payload: MailRulesChange) -> dict[str, Any]:
    told = payload.model_dump(exclude_unset=True)
    lists = {name: "\n".join(told[name] or ()) for name in ProfileForm.LISTS if name in told}
    return told | lists


ROUTERS.plug("Mail profiles", router)
