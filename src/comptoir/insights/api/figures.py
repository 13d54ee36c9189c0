"""The figures of Service today, and what they mean."""

from typing import Any

from django.http import HttpResponse
from ninja import Query

from comptoir.insights import services
from comptoir.insights.access import READ, eyes_of
from comptoir.insights.api.asking import lens_of
from comptoir.insights.api.routes import router
from comptoir.insights.api.telling import tell_service
from comptoir.insights.drawing import files
from comptoir.insights.policies.definitions import DEFINITIONS
from comptoir.insights.queries.freshness import counted_until
from comptoir.insights.queries.page import service_today
from comptoir.insights.schemas import DefinitionOut, ServiceFilters, ServiceOut
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.schemas import Page

CSV: dict[str, Any] = {"responses": {200: {"content": {"text/csv": {}}}}}


@router.get("/service", response=ServiceOut, summary="Show the figures of the service")
@needs(READ)
def get_service(request: ApiRequest, filters: Query[ServiceFilters]) -> ServiceOut:
    """What came in, what was answered and how fast, who waits; each with the address of its rows.

    Of the teams, channels and sellers for which the token's owner reads figures. Who of a team is
    on shift and may take more stands at `/teams/{team_id}/shift`.
    """
    told = service_today(eyes_of(request.viewer), lens_of(filters))
    return tell_service(told, counted_until(told.span.end))


@router.get(
    "/service/figures.csv",
    response={200: bytes},
    summary="Take the figures of the service as a file",
    openapi_extra=CSV,
)
@needs(READ)
def get_service_file(request: ApiRequest, filters: Query[ServiceFilters]) -> HttpResponse:
    """One figure a line, as CSV. The audit log notes it."""
    told = service_today(eyes_of(request.viewer), lens_of(filters))
    services.note_figures_copied(by=request.actor, lens=told.lens)
    return files.as_file(files.figures(told), f"service-{told.lens.span}.csv")


@router.get(
    "/service/definitions", response=Page[DefinitionOut], summary="List what each figure counts"
)
@needs(READ)
def list_definitions(request: ApiRequest) -> Page[DefinitionOut]:
    """In one page."""
    items = [
        DefinitionOut(
            key=each.key,
            name=str(each.name),
            text=str(each.text),
            version=each.version,
            since=each.since,
        )
        for each in DEFINITIONS
    ]
    return Page(items=items)
