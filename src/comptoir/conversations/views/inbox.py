"""Reading: lists, conversations, search."""

import json
from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.web import MemberRequest, member_required
from comptoir.commerce.queries import BuyerHit
from comptoir.conversations import services
from comptoir.conversations.drawing.rows import draw_rows
from comptoir.conversations.filters.shapes import Filter
from comptoir.conversations.listed import InboxList
from comptoir.conversations.queries.buyers import buyers_named
from comptoir.conversations.queries.case_file import case_file as read_case_file
from comptoir.conversations.queries.composing import composer as read_composer
from comptoir.conversations.queries.composing import menus
from comptoir.conversations.queries.filtering import reader_of, sheet
from comptoir.conversations.queries.inbox import changed_rows, tabs
from comptoir.conversations.queries.peeking import last_words
from comptoir.conversations.queries.searching import search as find_text
from comptoir.conversations.queries.thread import (
    among,
    find,
    head,
    letters_of,
    newer,
    news_after,
    thread,
    unsettled,
)
from comptoir.conversations.queries.views import DEFAULT_VIEW
from comptoir.conversations.views.pages import (
    checked_view,
    head_context,
    list_context,
    open_context,
    position,
    show,
)
from comptoir.conversations.views.parsing import known_sort, whole, wholes
from comptoir.conversations.views.playing import Play
from comptoir.ui.toasts import toast

MOST_BUYERS = 3

# More than a page hears of between two looks; behind it, the page looks at its whole list.
MOST_CHANGES = 100


def _target(request: MemberRequest) -> str:
    """Which part of the page htmx wants; "" for the whole."""
    return request.headers.get("HX-Target", "") if request.headers.get("HX-Request") else ""


@require_safe
@member_required
def home(request: MemberRequest) -> HttpResponse:
    return _list(request, DEFAULT_VIEW)


@require_safe
@member_required
def inbox(request: MemberRequest, view: str) -> HttpResponse:
    return _list(request, checked_view(view))


def _list(request: MemberRequest, view: str) -> HttpResponse:
    at = position()
    cursor = request.GET.get("after", "")
    is_table = request.GET.get("as") == "table"
    context = list_context(request, view, cursor, is_table=is_table)
    context |= {"position": at, "thread": None}
    return show(request, "rows" if _wants_rows(request, cursor) else "inbox", context)


@require_safe
@member_required
def changes(request: MemberRequest, view: str) -> HttpResponse:
    """The rows of conversations that a page heard of, as far as they stand in its list.

    `shown` and `heard` name them; `until` is the cursor at which the page ends.
    """
    sort = known_sort(request.GET.get("sort", ""))
    shown, heard = (wholes(request.GET, name)[:MOST_CHANGES] for name in ("shown", "heard"))
    rows = changed_rows(
        request.viewer,
        view=checked_view(view),
        shown=shown,
        heard=heard,
        until=request.GET.get("until", ""),
        sort=sort,
    )
    return HttpResponse(draw_rows(rows, view=view, manner=f"?sort={sort}" if sort else ""))


def _wants_rows(request: MemberRequest, cursor: str) -> bool:
    """The list anew, or its next page: the button that asks for it has no id of its own."""
    is_next_page = bool(cursor) and request.headers.get("HX-Request") == "true"
    return _target(request) == "rows" or is_next_page


@require_safe
@member_required
def conversation(request: MemberRequest, view: str, number: int) -> HttpResponse:
    """The whole page, or for htmx only what lies right of the list."""
    at = position()
    found = find(request.viewer, number)
    played = Play.read(request.GET)
    context = open_context(request, found) | {"position": at, "play": played}
    if _is_read_by_a_person(request):
        services.mark_read(by=request.actor, conversation_id=found.pk, up_to=found.operator_last_id)
    if _target(request) == "open":
        here = InboxList(view=checked_view(view), title="", tabs=(), rows=())
        return show(request, "open", context | {"inbox": here})
    return show(request, "inbox", list_context(request, checked_view(view)) | context)


