"""One's own notifications, for programs."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from ninja import Query, Router

from comptoir.notices import queries, services
from comptoir.notices.access import READ
from comptoir.notices.errors import NoSuchNotice
from comptoir.notices.models import Notice
from comptoir.notices.schemas import NoticeFilters, NoticeOut, ReadOut
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import EventSubject, Page, Paging, RowId
from comptoir.rest.slots import RESOURCES, ROUTERS
from comptoir.rest.telling import link_to

router = Router()


@router.get("/notices", response=Page[NoticeOut], summary="List your notifications")
@needs(READ)
def list_notices(
    request: ApiRequest, filters: Query[NoticeFilters], paging: Query[Paging]
) -> Page[NoticeOut]:
    """The newest first. What you may not see any more is left out: a page may hold fewer."""
    found = queries.notices_of(request.viewer)
    if filters.unread:
        found = found.filter(read_at=None)
    page = cut(request, found, sort=Sort("at", newest_first=True), paging=paging)
    return Page(items=_told(request, page.rows), next_cursor=page.next_cursor)


@router.post("/notices/read", response=ReadOut, summary="Mark all notifications read")
@needs(READ)
def read_notices(request: ApiRequest) -> ReadOut:
    return ReadOut(read=services.read_all(by=request.actor))


@router.post("/notices/{notice_id}/read", response=NoticeOut, summary="Mark a notification read")
@needs(READ)
def read_notice(request: ApiRequest, notice_id: RowId) -> NoticeOut:
    """One that is read already stays as it is."""
    services.read(by=request.actor, notice_id=notice_id)
    told = _told(request, list(queries.notices_of(request.viewer).filter(pk=notice_id)))
    if not told:
        raise NoSuchNotice(_("This notification is gone, or you may not see what it is about."))
    return told[0]


def _told(request: ApiRequest, rows: Sequence[Notice]) -> list[NoticeOut]:
    subjects = _subjects(rows)
    kept = {row.pk: row for row in rows}
    return [
        NoticeOut(
            id=line.id,
            kind=line.kind,
            text=line.sentence,
            count=line.count,
            at=line.at,
            is_read=not line.is_unread,
            subject=subjects[kept[line.id].subject_kind, kept[line.id].subject_id],
            title=line.named.title,
        )
        for line in queries.lines_of(request.viewer, rows)
    ]


def _subjects(rows: Sequence[Notice]) -> dict[tuple[str, int], EventSubject]:
    """By their outward ids, in one query a kind."""
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        ids[row.subject_kind].add(row.subject_id)
    found: dict[tuple[str, int], EventSubject] = {}
    for kind, wanted in ids.items():
        outward: Any = RESOURCES.get(kind).outward(wanted) if kind in RESOURCES else {}
        for number in wanted:
            told = outward.get(number)
            url = link_to(kind, told) if kind in RESOURCES else None
            found[kind, number] = EventSubject(kind=kind, id=told, url=url)
    return found


ROUTERS.plug("Notifications", router)
