"""Saved views for programs: kept, changed, counted."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Status

from comptoir.conversations import services
from comptoir.conversations.access import READ
from comptoir.conversations.api.reading import understood
from comptoir.conversations.api.routes import router
from comptoir.conversations.api.shapes import ViewCountOut, ViewIn, ViewOut
from comptoir.conversations.errors import ViewNotReadable
from comptoir.conversations.filters.reading import written
from comptoir.conversations.queries.filtering import reader_of
from comptoir.conversations.queries.saved import View, find_saved, saved_tabs, views_of
from comptoir.conversations.schemas import Items
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.schemas import RowId


@router.get("/views", response=Items[ViewOut], summary="List the saved views")
@needs(READ)
def list_views(request: ApiRequest) -> Items[ViewOut]:
    """Your own, and those that are shared with you."""
    return Items(items=[_told(request, view) for view in views_of(request.viewer)])


def _told(request: ApiRequest, view: View) -> ViewOut:
    return ViewOut(
        id=view.id,
        name=view.name,
        query=written(view.filter, reader_of(request.viewer)),
        match=view.filter.match,
        sort=view.filter.sort,
        icon=view.icon,
        is_shared=view.is_shared,
        team=view.team_id,
        is_pinned=view.is_pinned,
        is_own=view.owner_id == request.viewer.id,
        url=request.build_absolute_uri(reverse("conversations:inbox", args=[view.key])),
    )


@router.post("/views", response={201: ViewOut}, summary="Keep a view")
@needs(READ)
def create_view(request: ApiRequest, payload: ViewIn) -> Status[ViewOut]:
    """To share one is a right of its own."""
    saved = services.save_view(by=request.actor, words=_words(request, payload))
    return Status(201, _told(request, find_saved(request.viewer, saved.pk)))


def _words(request: ApiRequest, payload: ViewIn) -> services.ViewWords:
    """Raises ViewNotReadable for a query of which something is not understood."""
    kept = understood(request, payload.query)
    return services.ViewWords(
        name=payload.name,
        filter=replace(kept, match=payload.match, sort=payload.sort),
        icon=payload.icon,
        is_shared=payload.is_shared,
        team_id=_team(request, payload),
        is_pinned=payload.is_pinned,
    )


def _team(request: ApiRequest, payload: ViewIn) -> int | None:
    known = {each.key for each in reader_of(request.viewer).teams}
    if payload.team is not None and str(payload.team) not in known:
        raise ViewNotReadable(_("This team does not exist any more."))
    return payload.team


@router.get("/views/{view_id}", response=ViewOut, summary="Show a saved view")
@needs(READ)
def get_view(request: ApiRequest, view_id: RowId) -> ViewOut:
    return _told(request, find_saved(request.viewer, view_id))


@router.put("/views/{view_id}", response=ViewOut, summary="Change a saved view")
@needs(READ)
def change_view(request: ApiRequest, view_id: RowId, payload: ViewIn) -> ViewOut:
    """Your own, or a shared one if you may share."""
    services.change_view(by=request.actor, view_id=view_id, words=_words(request, payload))
    return _told(request, find_saved(request.viewer, view_id))


@router.delete("/views/{view_id}", response={204: None}, summary="Remove a saved view")
@needs(READ)
def remove_view(request: ApiRequest, view_id: RowId) -> Status[None]:
    services.remove_view(by=request.actor, view_id=view_id)
    return Status(204, None)


@router.get("/views/{view_id}/count", response=ViewCountOut, summary="Count a saved view")
@needs(READ)
def count_view(request: ApiRequest, view_id: RowId) -> ViewCountOut:
    """The last figure with its age; asking has it counted anew."""
    view = find_saved(request.viewer, view_id)
    services.ask_counts(by=request.actor, viewer=request.viewer, keys=(view.id,))
    tab = next(each for each in saved_tabs(request.viewer) if each.key == view.key)
    is_known = tab.count is not None
    return ViewCountOut(
        count=tab.count, seconds_ago=tab.age if is_known else None, is_counted=view.is_counted
    )
