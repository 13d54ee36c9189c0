"""What the visitor writes, and that he goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.channels.mail.shapes import AttachedFile
from comptoir.channels.models import Channel
from comptoir.commerce.models import BuyerIdentity
from comptoir.commerce.services import identify_buyer
from comptoir.commerce.states import IdentityKind
from comptoir.connectors.webchat.errors import NameNeeded, VisitOver
from comptoir.connectors.webchat.events import ChatEnded
from comptoir.connectors.webchat.models import ChatVisit
from comptoir.connectors.webchat.queries import conversation_of
from comptoir.connectors.webchat.states import Asked
from comptoir.conversations.models import Message
from comptoir.conversations.services import Written
from comptoir.conversations.services.visiting import write_in_chat
from comptoir.journal import publish
from comptoir.kit.actor import SYSTEM, Actor, ActorKind
from comptoir.kit.clock import now
from comptoir.kit.ids import uuid7
from comptoir.kit.rows import select, update
from comptoir.kit.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`token` is the browser's own name for the message: sent twice, it is one. `name` and
    `address` are what was asked before the first."""

    text: str
    token: str
    attachments: Sequence[AttachedFile] = ()
    name: str = ""
    address: str = ""


# What a message may change of its visit.
_TOLD = ("identity", "conversation", "name", "address", "ended_at", "left_at", "seen_at")


@transaction.atomic
def say(*, visit_id: int, told: Told) -> tuple[ChatVisit, Message]:
    """Into the chat that goes on, or the beginning of one.

    Raises NameNeeded, EmptyMessage, TooMuchToSend.
    """
    visit = _lock(visit_id)
    channel = visit.channel
    _introduce(visit, channel, told)
    identity = visit.identity or _stranger(visit, channel)
    own = conversation_of(visit) if visit.ended_at is None else None
    by = Actor(ActorKind.BUYER, identity.buyer_id, _name(visit, channel))
    message = write_in_chat(
        by=by,
        identity=identity,
        name=by.name,
        channel=channel,
        written=Written(
            text=told.text,
            conversation_id=own.pk if own else None,
            attachments=told.attachments,
            token=told.token,
            language=visit.language,
        ),
    )
    visit.identity, visit.conversation = identity, message.conversation
    visit.ended_at, visit.left_at, visit.seen_at = None, None, now()
    update(visit, _TOLD)
    return visit, message


def _lock(visit_id: int) -> ChatVisit:
    """Two first messages of one browser are one chat."""
    beside = ("channel", "identity", "conversation")
    found = select(ChatVisit, "WHERE t.id = %s FOR UPDATE OF t", [visit_id], beside=beside)
    if not found:
        raise VisitOver
    return found[0]


def _introduce(visit: ChatVisit, channel: Channel, told: Told) -> None:
    """What he says of himself is kept as said; the shop's word stays over it."""
    if visit.is_identified:
        return
    visit.name = clean(told.name).strip()[:120] or visit.name
    if visit.proved_at is None:
        visit.address = clean(told.address).strip().casefold()[:320] or visit.address
    asked = channel.settings
    if asked.get("ask_name") == Asked.MUST and not visit.name:
        raise NameNeeded(_("Tell us your name first."))
    if asked.get("ask_mail") == Asked.MUST and not visit.address:
        raise NameNeeded(_("Tell us your e-mail address first."))


def _stranger(visit: ChatVisit, channel: Channel) -> BuyerIdentity:
    """Nothing is known of him but that he is the same one: an address typed here is no proof."""
    return identify_buyer(
        by=SYSTEM,
        kind=IdentityKind.CHAT,
        value=f"visitor-{uuid7().hex}",
        name=_name(visit, channel),
        language=visit.language,
    )


def _name(visit: ChatVisit, channel: Channel) -> str:
    with translation.override(channel.language):
        return visit.name or _("Visitor")


@transaction.atomic
def end(*, visit: ChatVisit) -> None:
    """The visitor has done; the next message begins another conversation."""
    if visit.conversation_id is None or visit.ended_at is not None or visit.identity is None:
        return
    of_chat = ChatVisit.objects.filter(conversation=visit.conversation_id)
    of_chat.update(ended_at=now())
    by = Actor(ActorKind.BUYER, visit.identity.buyer_id, visit.name)
    publish(ChatEnded(conversation_id=visit.conversation_id), by=by)
