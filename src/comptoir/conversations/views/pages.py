"""Putting a page together: the list, the open conversation, the case file, or a part of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comptoir.accounts.web import MemberRequest
from comptoir.conversations import services
from comptoir.conversations.drawing.table import COLUMNS, chosen_columns
from comptoir.conversations.filters.shapes import SORT_NAMES
from comptoir.conversations.models import Conversation
from comptoir.conversations.queries.columns import columns_of
from comptoir.conversations.queries.composing import composer, menus
from comptoir.conversations.queries.inbox import inbox
from comptoir.conversations.queries.saved import saved_number, unasked
from comptoir.conversations.queries.thread import head, thread
from comptoir.conversations.queries.views import VIEWS
from comptoir.conversations.slots import STRIPS
from comptoir.conversations.views.parsing import known_sort, known_view
from comptoir.journal.queries import current_position
from comptoir.kit.db import no_queries
from comptoir.kit.errors import NotFound


def checked_view(name: str) -> str:
    """The key of a system view or of a saved one; raises NotFound for anything else."""
    if name not in VIEWS and saved_number(name) is None:
        raise NotFound(_("There is no such list."))
    return name


def list_context(
    request: MemberRequest, view: str, cursor: str = "", *, is_table: bool = False
) -> dict[str, Any]:
    """The list as its address wants it: in one of the orders there are, or as a table."""
    columns = chosen_columns(columns_of(request.viewer)) if is_table else ()
    sort = known_sort(request.GET.get("sort", ""))
    listed = inbox(request.viewer, view=view, cursor=cursor, sort=sort, columns=columns)
    if not cursor and (opened := saved_number(view)):
        services.note_use(by=request.actor, view_id=opened)
    services.ask_counts(by=request.actor, viewer=request.viewer, keys=unasked(listed.saved))
    # The rail shows the same counts: `plugs.waiting_and_overdue`.
    request.inbox_tabs = listed.tabs  # type: ignore[attr-defined]
    return {"inbox": listed, "orders": SORT_NAMES, "all_columns": COLUMNS if is_table else None}


def open_context(
    request: MemberRequest, conversation: Conversation, *, mode: str = "reply"
) -> dict[str, Any]:
    """The conversation with its composer; the case file beside it loads apart."""
    return {
        "thread": thread(request.identity, conversation),
        "composer": composer(request.identity, conversation, mode=mode),
        "menus": menus(request.identity, conversation),
        "strips": _strips(request, conversation),
    }


def _strips(request: MemberRequest, conversation: Conversation) -> list[SafeString]:
    drawn = (strip(request.identity, conversation) for strip in STRIPS.all())
    return [strip for strip in drawn if strip is not None]


def head_context(request: MemberRequest, conversation: Conversation) -> dict[str, Any]:
    """What the head of a conversation shows, without its messages' files and lines."""
    return {
        "thread": head(request.identity, conversation),
        "menus": menus(request.identity, conversation),
        "inbox": {"view": known_view(request.GET.get("view", ""))},
    }


def show(
    request: MemberRequest, template: str, context: dict[str, Any], *, part: str = ""
) -> HttpResponse:
    """Render, all or one part, without asking the database: everything was loaded before."""
    name = f"conversations/{template}.html"
    with no_queries():
        return render(request, f"{name}#{part}" if part else name, context)


def position() -> str:
    """Where the journal stood before the page was read: its stream begins there."""
    return str(current_position())
