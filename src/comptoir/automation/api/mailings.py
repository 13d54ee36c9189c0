"""Writing first to the buyers of many orders, for programs: begun, watched, stopped."""

from uuid import UUID

from ninja import Query, Router, Status

from comptoir.automation import services
from comptoir.automation.access import GIVE_VOUCHER, MAIL_MANY, USE
from comptoir.automation.api.asking import identity_of
from comptoir.automation.errors import NoSuchMailing, NoSuchTemplate
from comptoir.automation.models import Mailing, MailingRow
from comptoir.automation.queries.mailings import (
    Progress,
    mailing_outward,
    mailings_of,
    offered_templates,
    progress_in,
    progress_of,
    rows_of_mailing,
)
from comptoir.automation.schemas import MailingIn, MailingOut, MailingRowOut
from comptoir.commerce.access import EDIT_BUYER
from comptoir.commerce.queries import orders_for
from comptoir.conversations.access import FORWARD, HANDLE, NOTE, READ, REPLY
from comptoir.rest.errors import ScopeMissing
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging
from comptoir.rest.slots import ROUTERS

router = Router()
# What a template may take and what its actions may do.
_OF_TEMPLATES = (USE, GIVE_VOUCHER, READ, HANDLE, NOTE, FORWARD, EDIT_BUYER)


@router.post("/mailings", response={202: MailingOut}, summary="Write to the buyers of many orders")
@needs(MAIL_MANY)
def start_mailing(request: ApiRequest, payload: MailingIn) -> Status[MailingOut]:
    """One conversation for each order, in the background; who can't be written to is left out."""
    _check_token(request, has_template=payload.template is not None)
    template_id = _template(request, payload.template)
    found = orders_for(request.viewer).filter(public_id__in=payload.orders)
    by = request.actor
    mailing = services.prepare_mailing(
        by=by, viewer=request.viewer, order_ids=list(found.values_list("pk", flat=True))
    )
    words = services.MailingWords(
        template_id=template_id,
        subject=payload.subject,
        text=payload.text,
        skips_open=payload.skip_open,
    )
    services.word_mailing(identity=identity_of(request), mailing_id=mailing.pk, words=words)
    services.start_mailing(by=by, mailing_id=mailing.pk)
    return Status(202, _told(request, mailing))


def _check_token(request: ApiRequest, *, has_template: bool) -> None:
    """The letters leave in the owner's name: the token must hold what they and macros may do."""
    needed = {REPLY, *(_OF_TEMPLATES if has_template else ())}
    for permission in sorted(needed - set(request.caller.permissions)):
        raise ScopeMissing(permission)


def _template(request: ApiRequest, public_id: UUID | None) -> int | None:
    if public_id is None:
        return None
    found = offered_templates(identity_of(request)).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchTemplate
    return found.pk


def _told(request: ApiRequest, mailing: Mailing) -> MailingOut:
    (found,) = progress_of(request.viewer, mailing_id=mailing.pk)
    return _progress(found)


def _progress(found: Progress) -> MailingOut:
    return MailingOut(
        id=found.public_id,
        title=found.title,
        state=found.state,
        total=found.total,
        waiting=found.waiting,
        written=found.written,
        refused=found.refused,
    )


def _found(request: ApiRequest, mailing_id: UUID) -> Mailing:
    """Raises NoSuchMailing for somebody else's."""
    mailing = mailing_outward(request.viewer, mailing_id)
    if mailing is None:
        raise NoSuchMailing
    return mailing


@router.get("/mailings", response=Page[MailingOut], summary="List letters to many")
@needs(MAIL_MANY)
def list_mailings(request: ApiRequest, paging: Query[Paging]) -> Page[MailingOut]:
    """Those of the token's owner, the newest first."""
    found, sort = mailings_of(request.viewer), Sort(newest_first=True)
    page = cut(request, found, sort=sort, paging=paging)
    told = [_progress(progress_in(row)) for row in page.rows]
    return Page(items=told, next_cursor=page.next_cursor)


@router.get("/mailings/{uuid:mailing_id}", response=MailingOut, summary="Watch a letter to many")
@needs(MAIL_MANY)
def get_mailing(request: ApiRequest, mailing_id: UUID) -> MailingOut:
    return _told(request, _found(request, mailing_id))


@router.get(
    "/mailings/{uuid:mailing_id}/rows",
    response=Page[MailingRowOut],
    summary="List what became of each order of a letter to many",
)
@needs(MAIL_MANY)
def list_mailing_rows(
    request: ApiRequest, mailing_id: UUID, paging: Query[Paging]
) -> Page[MailingRowOut]:
    found = rows_of_mailing(request.viewer, _found(request, mailing_id).pk)
    page = cut(request, found, sort=Sort(), paging=paging)
    return Page(items=[_row(row) for row in page.rows], next_cursor=page.next_cursor)


def _row(row: MailingRow) -> MailingRowOut:
    return MailingRowOut(
        order=row.order.public_id,
        state=row.state,
        said=row.said,
        conversation=row.message.conversation.public_id if row.message else None,
    )


@router.post(
    "/mailings/{uuid:mailing_id}/stop", response=MailingOut, summary="Stop a letter to many"
)
@needs(MAIL_MANY)
def stop_mailing(request: ApiRequest, mailing_id: UUID) -> MailingOut:
    """What was written stays written."""
    mailing = _found(request, mailing_id)
    services.stop_mailing(by=request.actor, mailing_id=mailing.pk)
    return _told(request, mailing)


@router.post(
    "/mailings/{uuid:mailing_id}/resume",
    response={202: MailingOut},
    summary="Go on with a letter to many",
)
@needs(MAIL_MANY)
def resume_mailing(request: ApiRequest, mailing_id: UUID) -> Status[MailingOut]:
    """With what a stop left alone: nobody is written to twice."""
    mailing = _found(request, mailing_id)
    _check_token(request, has_template=mailing.template_id is not None)
    services.start_mailing(by=request.actor, mailing_id=mailing.pk)
    return Status(202, _told(request, mailing))


ROUTERS.plug("Letters to many", router)
