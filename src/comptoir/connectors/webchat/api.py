"""Chats for programs: what their page asks, by the same form."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from comptoir.accounts.access import require
from comptoir.channels import queries
from comptoir.channels.errors import BadSetting
from comptoir.channels.models import Channel
from comptoir.channels.states import CHAT_KIND
from comptoir.commerce.queries.outward import id_of_marketplace
from comptoir.connectors.webchat import services
from comptoir.connectors.webchat.access import MANAGE
from comptoir.connectors.webchat.forms import ChatForm
from comptoir.connectors.webchat.policies.accents import USUAL
from comptoir.connectors.webchat.schemas import ChatChange, ChatIn, ChatOut, ChatSecretOut
from comptoir.connectors.webchat.states import Asked
from comptoir.connectors.webchat.views.settings import snippet_of
from comptoir.connectors.webchat.words import LANGUAGES
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import Page, Paging
from comptoir.rest.slots import ROUTERS
from comptoir.ui.forms import check

router = Router()


@router.get("/chats", response=Page[ChatOut], summary="List chats")
@needs(MANAGE)
def list_chats(request: ApiRequest, paging: Query[Paging]) -> Page[ChatOut]:
    require(request.actor, MANAGE)
    page = cut(request, queries.channels_of_kind(CHAT_KIND), sort=Sort(), paging=paging)
    items = [ChatOut(**_facts(row)) for row in page.rows]
    return Page(items=items, next_cursor=page.next_cursor)


def _facts(row: Channel) -> dict[str, Any]:
    own = row.settings
    return {
        "id": row.public_id,
        "name": row.name,
        "language": row.language,
        "accent": own.get("accent", USUAL),
        "origins": list(own.get("origins", ())),
        "greetings": own.get("greetings", {}),
        "ask_name": Asked(own.get("ask_name", Asked.MAY)),
        "ask_mail": Asked(own.get("ask_mail", Asked.MAY)),
        "team": row.team_id,
        "calendar": own.get("calendar_id"),
        "marketplace": row.marketplace.key if row.marketplace else None,
        "acknowledge": row.acknowledge,
        "undo_seconds": row.undo_seconds,
        "is_active": row.is_active,
        "snippet": snippet_of(row),
    }


def _found(chat_id: UUID) -> Channel:
    return queries.find_channel(chat_id, kind=CHAT_KIND)


@router.get("/chats/{uuid:chat_id}", response=ChatOut, summary="Show a chat")
@needs(MANAGE)
def get_chat(request: ApiRequest, chat_id: UUID) -> ChatOut:
    require(request.actor, MANAGE)
    return ChatOut(**_facts(_found(chat_id)))


@router.post("/chats", response={201: ChatSecretOut}, summary="Set up a chat")
@needs(MANAGE, tells_secret=True)
def add_chat(request: ApiRequest, payload: ChatIn) -> Status[ChatSecretOut]:
    require(request.actor, MANAGE)
    values = _values(payload, ChatForm.initial_of(None))
    made, secret = services.add_chat(by=request.actor, values=values)
    return Status(201, ChatSecretOut(**_facts(_found(made.public_id)), secret=secret))


@router.patch("/chats/{uuid:chat_id}", response=ChatOut, summary="Change or pause a chat")
@needs(MANAGE)
def change_chat(request: ApiRequest, chat_id: UUID, payload: ChatChange) -> ChatOut:
    """Chats are paused, never removed: what was written there stays theirs."""
    require(request.actor, MANAGE)
    row = _found(chat_id)
    values = _values(payload, ChatForm.initial_of(row))
    services.change_chat(by=request.actor, channel_id=row.pk, values=values)
    return ChatOut(**_facts(_found(chat_id)))


def _values(said: ChatChange, itself: dict[str, Any]) -> services.ChatValues:
    """By the form of the page, filled in with what stands and what was said."""
    form = ChatForm({**itself, **_itself(said)})
    check(form)
    return form.values()


def _itself(said: ChatChange) -> dict[str, Any]:
    told = said.model_dump(exclude_unset=True, exclude={"greetings"}, mode="json")
    if "marketplace" in told:
        # A key that is unknown is refused by the form.
        key = told["marketplace"]
        told["marketplace"] = key and (id_of_marketplace(key) or key)
    if "origins" in told:
        told["origins"] = "\n".join(told["origins"] or ())
    for language, text in (said.greetings or {}).items():
        if language not in LANGUAGES:
            raise BadSetting(_("No greeting is known in “%s”.") % language)
        told[f"greeting_{language}"] = text
    return told


@router.post(
    "/chats/{uuid:chat_id}/secret", response=ChatSecretOut, summary="Give a chat a new secret"
)
@needs(MANAGE, tells_secret=True)
def renew_chat_secret(request: ApiRequest, chat_id: UUID) -> ChatSecretOut:
    """What was signed with the former one is good for an hour more."""
    require(request.actor, MANAGE)
    row = _found(chat_id)
    secret = services.renew_secret(by=request.actor, channel_id=row.pk)
    return ChatSecretOut(**_facts(_found(chat_id)), secret=secret)


ROUTERS.plug("Chats", router)