def _is_read_by_a_person(request: MemberRequest) -> bool:
    """Neither a HEAD request nor a browser that looks ahead reads anything."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


@require_safe
@member_required
def earlier(request: MemberRequest, number: int, before: int) -> HttpResponse:
    """The window of messages before one."""
    found = find(request.viewer, number)
    read = thread(request.identity, found, before=before)
    context = {"thread": read, "items": read.items, "earlier_than": read.earlier_than}
    return show(request, "letters", context)


@require_safe
@member_required
def news(request: MemberRequest, number: int) -> HttpResponse:
    """What came since the page was read: messages, lines, the head, deliveries, previews.

    `waiting` names the messages on the page whose files were being prepared.
    """
    found = find(request.viewer, number)
    after = whole(request.GET.get("after")) or 0
    came = newer(request.viewer, found, after=after)
    changed = unsettled(request.viewer, found, up_to=after)
    waiting = wholes(request.GET, "waiting")
    prepared = among(request.viewer, found, waiting) if waiting else []
    context = {
        "thread": head(request.identity, found),
        "menus": menus(request.identity, found),
        "inbox": {"view": DEFAULT_VIEW},
        "items": news_after(request.viewer, found, came, after=after),
        "changed": letters_of(request.viewer, changed, found),
        "prepared": letters_of(request.viewer, prepared, found),
    }
    if came:
        services.mark_read(by=request.actor, conversation_id=found.pk, up_to=came[-1].pk)
    return show(request, "news", context)


@require_safe
@member_required
def peek(request: MemberRequest, number: int) -> HttpResponse:
    """The last message of a row, without opening it; nothing counts as read."""
    return show(request, "peek", {"last": last_words(request.viewer, number)})


@require_safe
@member_required
def commands(request: MemberRequest, number: int) -> HttpResponse:
    """The head alone, for the commands of a row that is not open; nothing counts as read."""
    return show(request, "head", head_context(request, find(request.viewer, number)))


@require_safe
@member_required
def case_file(request: MemberRequest, number: int) -> HttpResponse:
    found = find(request.viewer, number)
    context = {
        "case": read_case_file(request.viewer, found),
        "thread": head(request.identity, found),
    }
    return show(request, "case_file", context)


@require_safe
@member_required
def composer(request: MemberRequest, number: int, mode: str) -> HttpResponse:
    found = find(request.viewer, number)
    context = {
        "thread": head(request.identity, found),
        "composer": read_composer(
            request.identity, found, mode="note" if mode == "note" else "reply"
        ),
    }
    return show(request, "composer", context)


@require_POST
@member_required
def mark_unread(request: MemberRequest, number: int) -> HttpResponse:
    found = find(request.viewer, number)
    services.mark_unread(by=request.actor, conversation_id=found.pk, from_id=found.operator_last_id)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = json.dumps({"marked-unread": {"number": found.pk}})
    return toast(response, text=_("Unread again, for you alone"))


@require_safe
@member_required
def search(request: MemberRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    after = whole(request.GET.get("after")) or 0
    found = find_text(request.viewer, query, after=after)
    listed = InboxList(
        view="all",
        title=query,
        tabs=tabs(request.viewer),
        rows=found.rows,
        next_cursor="" if found.is_complete else str(after + len(found.rows)),
        query=query,
        found=len(found.rows),
        troubles=found.troubles,
        is_guess=found.is_guess,
        can_be_kept=bool(found.filter),
        sheet=sheet(reader_of(request.viewer)),
        buyers=_buyers(request, found.filter) if not after else (),
    )
    context = {"inbox": listed, "position": position(), "thread": None}
    return show(request, "rows" if _wants_rows(request, str(after or "")) else "inbox", context)


def _buyers(request: MemberRequest, asked: Filter) -> tuple[BuyerHit, ...]:
    """Those who are called so, above the conversations; fields ask for conversations alone."""
    if asked.conditions or not asked.words:
        return ()
    return buyers_named(request.viewer, asked.words, most=MOST_BUYERS)


@require_safe
@member_required
def search_fields(request: MemberRequest) -> JsonResponse:
    """What the search field offers while one types."""
    lines = sheet(reader_of(request.viewer))
    return JsonResponse({"fields": [asdict(line) for line in lines]})
