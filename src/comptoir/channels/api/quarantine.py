"""Mail that could not be taken in, and senders that are blocked: for programs."""

from django.http import HttpResponse
from ninja import Query, Router, Status

from comptoir.accounts.access import require
from comptoir.channels import queries, services
from comptoir.channels.errors import NoSuchMail
from comptoir.channels.models import Envelope, KnownSender
from comptoir.channels.schemas import BlockedSenderOut, QuarantinedOut, QuarantineTried
from comptoir.channels.states import Intake, Verdict
from comptoir.kit import files
from comptoir.kit.sentences import say
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId
from comptoir.rest.slots import ROUTERS

QUARANTINE = "channels.quarantine"
UNBLOCK = "channels.unblock"

router = Router()


@router.get("/quarantine", response=Page[QuarantinedOut], summary="List mail in quarantine")
@needs(QUARANTINE)
def list_quarantine(request: ApiRequest, paging: Query[Paging]) -> Page[QuarantinedOut]:
    """The latest first."""
    require(request.actor, QUARANTINE)
    page = cut(request, queries.quarantined(), sort=Sort(newest_first=True), paging=paging)
    return Page(items=[_mail(row) for row in page.rows], next_cursor=page.next_cursor)


def _mail(row: Envelope) -> QuarantinedOut:
    return QuarantinedOut(
        id=row.pk,
        channel=row.channel.public_id,
        sender=row.sender,
        size=row.size,
        reason=row.reason_said,
        attempts=row.attempts,
        received_at=row.received_at,
        has_original=bool(row.raw_key),
    )


@router.post(
    "/quarantine/{mail_id}/again", response=QuarantineTried, summary="Try to take a mail in again"
)
@needs(QUARANTINE, in_transaction=False)
def try_mail_again(request: ApiRequest, mail_id: RowId) -> QuarantineTried:
    """It is loaded from its server where its bytes are not here yet."""
    require(request.actor, QUARANTINE)
    envelope = queries.find_quarantined(mail_id)
    result = services.try_again(by=request.actor, envelope_id=envelope.pk)
    return QuarantineTried(state=Intake(result.state), reason=say(result.reason))


@router.get(
    "/quarantine/{mail_id}/original",
    summary="Download a mail in quarantine",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {}}}}},
)
@needs(QUARANTINE)
def get_quarantined_original(request: ApiRequest, mail_id: RowId) -> HttpResponse:
    """As it came; the audit log tells who did."""
    require(request.actor, QUARANTINE)
    envelope = queries.find_quarantined(mail_id)
    if not envelope.raw_key:
        raise NoSuchMail
    raw = services.take_quarantined(by=request.actor, envelope_id=envelope.pk)
    headers = {"Content-Disposition": files.content_disposition(f"mail-{mail_id}.eml")}
    return HttpResponse(raw, content_type="application/octet-stream", headers=headers)


@router.delete("/quarantine/{mail_id}", response={204: None}, summary="Put a mail aside for good")
@needs(QUARANTINE)
def discard_mail(request: ApiRequest, mail_id: RowId) -> Status[None]:
    """It is never taken in. Its raw file stays for its time."""
    require(request.actor, QUARANTINE)
    services.discard(by=request.actor, envelope_id=queries.find_quarantined(mail_id).pk)
    return Status(204, None)


@router.get("/blocked-senders", response=Page[BlockedSenderOut], summary="List blocked senders")
@needs(UNBLOCK)
def list_blocked_senders(request: ApiRequest, paging: Query[Paging]) -> Page[BlockedSenderOut]:
    """They are blocked from one of their conversations: `POST /conversations/{id}/spam`."""
    require(request.actor, UNBLOCK)
    page = cut(request, queries.all_blocked(), sort=Sort(), paging=paging)
    return Page(items=[_sender(row) for row in page.rows], next_cursor=page.next_cursor)


def _sender(row: KnownSender) -> BlockedSenderOut:
    return BlockedSenderOut(id=row.pk, address=row.address, changed_at=row.changed_at)


@router.delete(
    "/blocked-senders/{sender_id}", response={204: None}, summary="Let a sender's mail in again"
)
@needs(UNBLOCK)
def unblock_sender(request: ApiRequest, sender_id: RowId) -> Status[None]:
    require(request.actor, UNBLOCK)
    found = queries.find_blocked(sender_id)
    services.judge_sender(by=request.actor, address=found.address, verdict=Verdict.UNBLOCKED)
    return Status(204, None)


ROUTERS.plug("Quarantine", router)
