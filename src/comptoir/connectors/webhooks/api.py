"""Webhooks for programs: setting them up, trying them, what was delivered and what was not."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from comptoir.accounts.access import require
from comptoir.connectors.webhooks import queries, services
from comptoir.connectors.webhooks.access import MANAGE
from comptoir.connectors.webhooks.models import Notice
from comptoir.connectors.webhooks.schemas import (
    DeliveryFilters,
    ReplayedOut,
    WebhookChange,
    WebhookDeliveryOut,
    WebhookIn,
    WebhookOut,
    WebhookSecretOut,
)
from comptoir.connectors.webhooks.states import NoticeState
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging, RowId
from comptoir.rest.slots import ROUTERS

router = Router()


@router.get("/webhooks", response=Page[WebhookOut], summary="List webhooks")
@needs(MANAGE)
def list_webhooks(request: ApiRequest, paging: Query[Paging]) -> Page[WebhookOut]:
    require(request.actor, MANAGE)
    page = cut(request, queries.endpoints(), sort=Sort(), paging=paging)
    items = [WebhookOut(**_facts(row)) for row in page.rows]
    return Page(items=items, next_cursor=page.next_cursor)


def _facts(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "url": row.url,
        "events": row.events,
        "is_active": row.is_active,
        "waiting": row.waiting,
        "dead": row.dead,
        "last_delivered_at": row.last_delivered_at,
        "former_secret_until": row.former_until,
        "created_at": row.created_at,
    }


def _told(webhook_id: int) -> WebhookOut:
    return WebhookOut(**_facts(queries.find_endpoint(webhook_id)))


def _told_with(secret: str, webhook_id: int) -> WebhookSecretOut:
    return WebhookSecretOut(**_facts(queries.find_endpoint(webhook_id)), secret=secret)


@router.post("/webhooks", response={201: WebhookSecretOut}, summary="Set up a webhook")
@needs(MANAGE, tells_secret=True)
def add_webhook(request: ApiRequest, payload: WebhookIn) -> Status[WebhookSecretOut]:
    """It is told what happens from now on. Private addresses have to be allowed by the house."""
    made, secret = services.add_endpoint(by=request.actor, **payload.model_dump())
    return Status(201, _told_with(secret, made.pk))


@router.get("/webhooks/{webhook_id}", response=WebhookOut, summary="Show a webhook")
@needs(MANAGE)
def get_webhook(request: ApiRequest, webhook_id: RowId) -> WebhookOut:
    require(request.actor, MANAGE)
    return _told(webhook_id)


@router.patch("/webhooks/{webhook_id}", response=WebhookOut, summary="Change or pause a webhook")
@needs(MANAGE)
def change_webhook(request: ApiRequest, webhook_id: RowId, payload: WebhookChange) -> WebhookOut:
    """Paused, it is told nothing, also not later what happened meanwhile."""
    services.change_endpoint(by=request.actor, endpoint_id=webhook_id, **payload.model_dump())
    return _told(webhook_id)


@router.post(
    "/webhooks/{webhook_id}/secret",
    response=WebhookSecretOut,
    summary="Give a webhook a new secret",
)
@needs(MANAGE, tells_secret=True)
def renew_webhook_secret(request: ApiRequest, webhook_id: RowId) -> WebhookSecretOut:
    """For a day requests carry the former one's signature too, so that none is refused."""
    made, secret = services.renew_secret(by=request.actor, endpoint_id=webhook_id)
    return _told_with(secret, made.pk)


@router.delete("/webhooks/{webhook_id}", response={204: None}, summary="Remove a webhook")
@needs(MANAGE)
def remove_webhook(request: ApiRequest, webhook_id: RowId) -> Status[None]:
    """With what it had not been told, and the list of what it was told."""
    services.remove_endpoint(by=request.actor, endpoint_id=webhook_id)
    return Status(204, None)


@router.post(
    "/webhooks/{webhook_id}/ping", response={202: WebhookDeliveryOut}, summary="Try a webhook"
)
@needs(MANAGE)
def ping_webhook(request: ApiRequest, webhook_id: RowId) -> Status[WebhookDeliveryOut]:
    """A delivery without an event is on its way, also to a paused one; ask for it again."""
    notice = services.ping(by=request.actor, endpoint_id=webhook_id)
    return Status(202, _delivery(notice))


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    response=Page[WebhookDeliveryOut],
    summary="List what a webhook was told",
)
@needs(MANAGE)
def list_webhook_deliveries(
    request: ApiRequest, webhook_id: RowId, filters: Query[DeliveryFilters], paging: Query[Paging]
) -> Page[WebhookDeliveryOut]:
    """The newest first, of the last 30 days. `state=dead` are those that were given up."""
    require(request.actor, MANAGE)
    queries.find_endpoint(webhook_id)
    found = queries.notices_of(webhook_id, state=filters.state or "")
    page = cut(request, found, sort=Sort(newest_first=True), paging=paging)
    return Page(items=[_delivery(row) for row in page.rows], next_cursor=page.next_cursor)


def _delivery(row: Notice) -> WebhookDeliveryOut:
    line = queries.line(row)
    return WebhookDeliveryOut(
        id=row.public_id,
        event=line.event,
        state=NoticeState(line.state),
        attempts=line.attempts,
        status=line.status,
        trouble=line.trouble,
        milliseconds=line.milliseconds,
        created_at=line.created_at,
        next_attempt_at=line.next_attempt_at if line.state == NoticeState.WAITING else None,
    )


@router.get(
    "/webhooks/{webhook_id}/deliveries/{uuid:delivery_id}",
    response=WebhookDeliveryOut,
    summary="Show what became of a delivery",
)
@needs(MANAGE)
def get_webhook_delivery(
    request: ApiRequest, webhook_id: RowId, delivery_id: UUID
) -> WebhookDeliveryOut:
    require(request.actor, MANAGE)
    return _delivery(queries.find_notice(webhook_id, delivery_id))


@router.post(
    "/webhooks/{webhook_id}/deliveries/{uuid:delivery_id}/replay",
    response=WebhookDeliveryOut,
    summary="Replay a delivery that was given up",
)
@needs(MANAGE)
def replay_webhook_delivery(
    request: ApiRequest, webhook_id: RowId, delivery_id: UUID
) -> WebhookDeliveryOut:
    require(request.actor, MANAGE)
    notice = queries.find_notice(webhook_id, delivery_id)
    services.replay(by=request.actor, endpoint_id=webhook_id, notice_id=notice.pk)
    return _delivery(queries.find_notice(webhook_id, delivery_id))


@router.post(
    "/webhooks/{webhook_id}/replay",
    response=ReplayedOut,
    summary="Replay all deliveries that were given up",
)
@needs(MANAGE)
def replay_webhook(request: ApiRequest, webhook_id: RowId) -> ReplayedOut:
    return ReplayedOut(replayed=services.replay(by=request.actor, endpoint_id=webhook_id))


ROUTERS.plug("Webhooks", router)
