"""Chats, the browsers in which they are open, and through whose eyes those read."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.channels.models import Channel
from comptoir.channels.states import CHAT_KIND
from comptoir.commerce.models import BuyerIdentity
from comptoir.commerce.states import IdentityKind
from comptoir.connectors.webchat.errors import NoSuchChat, VisitOver
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.conversations.models import (
    Conversation,
)
from comptoir.conversations.queries import conversations_for
from comptoir.conversations.queries.doors import is_own, own_conversation
from comptoir.kit.clock import now
from comptoir.kit.rows import select
from comptoir.kit.secrets import UnreadableSecret, unseal
from comptoir.kit.text import digest

_STREAM = "chat"
SECRET, SECRET_BEFORE, BEFORE_UNTIL = "chat_secret", "chat_secret_before", "chat_before_until"


def chat_at(public_id: UUID) -> Channel:
    """The chat behind an address; raises NoSuchChat."""
    chat = "WHERE t.public_id = %s AND t.kind = %s AND t.is_active"
    found = select(Channel, chat, [public_id, CHAT_KIND])
    if not found:
        raise NoSuchChat
    return found[0]


def find_chat(channel_id: int) -> Channel:
    """One of the settings, switched off or not; raises NoSuchChat."""
    found = Channel.objects.filter(pk=channel_id, kind=CHAT_KIND).first()
    if found is None:
        raise NoSuchChat
    return found


def first_chat() -> Channel | None:
    return Channel.objects.filter(kind=CHAT_KIND, is_active=True).order_by("pk").first()


def secrets_of(channel: Channel, *, at: datetime) -> tuple[str, ...]:
    """The secret that signs now, and for an hour the one before it."""
    try:
        sealed = unseal(channel.sealed)
    except UnreadableSecret:
        return ()
    kept = json.loads(sealed) if sealed else {}
    current, before = kept.get(SECRET, ""), kept.get(SECRET_BEFORE, "")
    still_holds = before and at.isoformat() < kept.get(BEFORE_UNTIL, "")
    return tuple(secret for secret in (current, before if still_holds else "") if secret)


def own_origin() -> str:
    parts = urlsplit(str(settings.PUBLIC_URL))
    return f"{parts.scheme}://{parts.netloc}"


def visit_of(channel: Channel, key: str) -> ChatVisit:
    """The browser that holds this key; raises VisitOver."""
    found = find_visit(channel, key)
    if found is None:
        raise VisitOver
    return found


def find_visit(channel: Channel, key: str) -> ChatVisit | None:
    if not key:
        return None
    good = "WHERE t.key_digest = %s AND t.channel_id = %s AND t.expires_at > %s"
    return _visit(good, [digest(key), channel.pk, now()])


def visit_now(visit_id: int) -> ChatVisit | None:
    """As it stands now: whose it is, which conversation it has; None once it is over."""
    return _visit("WHERE t.id = %s AND t.expires_at > %s", [visit_id, now()])


def _visit(good: str, params: Sequence[Any]) -> ChatVisit | None:
    return next(iter(select(ChatVisit, good, params, beside=("identity", "conversation"))), None)


def viewer_of(visit: ChatVisit) -> Viewer | None:
    """Through whose eyes this browser reads; None before anything was written."""
    return Viewer(Party.BUYER, visit.identity.buyer_id) if visit.identity else None


def sees_past(visit: ChatVisit) -> bool:
    """Whether more than this very chat is his: the shop said who he is, or he proved an address of
    the buyer behind it. Agents may have taken a stranger for a buyer: that proves nothing."""
    if visit.is_identified:
        return True
    if visit.proved_at is None or visit.identity is None:
        return False
    return BuyerIdentity.objects.filter(
        kind=IdentityKind.EMAIL,
        value=visit.address,
        buyer_id=visit.identity.buyer_id,
        verified_at__isnull=False,
    ).exists()


def conversation_of(visit: ChatVisit) -> Conversation | None:
    """The conversation of this chat, or the one it was merged into where he may read that."""
    viewer, kept = viewer_of(visit), visit.conversation
    if viewer is None or kept is None:
        return None
    if kept.merged_into_id is not None and not sees_past(visit):
        return None
    if kept.merged_into_id is None and kept.identity_id == visit.identity_id:
        kept.identity = visit.identity
        return kept if is_own(viewer, kept) else None
    return own_conversation(viewer, kept.merged_into_id or kept.pk)


def chat_going_on(visit: ChatVisit) -> Conversation | None:
    """Another browser's chat of the same person that nobody ended, for who is known by name."""
    viewer = viewer_of(visit)
    if viewer is None or not sees_past(visit):
        return None
    own = conversations_for(viewer).filter(channel_id=visit.channel_id, merged_into=None)
    latest = own.exclude(category="resolved").order_by("-pk").first()
    if latest is None:
        return None
    ended = ChatVisit.objects.filter(conversation=latest, ended_at__isnull=False).exists()
    return None if ended else latest


def key_of_stream(visit: ChatVisit) -> str:
    return f"{_STREAM}:{visit.pk}"


def viewers_of_chats(keys: Collection[str]) -> dict[str, Viewer]:
    """The viewers behind streams whose visits are good now."""
    told = {key: int(number) for key in keys for number in [_number(key)] if number}
    if not told:
        return {}
    good = ChatVisit.objects.filter(
        pk__in=told.values(), expires_at__gt=now(), channel__is_active=True, identity__isnull=False
    ).values_list("pk", "identity__buyer_id")
    buyers = dict(good)
    return {
        key: Viewer(Party.BUYER, buyers[number]) for key, number in told.items() if number in buyers
    }


def _number(key: str) -> str:
    kind, _, number = key.partition(":")
    return number if kind == _STREAM and number.isdecimal() and len(number) < 19 else ""
