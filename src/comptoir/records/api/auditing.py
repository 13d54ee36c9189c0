"""The audit log. It is only read: nothing changes or removes an entry (I4)."""

from django.http import HttpResponse
from ninja import Query

from comptoir.journal.models import Entry
from comptoir.records import services
from comptoir.records.access import AUDIT, require
from comptoir.records.api.routes import router
from comptoir.records.queries.audit import Asked, audited_events, entries, lines
from comptoir.records.schemas import (
    AuditChange,
    AuditChoice,
    AuditChoicesOut,
    AuditEntryOut,
    AuditFact,
    AuditFileFilters,
    AuditFilters,
    AuditFormat,
)
from comptoir.records.words import Said, action, copy_of, said, things
from comptoir.rest.gate import ApiRequest, needs
from comptoir.rest.paging import Sort, cut
from comptoir.rest.schemas import EventOut, Page, Paging
from comptoir.rest.telling import tell

_NEWEST = Sort("at", newest_first=True)


@router.get("/audit-log", response=Page[AuditEntryOut], summary="List the audit log")
@needs(AUDIT)
def list_audit_log(
    request: ApiRequest, filters: Query[AuditFilters], paging: Query[Paging]
) -> Page[AuditEntryOut]:
    """What members and their programs did, the newest first; before and after where it changed.

    Needs the permission for the whole house.
    """
    require(request.actor, AUDIT)
    page = cut(request, entries(_asked(filters)), sort=_NEWEST, paging=paging)
    return Page(items=_told(page.rows), next_cursor=page.next_cursor)


def _asked(filters: AuditFilters) -> Asked:
    return Asked(
        member_id=filters.member,
        event=filters.type,
        kind=filters.kind,
        subject_id=filters.number,
        since=filters.since,
        until=filters.until,
    )


def _told(found: list[Entry]) -> list[AuditEntryOut]:
    in_words = said(list(lines(found)))
    return [_entry(event, one) for event, one in zip(tell(found), in_words, strict=True)]


def _entry(event: EventOut, one: Said) -> AuditEntryOut:
    line = one.line
    rest = {key: value for key, value in line.detail.items() if key not in ("before", "after")}
    return AuditEntryOut(
        id=event.id,
        type=event.type,
        action=one.action,
        at=event.at,
        actor=event.actor,
        who=line.who,
        subject=event.subject,
        number=line.subject_id,
        about=one.about,
        changes=[AuditChange(name=c.name, before=c.before, after=c.after) for c in one.changes],
        facts=[AuditFact(name=name, value=value) for name, value in one.facts],
        before=line.detail.get("before"),
        after=line.detail.get("after"),
        detail=rest,
        data=event.data,
        address=line.address,
        way=line.way,
    )


@router.get(
    "/audit-log/copy",
    response={200: bytes},
    summary="Take a copy of the audit log",
    openapi_extra={
        "responses": {200: {"content": {"text/csv": {}, "application/jsonl": {}}}},
    },
)
@needs(AUDIT)
def get_audit_copy(request: ApiRequest, filters: Query[AuditFileFilters]) -> HttpResponse:
    """As CSV or JSON Lines, the newest 50,000 at most; that it was taken is an entry itself."""
    require(request.actor, AUDIT)
    copy = copy_of(_asked(filters), as_lines=filters.format is AuditFormat.JSONL)
    services.note_audit_export(by=request.actor, entries=copy.entries)
    return copy.as_response()


@router.get(
    "/audit-log/choices",
    response=AuditChoicesOut,
    summary="List what the audit log can be narrowed to",
)
@needs(AUDIT)
def get_audit_choices(request: ApiRequest) -> AuditChoicesOut:
    return AuditChoicesOut(
        types=[AuditChoice(key=name, name=action(name)) for name in audited_events()],
        kinds=[AuditChoice(key=kind, name=name) for kind, name in things()],
    )
