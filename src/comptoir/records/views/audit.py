"""The audit log, narrowed by what stands in the address."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.models import Member
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.kit.db import no_queries
from comptoir.records import access, services
from comptoir.records.queries.audit import Asked, audited_events, log, read_cursor
from comptoir.records.words import action, copy_of, said, things

_FIELDS = ("member", "event", "kind", "number", "since", "until")


@require_safe
@member_required
def audit(request: MemberRequest) -> HttpResponse:
    access.require(request.actor, access.AUDIT)
    told = {name: request.GET.get(name, "").strip() for name in _FIELDS}
    found = log(_asked(told, request.GET.get("cursor", "")))
    chosen = {name: value for name, value in told.items() if value}
    context = {
        "lines": said(found.lines),
        "told": told,
        "is_narrowed": bool(chosen),
        "is_later": bool(request.GET.get("cursor")),
        "query": urlencode(chosen),
        "older": urlencode(chosen | {"cursor": found.older}) if found.older else "",
        "members": list(Member.objects.values_list("pk", "name")),
        "events": [(name, action(name)) for name in audited_events()],
        "things": things(),
    }
    with no_queries():
        return render(request, "records/audit.html", context)


def _asked(told: dict[str, str], cursor: str = "") -> Asked:
    """What cannot be read narrows nothing."""
    until = _day(told["until"])
    return Asked(
        member_id=_number(told["member"]),
        event=told["event"],
        kind=told["kind"],
        subject_id=_number(told["number"].lstrip("#")),
        since=_day(told["since"]),
        until=until + timedelta(days=1) if until else None,
        before=read_cursor(cursor),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _day(text: str) -> datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return timezone.make_aware(datetime(day.year, day.month, day.day)) if day else None  # noqa: DTZ001


@require_POST
@member_required
def audit_file(request: MemberRequest) -> HttpResponse:
    """A copy as CSV or JSON Lines; that it was taken is an entry itself."""
    access.require(request.actor, access.AUDIT)
    told = {name: request.POST.get(name, "").strip() for name in _FIELDS}
    copy = copy_of(_asked(told), as_lines=request.POST.get("format") == "jsonl")
    services.note_audit_export(by=request.actor, entries=copy.entries)
    return copy.as_response()
