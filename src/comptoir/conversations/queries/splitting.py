"""What can be ticked when messages become a conversation of their own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from comptoir.accounts.identity import Identity
from comptoir.accounts.viewers import Viewer
from comptoir.commerce.models import Order
from comptoir.commerce.queries import orders_for
from comptoir.conversations.models import Conversation, Message
from comptoir.conversations.queries.composing import menus
from comptoir.conversations.queries.doors import messages_in
from comptoir.conversations.queries.thread import author_of, is_note
from comptoir.conversations.shapes import Choice, Person
from comptoir.kit.text import excerpt

MOST_LISTED = 50
_MOST_ORDERS = 10
_GIST = 160


@dataclass(frozen=True, slots=True)
class Tickable:
    id: int
    author: Person
    at: datetime
    gist: str
    files: int
    is_note: bool
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class SplitForm:
    number: int
    subject: str
    messages: tuple[Tickable, ...]
    reasons: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    has_earlier: bool


def tickable(
    viewer: Viewer, conversation: Conversation, ticked: Collection[int], *, but_notes: bool = False
) -> tuple[Tickable, ...]:
    """The newest messages, oldest first; without notes where they are for somebody outside."""
    only = "(t.audience <> 4 OR t.author_kind = 'other')" if but_notes else "TRUE"
    found = messages_in(conversation, viewer, only=only, most=MOST_LISTED)
    return tuple(_tickable(each, conversation, ticked) for each in reversed(found))


def _tickable(message: Message, conversation: Conversation, ticked: Collection[int]) -> Tickable:
    return Tickable(
        id=message.pk,
        author=author_of(message, conversation),
        at=message.received_at,
        gist=excerpt(message.text, _GIST) or message.subject,
        files=message.files,
        is_note=is_note(message),
        is_ticked=message.pk in ticked,
    )


def split_form(
    identity: Identity, conversation: Conversation, ticked: Collection[int]
) -> SplitForm:
    viewer = identity.viewer
    messages = tickable(viewer, conversation, ticked or newest_asking(viewer, conversation))
    return SplitForm(
        number=conversation.pk,
        subject=conversation.subject,
        messages=messages,
        reasons=menus(identity, conversation).reasons,
        orders=_orders(viewer, conversation),
        has_earlier=len(messages) == MOST_LISTED,
    )


def newest_asking(viewer: Viewer, conversation: Conversation) -> set[int]:
    """Usually the last thing somebody asked is the other matter."""
    asking = "t.author_kind IN ('buyer', 'seller')"
    return {each.pk for each in messages_in(conversation, viewer, only=asking, most=1)}


def _orders(viewer: Viewer, conversation: Conversation) -> tuple[Choice, ...]:
    found = others_of(viewer, conversation)
    return tuple(Choice(str(pk), _("Order %(number)s") % {"number": n}) for pk, n in found)


def others_of(viewer: Viewer, conversation: Conversation) -> list[tuple[int, str]]:
    """Other orders of the same buyer, the newest first."""
    if conversation.identity is None:
        return []
    orders = orders_for(viewer).filter(buyer_id=conversation.identity.buyer_id)
    newest = orders.exclude(pk=conversation.order_id or 0).order_by("-placed_at", "-pk")
    return list(newest.values_list("pk", "external_id")[:_MOST_ORDERS])


def chosen_order(viewer: Viewer, order_id: int | None) -> Order | None:
    return orders_for(viewer).filter(pk=order_id).first() if order_id is not None else None
