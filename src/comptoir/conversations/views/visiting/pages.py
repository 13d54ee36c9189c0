"""Putting a page of a door together."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language

from comptoir.accounts.visitors import Door
from comptoir.accounts.web import VisitorRequest, draw_door
from comptoir.channels.queries import space_channel, way_out
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries import visiting
from comptoir.conversations.queries.promises import Promise, promise_in, promise_to_newcomer
from comptoir.conversations.services.filing import MOST_BYTES, MOST_FILES
from comptoir.journal.queries import current_position
from comptoir.kit.clock import now


def language() -> str:
    return get_language() or "en"


@dataclass(frozen=True, slots=True)
class Blank:
    """The form as it is drawn; `token` makes a form sent twice one message."""

    token: str
    text: str = ""
    refusal: str = ""
    most_files: int = MOST_FILES
    most_bytes: int = MOST_BYTES


def blank(*, text: str = "", refusal: str = "") -> Blank:
    return Blank(uuid4().hex, text, refusal)


def promise_for(*, has_order: bool, conversation: Conversation | None = None) -> Promise | None:
    """What is promised to somebody who writes now, by his own clock as all times of these pages;
    None where nobody could answer."""
    zone = get_current_timezone()
    if conversation is not None:
        return promise_in(conversation, at=now(), language=language(), zone=zone)
    channel = space_channel() or way_out(None)
    if channel is None:
        return None
    return promise_to_newcomer(
        channel, at=now(), has_order=has_order, language=language(), zone=zone
    )


def show_conversation(
    request: VisitorRequest,
    door: Door,
    public_id: UUID,
    *,
    refusal: str = "",
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    at = str(current_position())
    viewer, found = visiting.find_own(request.visitor, public_id)
    before = read_uuid(request.GET.get("before", ""))
    own = visiting.own_order(viewer, found.order_id) if found.order_id else None
    page = {
        "door": door,
        "here": reverse(f"{door.name}:conversation", args=[found.public_id]),
        "thread": visiting.own_thread(viewer, found, language=language(), before=before),
        "own": own,
        "position": at,
        "mark": visiting.mark_of(viewer, found.pk),
        "form": blank(text=text, refusal=refusal),
        "promise": promise_for(has_order=found.order_id is not None, conversation=found),
    }
    return draw_door(request, "conversations/visiting/conversation.html", page, status=status)


def read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
