"""Saved views: the page of them, their form, their figures."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.accounts import access as accounts
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.conversations import services
from comptoir.conversations.access import SHARE_VIEWS
from comptoir.conversations.filters.reading import understand, written
from comptoir.conversations.filters.shapes import Match, Sort
from comptoir.conversations.forms import ViewForm
from comptoir.conversations.queries.filtering import reader_of, sheet
from comptoir.conversations.queries.inbox import tabs
from comptoir.conversations.queries.saved import (
    View,
    find_saved,
    saved_tabs,
    unasked,
    view_lines,
)
from comptoir.conversations.templatetags.desk import capped, counted_ago
from comptoir.conversations.views.parsing import known_sort
from comptoir.kit.db import no_queries
from comptoir.kit.errors import ComptoirError, NotAllowed


def _may_share(request: MemberRequest) -> bool:
    return accounts.may(request.actor, SHARE_VIEWS)


@require_safe
@member_required
def view_list(request: MemberRequest) -> HttpResponse:
    moved = request.GET.get("moved", "")
    lines = view_lines(request.viewer, may_share=_may_share(request), moved=moved)
    with no_queries():
        context = {"lines": lines, "may_share": _may_share(request)}
        return render(request, "conversations/views.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def new_view(request: MemberRequest) -> HttpResponse:
    """A view from what a search asked for: a name is all that is missing."""
    sort = known_sort(request.GET.get("sort", "")) or Sort.DUE
    start = {"query": request.GET.get("q", ""), "match": Match.ALL, "sort": sort}
    form = _form(request, start)
    if request.method == "POST" and form.is_valid():
        saved = _accepted(request, form, None)
        if saved is not None:
            return saved
    return _show(request, form, None)


@require_http_methods(["GET", "POST"])
@member_required
def edit_view(request: MemberRequest, view_id: int) -> HttpResponse:
    view = find_saved(request.viewer, view_id, may_share=_may_share(request))
    form = _form(request, _as_form(request, view))
    if request.method == "POST" and form.is_valid():
        saved = _accepted(request, form, view)
        if saved is not None:
            return saved
    return _show(request, form, view)


def _form(request: MemberRequest, start: Mapping[str, object]) -> ViewForm:
    reader = reader_of(request.viewer)
    return ViewForm(
        request.POST or None, initial=start, may_share=_may_share(request), teams=reader.teams
    )


def _as_form(request: MemberRequest, view: View) -> dict[str, object]:
    return {
        "name": view.name,
        "query": written(view.filter, reader_of(request.viewer)),
        "match": view.filter.match,
        "sort": known_sort(request.GET.get("sort", "")) or view.filter.sort,
        "icon": view.icon,
        "is_pinned": view.is_pinned,
        "shared_with": (view.team_id or "all") if view.is_shared else "",
    }


def _accepted(
    request: MemberRequest, form: ViewForm, view: View | None
) -> HttpResponseRedirect | None:
    """Save and go there, or write on the form what is wrong with it."""
    understood = understand(form.cleaned_data["query"], reader_of(request.viewer))
    for sentence in understood.troubles:
        form.add_error("query", sentence)
    if understood.troubles:
        return None
    kept = replace(understood.filter, match=form.chosen_match, sort=form.chosen_sort)
    try:
        words = form.words(kept)
        if view is None:
            number = services.save_view(by=request.actor, words=words).pk
        else:
            number = services.change_view(by=request.actor, view_id=view.id, words=words).pk
    except NotAllowed:
        raise
    except ComptoirError as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect("conversations:inbox", f"v{number}")


def _show(request: MemberRequest, form: ViewForm, view: View | None) -> HttpResponse:
    title = _("Change the view") if view else _("A new view")
    context = {
        "form": form,
        "view": view,
        "title": title,
        "lines": sheet(reader_of(request.viewer)),
    }
    status = 422 if form.errors else 200
    with no_queries():
        return render(request, "conversations/view_form.html", context, status=status)


@require_POST
@member_required
def duplicate_view(request: MemberRequest, view_id: int) -> HttpResponse:
    copy = services.duplicate_view(by=request.actor, view_id=view_id, viewer=request.viewer)
    return redirect("conversations:edit_view", copy.pk)


@require_POST
@member_required
def move_view(request: MemberRequest, view_id: int, way: str) -> HttpResponse:
    services.move_view(by=request.actor, view_id=view_id, up=way == "up")
    return redirect(f"{reverse('conversations:views')}?moved={way}-{view_id}")


@require_POST
@member_required
def remove_view(request: MemberRequest, view_id: int) -> HttpResponse:
    services.remove_view(by=request.actor, view_id=view_id)
    return redirect("conversations:views")


@require_safe
@member_required
def view_counts(request: MemberRequest) -> JsonResponse:
    """The figures beside all views, for a page that stays open."""
    saved = saved_tabs(request.viewer)
    services.ask_counts(by=request.actor, viewer=request.viewer, keys=unasked(saved))
    told = {tab.key: {"count": capped(tab.count)} for tab in tabs(request.viewer)}
    told |= {tab.key: {"count": capped(tab.count), "title": counted_ago(tab.age)} for tab in saved}
    return JsonResponse({"counts": told})
