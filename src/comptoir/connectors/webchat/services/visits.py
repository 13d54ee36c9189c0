"""A browser opens the chat, shows that it is there, and types."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from comptoir.channels.models import Channel
from comptoir.commerce.models import BuyerIdentity
from comptoir.commerce.services import identify_buyer, verify_identity
from comptoir.commerce.states import IdentityKind
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.policies.origins import shown_page
from comptoir.connectors.webchat.policies.tokens import Claims, read_token
from comptoir.connectors.webchat.queries import (
    chat_going_on,
    find_visit,
    is_here,
    secrets_of,
    viewer_of,
)
from comptoir.conversations.access import REPLY, require
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import messages_for
from comptoir.journal.publishing import signal
from comptoir.kit.actor import SYSTEM, Actor
from comptoir.kit.clock import now
from comptoir.kit.text import clean, digest

TOPIC = "chat"
STAYS_FOR = timedelta(days=30)
# Signals for who looks on now; nothing of them is kept.
MOVED, VISITOR_TYPES, AGENT_TYPES = "webchat.Moved", "webchat.VisitorTypes", "webchat.AgentTypes"


@dataclass(frozen=True, slots=True)
class PageSeen:
    """Where the visitor is, as his browser says."""

    url: str = ""
    title: str = ""


@transaction.atomic
def open_visit(
    *, channel: Channel, key: str, token: str, language: str, page: PageSeen = PageSeen()
) -> tuple[ChatVisit, str]:
    """The visit of this browser and the key by which it is known from now on.

    With a token of the shop its visitor is known. Without one, a browser that was known by a token
    is nobody again: whoever signed out of the shop must not be read on by the next. Raises
    TokenRefused.
    """
    claims = _claims(channel, token) if token else None
    known = find_visit(channel, key)
    visit = known if known and _fits(known, claims) else _new(channel)
    if visit._state.adding:
        key = secrets.token_urlsafe(32)
        visit.key_digest = digest(key)
    if claims is not None:
        _identify(visit, channel, claims, language)
    else:
        visit.expires_at = now() + STAYS_FOR
    visit.language = clean(language)[:10]
    _show(visit, page)
    if visit.conversation_id is None:
        visit.conversation = chat_going_on(visit)
    visit.save()
    return visit, key


def _claims(channel: Channel, token: str) -> Claims:
    return read_token(
        token,
        secrets=secrets_of(channel, at=now()),
        audience=str(channel.public_id),
        at=now(),
    )


def _fits(known: ChatVisit, claims: Claims | None) -> bool:
    """Whether the browser is the one of the same person still."""
    if claims is None:
        return not known.is_identified
    return known.is_identified and known.address == claims.subject.casefold()


def _new(channel: Channel) -> ChatVisit:
    at = now()
    return ChatVisit(channel=channel, seen_at=at, created_at=at, expires_at=at + STAYS_FOR)


def _identify(visit: ChatVisit, channel: Channel, claims: Claims, language: str) -> None:
    """The shop has vouched for him: its address is as good as one he proved himself."""
    identity = _buyer_of(channel, claims, language)
    if claims.is_address and identity.verified_at is None:
        verify_identity(by=SYSTEM, identity_id=identity.pk)
    visit.identity, visit.is_identified = identity, True
    visit.address, visit.name = claims.subject.casefold()[:320], claims.name
    visit.expires_at = claims.expires_at


def _buyer_of(channel: Channel, claims: Claims, language: str) -> BuyerIdentity:
    kind = IdentityKind.EMAIL if claims.is_address else IdentityKind.MARKETPLACE
    return identify_buyer(
        by=SYSTEM,
        kind=kind,
        value=claims.subject,
        name=claims.name,
        marketplace_id=channel.marketplace_id,
        language=clean(language)[:10],
    )


def _show(visit: ChatVisit, page: PageSeen) -> None:
    visit.page_url, visit.page_title = shown_page(page.url, page.title)
    visit.seen_at, visit.left_at = now(), None


@transaction.atomic
def be_here(
    *, visit: ChatVisit, here: bool, page: PageSeen | None = None, read: UUID | None = None
) -> None:
    """A sign of life, or that the page was left; what was shown to him is read.

    Who looks on is told only when something changed.
    """
    before = _seen(visit)
    visit.seen_at, visit.left_at = now(), None if here else now()
    if page is not None:
        visit.page_url, visit.page_title = shown_page(page.url, page.title)
    if read is not None:
        visit.read_id = max(visit.read_id, _number_of(visit, read))
    visit.save(update_fields=["seen_at", "left_at", "page_url", "page_title", "read_id"])
    if visit.conversation_id and _seen(visit) != before:
        signal(TOPIC, visit.conversation_id, MOVED)


def _seen(visit: ChatVisit) -> tuple[bool, str, str, int]:
    return (is_here(visit), visit.page_url, visit.page_title, visit.read_id)


def _number_of(visit: ChatVisit, public_id: UUID) -> int:
    viewer = viewer_of(visit)
    if viewer is None:
        return 0
    own = messages_for(viewer).filter(conversation=visit.conversation_id, public_id=public_id)
    return own.values_list("pk", flat=True).first() or 0


def visitor_types(*, visit: ChatVisit) -> None:
    if visit.conversation_id:
        signal(TOPIC, visit.conversation_id, VISITOR_TYPES)


def agent_types(*, by: Actor, conversation: Conversation) -> None:
    """Somebody writes an answer; of a note the visitor learns nothing (D1)."""
    require(by, REPLY, conversation)
    signal(TOPIC, conversation.pk, AGENT_TYPES)
