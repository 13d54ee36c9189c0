"""Writing at a door: a new conversation, about an order or not, and an answer in one."""

from uuid import UUID

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.accounts.errors import TooOften
from comptoir.accounts.parties import Party
from comptoir.accounts.viewers import Viewer
from comptoir.accounts.visitors import Door
from comptoir.accounts.web import VisitorRequest, draw_door, visitor_required
from comptoir.commerce.models import Order
from comptoir.conversations import services
from comptoir.conversations.models import Message
from comptoir.conversations.queries import visiting
from comptoir.conversations.services import Written
from comptoir.conversations.services.filing import uploaded_files
from comptoir.conversations.views.visiting.pages import (
    Blank,
    blank,
    language,
    promise_for,
    show_conversation,
)
from comptoir.kit.errors import ComptoirError

RATE = {"visitor_writes": "10/m/key,100/d/key"}
_LONGEST_TOKEN = 40


@require_http_methods(["GET", "HEAD", "POST"])
@visitor_required
def begin(request: VisitorRequest, door: Door) -> HttpResponse:
    """A new conversation. The promise stands above what is written."""
    found = _order(request)
    if request.method != "POST":
        return _page(request, door, found, blank())
    viewer = found[0] if found else request.visitor.viewers[0]
    try:
        message = _write(request, viewer, order_id=found[1].pk if found else None)
    except ComptoirError as refusal:
        form = blank(text=request.POST.get("text", ""), refusal=str(refusal))
        return _page(request, door, found, form, status=refusal.status)
    return _sent(door, message)


def _order(request: VisitorRequest) -> tuple[Viewer, Order] | None:
    """The visitor's own order, or none: what he may not see is nothing (D2)."""
    try:
        chosen = UUID(request.POST.get("order") or request.GET.get("order", ""))
    except ValueError:
        return None
    return visiting.find_order(request.visitor, chosen)


def _page(
    request: VisitorRequest,
    door: Door,
    found: tuple[Viewer, Order] | None,
    form: Blank,
    status: int = 200,
) -> HttpResponse:
    page = {
        "door": door,
        "form": form,
        "own": visiting.own_order(found[0], found[1].pk) if found else None,
        "orders": visiting.own_orders(request.visitor) if door.party is Party.BUYER else (),
        "promise": promise_for(has_order=found is not None),
    }
    return draw_door(request, "conversations/visiting/begin.html", page, status=status)


@require_POST
@visitor_required
def answer(request: VisitorRequest, door: Door, public_id: UUID) -> HttpResponse:
    """Write in a conversation; a settled one is open again by it."""
    viewer, found = visiting.find_own(request.visitor, public_id)
    try:
        message = _write(request, viewer, conversation_id=found.pk)
    except ComptoirError as refusal:
        return show_conversation(
            request,
            door,
            public_id,
            refusal=str(refusal),
            text=request.POST.get("text", ""),
            status=refusal.status,
        )
    return _sent(door, message)


def _write(
    request: VisitorRequest,
    viewer: Viewer,
    *,
    conversation_id: int | None = None,
    order_id: int | None = None,
) -> Message:
    visitor = request.visitor
    if ratelimit.consume_or_429(request, action="visitor_writes", key=visitor.address, config=RATE):
        raise TooOften
    written = Written(
        text=request.POST.get("text", ""),
        conversation_id=conversation_id,
        order_id=order_id,
        attachments=uploaded_files(request.FILES.getlist("files")),
        token=request.POST.get("token", "")[:_LONGEST_TOKEN],
        language=language(),
    )
    by = visitor.actor_as(viewer)
    if viewer.party is Party.BUYER:
        return services.write_as_buyer(by=by, address=visitor.address, written=written)
    to_buyer = request.POST.get("to_buyer") == "on"
    return services.write_as_seller(
        by=by, address=visitor.address, written=written, to_buyer=to_buyer
    )


def _sent(door: Door, message: Message) -> HttpResponse:
    # Read anew: a merged conversation's words went where its matter goes on.
    public_id = message.conversation.public_id
    response = redirect(f"{door.name}:conversation", public_id)
    response["Location"] += "#newest"
    return response
