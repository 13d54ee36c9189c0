"""A copy of the audit log, as a file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched

from django.http import HttpResponse

from comptoir.kit.spreadsheets import as_csv
from comptoir.records.queries.audit import Asked, all_lines
from comptoir.records.words.saying import Said, said

# The machine's names first, for programs; then the same in the words of whoever takes the copy.
_HEAD = (
    "when", "who", "what", "about", "number", "before", "after", "more", "address", "way",
    "what_in_words", "about_in_words", "changes_in_words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Copy:
    """`entries` says how many there are in it."""

    content: bytes
    kind: str
    name: str
    entries: int

    def as_response(self) -> HttpResponse:
        response = HttpResponse(self.content, content_type=f"{self.kind}; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{self.name}"'
        return response


def copy_of(asked: Asked, *, as_lines: bool) -> Copy:
    """As JSON Lines or as CSV."""
    found = _all_said(asked)
    if as_lines:
        return Copy(_as_jsonl(found), "application/jsonl", "audit.jsonl", len(found))
    return Copy(as_csv([_HEAD, *map(_row, found)]), "text/csv", "audit.csv", len(found))


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


def _as_jsonl(found: list[Said]) -> bytes:
    def told() -> Iterator[str]:
        for one in found:
            row = dict(zip(_HEAD, _row(one), strict=True)) | {"data": one.line.data}
            yield json.dumps(row, ensure_ascii=False, default=str) + "\n"

    return "".join(told()).encode()
