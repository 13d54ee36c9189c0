"""The audit log, narrowed by what stands in the address."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from comptoir.accounts.models import Member
from comptoir.accounts.web import MemberRequest, member_required
from comptoir.kit.db import no_queries
from comptoir.kit.spreadsheets import as_csv
from comptoir.records import access, services
from comptoir.records.queries.audit import Asked, all_lines, audited_events, log, read_cursor
from comptoir.records.words import Said, action, said, things

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


# The machine's names first, for programs; then the same in the words of whoever takes the copy.
_HEAD = (
    "when", "who", "what", "about", "number", "before", "after", "more", "address", "way",
    "what_in_words", "about_in_words", "changes_in_words",
)  # fmt: skip


@require_POST
@member_required
def audit_file(request: MemberRequest) -> HttpResponse:
    """A copy as CSV or JSON Lines; that it was taken is an entry itself."""
    access.require(request.actor, access.AUDIT)
    told = {name: request.POST.get(name, "").strip() for name in _FIELDS}
    lines = _all_said(_asked(told))
    services.note_audit_export(by=request.actor, entries=len(lines))
    if request.POST.get("format") == "jsonl":
        content, kind, name = _as_jsonl(lines), "application/jsonl", "audit.jsonl"
    else:
        content, kind, name = as_csv([_HEAD, *map(_row, lines)]), "text/csv", "audit.csv"
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _all_said(asked: Asked) -> list[Said]:
    """In batches: names are read once for each."""
    return [each for lines in batched(all_lines(asked), 1000) for each in said(lines)]


def _row(one: Said) -> tuple[object, ...]:
    line = one.line
    more = " · ".join(f"{name}: {value}" for name, value in line.more)
    return (
        line.at.isoformat(),
        line.who,
        line.event,
        line.kind,
        line.subject_id,
        line.before,
        line.after,
        more,
        line.address,
        line.way,
        one.action,
        f"{one.thing} {one.about}".strip(),
        one.in_words,
    )


def _as_jsonl(lines: list[Said]) -> bytes:
    def told() -> Iterator[str]:
        for one in lines:
            row = dict(zip(_HEAD, _row(one), strict=True)) | {"data": one.line.data}
            yield json.dumps(row, ensure_ascii=False, default=str) + "\n"

    return "".join(told()).encode()
