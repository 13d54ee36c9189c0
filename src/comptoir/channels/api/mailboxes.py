"""Mailboxes for programs: what their page asks, by the same forms."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from comptoir.accounts.access import require
from comptoir.channels import queries, services
from comptoir.channels.api.mailbox_shapes import (
    MailboxChange,
    MailboxIn,
    MailboxOut,
    MailboxTest,
    ReachIn,
    ReachOut,
    ServerOut,
)
from comptoir.channels.errors import BadSetting, ConnectorError
from comptoir.channels.forms import LANGUAGES, USUAL, ChannelForm
from comptoir.channels.models import Channel
from comptoir.channels.slots import SETUPS
from comptoir.channels.states import Health
from comptoir.commerce.queries.outward import id_of_marketplace
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging
from comptoir.rest.slots import ROUTERS
from comptoir.ui.forms import check

MANAGE = "channels.manage"
KIND = "email"

router = Router()


@router.get("/mailboxes", response=Page[MailboxOut], summary="List mailboxes")
@needs(MANAGE)
def list_mailboxes(request: ApiRequest, paging: Query[Paging]) -> Page[MailboxOut]:
    """With how they are set up; `GET /channels` lists all kinds of channels."""
    require(request.actor, MANAGE)
    page = cut(request, queries.channels_of_kind(KIND), sort=Sort(), paging=paging)
    return Page(items=[_told(row) for row in page.rows], next_cursor=page.next_cursor)


def _told(row: Channel) -> MailboxOut:
    return MailboxOut(
        id=row.public_id,
        name=row.name,
        address=row.address,
        sender_name=row.sender_name,
        signature=row.signature,
        language=row.language,
        profile=row.profile,
        team=row.team_id,
        marketplace=row.marketplace.key if row.marketplace else None,
        calendar=row.settings.get("calendar_id"),
        country=row.settings.get("country", ""),
        plus_addresses=bool(row.settings.get("plus_addresses")),
        acknowledge=row.acknowledge,
        acknowledgements=row.acknowledgements,
        undo_seconds=row.undo_seconds,
        retention_days=row.retention_days,
        is_active=row.is_active,
        health=Health(row.health),
        trouble=row.trouble_said,
        sending_trouble=row.sending_trouble_said,
        checked_at=row.checked_at,
        reach=_reach(row),
    )


def _reach(row: Channel) -> ReachOut:
    told, facts = row.settings, SETUPS.get(KIND).facts(row)
    secrets = queries.names_of_secrets(row)
    return ReachOut(
        sign_in=told.get("oauth", ""),
        user=told.get("user", ""),
        oauth_client_id=told.get("oauth_client_id", ""),
        imap=_server(told.get("imap")),
        smtp=_server(told.get("smtp")),
        folder=told.get("folder", ""),
        fetch_since=told.get("fetch_since"),
        delete_after_days=told.get("delete_after_days"),
        mail_servers=list(told.get("mail_servers", ())),
        has_password="password" in secrets,
        has_webhook_secret="webhook_secret" in secrets,
        postmark_url=facts["postmark_url"],
        raw_url=facts["raw_url"],
    )


def _server(told: dict[str, Any] | None) -> ServerOut | None:
    return ServerOut(**told) if told else None


@router.get("/mailboxes/{uuid:mailbox_id}", response=MailboxOut, summary="Show a mailbox")
@needs(MANAGE)
def get_mailbox(request: ApiRequest, mailbox_id: UUID) -> MailboxOut:
    require(request.actor, MANAGE)
    return _told(queries.find_channel(mailbox_id, kind=KIND))


@router.post("/mailboxes", response={201: MailboxOut}, summary="Set up a mailbox")
@needs(MANAGE)
def add_mailbox(request: ApiRequest, payload: MailboxIn) -> Status[MailboxOut]:
    """Where it signs in at Microsoft or Google, a person does that on the mailbox's page."""
    require(request.actor, MANAGE)
    values = _values(payload, {**USUAL, "is_active": True}, {})
    made = services.add_channel(by=request.actor, values=values)
    return Status(201, _told(queries.find_channel(made.public_id, kind=KIND)))


@router.patch(
    "/mailboxes/{uuid:mailbox_id}", response=MailboxOut, summary="Change or pause a mailbox"
)
@needs(MANAGE)
def change_mailbox(request: ApiRequest, mailbox_id: UUID, payload: MailboxChange) -> MailboxOut:
    """Mailboxes are paused, never removed: what came by them stays theirs. Another server asks for
    the password anew: the one that is stored is told to no other."""
    require(request.actor, MANAGE)
    row = queries.find_channel(mailbox_id, kind=KIND)
    values = _values(payload, ChannelForm.initial_of(row), SETUPS.get(KIND).initial(row))
    services.change_channel(by=request.actor, channel_id=row.pk, values=values)
    return _told(queries.find_channel(mailbox_id, kind=KIND))


def _values(
    said: MailboxChange, itself: dict[str, Any], reach: dict[str, Any]
) -> services.ChannelValues:
    """By the forms of the page, filled in with what stands and what was said."""
    form = ChannelForm({**itself, **_itself(said)})
    setup = SETUPS.get(KIND)
    server = setup.form({**reach, **(_said_reach(said.reach) if said.reach else {})})
    check(form, server)
    return form.values(setup.connection(server))


def _itself(said: MailboxChange) -> dict[str, Any]:
    told = said.model_dump(exclude_unset=True, exclude={"reach", "acknowledgements"})
    if "marketplace" in told:
        told["marketplace"] = _marketplace(told["marketplace"])
    for language, texts in (said.acknowledgements or {}).items():
        if language not in dict(LANGUAGES):
            raise BadSetting(_("No acknowledgement is known in “%s”.") % language)
        told[f"ack_{language}_open"], told[f"ack_{language}_closed"] = texts.open, texts.closed
    return told


def _marketplace(key: str | None) -> int | str | None:
    """As the form takes it; a key that is unknown is refused there."""
    return key and (id_of_marketplace(key) or key)


def _said_reach(said: ReachIn) -> dict[str, Any]:
    told = said.model_dump(exclude_unset=True)
    if "sign_in" in told:
        told["oauth"] = told.pop("sign_in")
    if "mail_servers" in told:
        told["mail_servers"] = " ".join(told["mail_servers"] or ())
    for way in ("imap", "smtp"):
        if way in told:
            server = told.pop(way) or {}
            told |= {f"{way}_{name}": server.get(name) for name in ("host", "port", "security")}
    return told


@router.post("/mailboxes/{uuid:mailbox_id}/test", response=MailboxTest, summary="Try a mailbox")
@needs(MANAGE, in_transaction=False)
def try_mailbox(request: ApiRequest, mailbox_id: UUID) -> MailboxTest:
    """Signs in both ways and says how it went; takes up to a minute where a server is silent."""
    require(request.actor, MANAGE)
    row = queries.find_channel(mailbox_id, kind=KIND)
    try:
        said = SETUPS.get(KIND).check(row)
    except ConnectorError as error:
        return MailboxTest(works=False, said=str(error))
    services.note_connected(by=request.actor, channel_id=row.pk)
    return MailboxTest(works=True, said=said)


ROUTERS.plug("Mailboxes", router)
