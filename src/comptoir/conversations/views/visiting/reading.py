"""Reading at a door: the first page, an order, a conversation, its files, its live stream."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comptoir.accounts.parties import Party
from comptoir.accounts.visitors import Door, Visitor, visitor_of
from comptoir.accounts.web import VisitorRequest, draw_door, visitor_required
from comptoir.commerce.errors import UnknownOrder
from comptoir.conversations.models import Attachment
from comptoir.conversations.queries import visiting
from comptoir.conversations.views import files
from comptoir.conversations.views.visiting.following import VisitorFollower, follower_of
from comptoir.conversations.views.visiting.pages import (
    language,
    promise_for,
    read_uuid,
    show_conversation,
)
from comptoir.kit.errors import NotFound
from comptoir.live.views import polled, streamed


@require_safe
@visitor_required
def home(request: VisitorRequest, door: Door) -> HttpResponse:
    visitor = request.visitor
    page = {
        "door": door,
        "rows": visiting.own_rows(visitor),
        "orders": visiting.own_orders(visitor) if door.party is Party.BUYER else (),
        "promise": promise_for(has_order=False),
    }
    return draw_door(request, "conversations/visiting/home.html", page)


@require_safe
@visitor_required
def order(request: VisitorRequest, door: Door, public_id: UUID) -> HttpResponse:
    found = visiting.find_order(request.visitor, public_id)
    if found is None:
        raise UnknownOrder
    viewer, row = found
    page = {
        "door": door,
        "own": visiting.own_order(viewer, row.pk),
        "rows": visiting.own_rows(request.visitor, order_id=row.pk),
    }
    return draw_door(request, "conversations/visiting/order.html", page)


@require_safe
@visitor_required
def conversation(request: VisitorRequest, door: Door, public_id: UUID) -> HttpResponse:
    return show_conversation(request, door, public_id)


@require_safe
@visitor_required
def news(request: VisitorRequest, door: Door, public_id: UUID) -> HttpResponse:
    """What came since: new letters, and where it stands."""
    viewer, found = visiting.find_own(request.visitor, public_id)
    after = read_uuid(request.GET.get("after", ""))
    came = visiting.newer_letters(viewer, found, after=after) if after else ()
    page = {
        "door": door,
        "letters": came,
        "public_id": found.public_id,
        "last": came[-1].public_id if came else after,
        "standing": visiting.standing_of(
            viewer, found, language=language(), zone=get_current_timezone()
        ),
    }
    return draw_door(request, "conversations/visiting/news.html", page)


# --- Live ---------------------------------------------------------------------------------------


@require_safe
def stream(request: HttpRequest, door: Door, public_id: UUID) -> HttpResponseBase:
    follower = _follower(request, door, public_id)
    return HttpResponse(status=401) if follower is None else streamed(follower)


@require_safe
def poll(request: HttpRequest, door: Door, public_id: UUID) -> HttpResponse:
    follower = _follower(request, door, public_id)
    return HttpResponse(status=401) if follower is None else polled(follower)


def _follower(request: HttpRequest, door: Door, public_id: UUID) -> VisitorFollower | None:
    """None for a stranger, and for a conversation that is not his: he learns no more."""
    visitor: Visitor | None = visitor_of(door, request.COOKIES.get(door.cookie, ""))
    if visitor is None:
        return None
    try:
        return follower_of(request, visitor, public_id)
    except NotFound:
        return None


# --- Files --------------------------------------------------------------------------------------


@require_safe
@visitor_required
def download(request: VisitorRequest, door: Door, public_id: UUID) -> HttpResponse:
    """The original, for whom the link was made and who still may see its message (C4)."""
    for viewer in request.visitor.viewers:
        try:
            return files.original(viewer, public_id, request.GET.get("s", ""))
        except NotFound:
            continue
    raise NotFound(_("There is no such file, or you may not see it."))


@require_safe
@visitor_required
def thumb(request: VisitorRequest, door: Door, public_id: UUID) -> HttpResponse:
    return files.safe_copy(_file(request, public_id).thumb_key)


@require_safe
@visitor_required
def page(request: VisitorRequest, door: Door, public_id: UUID, at: int) -> HttpResponse:
    return files.safe_page(_file(request, public_id), at)


def _file(request: VisitorRequest, public_id: UUID) -> Attachment:
    for viewer in request.visitor.viewers:
        try:
            return files.find_file(viewer, public_id)
        except NotFound:
            continue
    raise NotFound(_("There is no such file, or you may not see it."))
