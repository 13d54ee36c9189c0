"""The rows behind a figure."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query

from comptoir.channels.queries import outward_channels
from comptoir.conversations.access import READ as READ_CONVERSATIONS
from comptoir.insights import services
from comptoir.insights.access import READ, eyes_of
from comptoir.insights.api.asking import row_lens_of
from comptoir.insights.api.figures import CSV
from comptoir.insights.api.routes import router
from comptoir.insights.drawing import files
from comptoir.insights.queries.outcomes import outcome_name
from comptoir.insights.queries.people import Directory
from comptoir.insights.queries.rows import MOST, behind, rows_behind, tell_rows
from comptoir.insights.schemas import (
    GotOut,
    ReplyKind,
    RowChannelOut,
    RowCustomerOut,
    RowFilters,
    RowPersonOut,
    ServiceRowOut,
)
from comptoir.insights.shapes import FactRow
from comptoir.insights.states import STANDING
from comptoir.rest.errors import ScopeMissing
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import MoneyOut, Page, Paging


def _may_name(request: ApiRequest) -> None:
    """Figures name nobody; rows name customers and their words."""
    if READ_CONVERSATIONS not in request.caller.permissions:
        raise ScopeMissing(READ_CONVERSATIONS)


@router.get("/service/rows", response=Page[ServiceRowOut], summary="List the rows behind a figure")
@needs(READ)
def list_service_rows(
    request: ApiRequest, filters: Query[RowFilters], paging: Query[Paging]
) -> Page[ServiceRowOut]:
    """Exactly those that were counted: the latest first; of what waits, the longest first.

    Needs the right to read conversations too.
    """
    _may_name(request)
    eyes, lens = eyes_of(request.viewer), row_lens_of(filters)
    asked = behind(eyes, lens)
    sort = Sort(asked.column, asked.newest_first, may_be_empty=lens.figure in STANDING)
    page = cut(request, asked.found, sort=sort, paging=paging)
    rows = tell_rows(eyes, page.rows, lens, Directory().names)
    channels = outward_channels({row.channel_id for row in rows})
    is_standing = lens.figure in STANDING
    items = [_told(row, channels, is_standing=is_standing) for row in rows]
    return Page(items=items, next_cursor=page.next_cursor)


def _told(row: FactRow, channels: Mapping[int, UUID], *, is_standing: bool) -> ServiceRowOut:
    page = reverse("conversations:conversation", args=["all", row.number])
    is_fact = bool(row.kind)
    return ServiceRowOut(
        conversation=row.public_id,
        url=settings.PUBLIC_URL + page,
        number=row.number,
        customer=RowCustomerOut(name=row.who, party=row.party),
        subject=row.subject,
        language=row.language,
        reason=row.reason_key or None,
        channel=RowChannelOut(id=channels[row.channel_id], name=row.channel),
        team=RowPersonOut(id=row.team_id, name=row.team) if row.team_id else None,
        agent=RowPersonOut(id=row.agent_id, name=row.agent) if row.agent_id else None,
        kind=ReplyKind(row.kind) if is_fact else None,
        outcome=row.outcome if is_fact else None,
        asked_at=row.asked_at if is_fact else None,
        answered_at=row.answered_at if is_fact else None,
        seconds=row.seconds,
        target_seconds=row.target_seconds,
        in_time=row.kept,
        waiting_since=row.waiting_since if is_standing else None,
        due_at=row.due_at if is_standing else None,
        resolved_at=row.answered_at if row.got else None,
        got=_got(row),
    )


def _got(row: FactRow) -> GotOut | None:
    if not row.got:
        return None
    amount = MoneyOut.of(row.amount) if row.amount else None
    return GotOut(outcome=row.got, name=outcome_name(row.got), amount=amount)


@router.get(
    "/service/rows.csv",
    response={200: bytes},
    summary="Take the rows behind a figure as a file",
    openapi_extra=CSV,
)
@needs(READ)
def get_service_rows_file(request: ApiRequest, filters: Query[RowFilters]) -> HttpResponse:
    """As CSV, 50,000 at most. The audit log notes it. Needs the right to read conversations too."""
    _may_name(request)
    found = rows_behind(eyes_of(request.viewer), row_lens_of(filters), size=MOST)
    services.note_rows_copied(by=request.actor, lens=found.lens, entries=len(found.rows))
    table = files.rows(found, public_url=settings.PUBLIC_URL)
    return files.as_file(table, f"service-{found.lens.span}-{found.lens.figure}.csv")
