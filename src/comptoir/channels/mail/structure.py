"""The parts of a mail, found by walking its boundaries: no recursion, bounded in every way.

The standard library's parser keeps every line as an object and tests each against the boundaries
of all levels; with 50 MB or 100 levels an attacker makes us pay for that. Here bytes are searched,
and only the small header blocks become text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from comptoir.channels.mail.headers import (
    NO_HEADERS,
    Headers,
    content_type,
    disposition,
    parse_headers,
)
from comptoir.channels.mail.shapes import Limits, Notice

# Places that look like a boundary and are none: beyond this many somebody is playing.
_MAX_CANDIDATES = 50_000


@dataclass(slots=True)
class Part:
    """A leaf: where its body lies in the raw mail and what its headers say."""

    headers: Headers
    kind: str
    parameters: Mapping[str, str]
    start: int
    end: int
    parent: str = ""
    group: int = 0

    @property
    def disposition(self) -> tuple[str, Mapping[str, str]]:
        return disposition(self.headers.get("content-disposition"))


@dataclass(slots=True)
class Structure:
    headers: Headers = NO_HEADERS
    kind: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    leaves: list[Part] = field(default_factory=list)
    notices: dict[Notice, None] = field(default_factory=dict)

    @property
    def leaf_kinds(self) -> frozenset[str]:
        return frozenset(leaf.kind for leaf in self.leaves)


@dataclass(slots=True)
class _Section:
    start: int
    end: int
    depth: int
    parent: str
    group: int


@dataclass(slots=True)
class _Walk:
    raw: bytes
    limits: Limits
    found: Structure
    newline: bytes
    candidates: int = 0


def read_structure(raw: bytes, limits: Limits) -> Structure:
    found = Structure()
    newline = b"\r" if b"\n" not in raw and b"\r" in raw else b"\n"
    walk = _Walk(raw, limits, found, newline)
    todo = [_Section(_first_byte(raw), len(raw), 0, "", 0)]
    while todo:
        section = todo.pop()
        if len(found.leaves) >= limits.parts:
            found.notices[Notice.TOO_MANY_PARTS] = None
            break
        todo.extend(reversed(_open(walk, section)))
    return found


def _first_byte(raw: bytes) -> int:
    position = 0
    while raw[position : position + 1] in {b"\r", b"\n"} and position < 100:
        position += 1
    return position


def _open(walk: _Walk, section: _Section) -> list[_Section]:
    """Read the headers of a section: add it as a leaf, or give the sections inside it."""
    headers, body = _section_headers(walk, section)
    kind, parameters = content_type(headers.get("content-type"))
    if section.depth == 0:
        walk.found.headers, walk.found.kind, walk.found.parameters = headers, kind, parameters
    part = Part(
        headers,
        kind or _default(section),
        parameters,
        body,
        section.end,
        section.parent,
        section.group,
    )
    if not part.kind.startswith("multipart/"):
        walk.found.leaves.append(part)
        return []
    return _inside(walk, section, part)


def _default(section: _Section) -> str:
    return "message/rfc822" if section.parent == "multipart/digest" else "text/plain"


def _section_headers(walk: _Walk, section: _Section) -> tuple[Headers, int]:
    raw, start = walk.raw, section.start
    if raw[start : start + 1] in {b"\n", b"\r"}:
        skip = 2 if raw[start : start + 2] == b"\r\n" else 1
        return NO_HEADERS, min(start + skip, section.end)
    stop, body = _blank_line(raw, start, section.end, walk.newline)
    headers, used = parse_headers(
        raw[start : min(stop, start + 4 * walk.limits.header_bytes)], walk.limits
    )
    if headers.broken:
        walk.found.notices[Notice.BROKEN_HEADERS] = None
    if headers.cut or stop - start > walk.limits.header_bytes:
        walk.found.notices[Notice.HEADERS_CUT] = None
    return headers, (start + used if used < stop - start and headers.broken else body)


def _blank_line(raw: bytes, start: int, end: int, newline: bytes) -> tuple[int, int]:
    """Where the headers end and where the body begins."""
    best, body = end, end
    for mark in (b"\r\n\r\n", b"\n\n", b"\n\r\n") if newline == b"\n" else (b"\r\r",):
        at = raw.find(mark, start, min(best + len(mark), end))
        if at != -1 and at < best:
            best, body = at, at + len(mark)
    return best, body


def _inside(walk: _Walk, section: _Section, part: Part) -> list[_Section]:
    found = walk.found
    if section.depth >= walk.limits.depth:
        found.notices[Notice.TOO_DEEP] = None
        found.leaves.append(part)
        return []
    boundary = _boundary(walk, part)
    pieces = _split(walk, part, boundary) if boundary else []
    if not pieces:
        found.notices[Notice.BROKEN_STRUCTURE] = None
        part.kind = "text/html" if _looks_like_html(walk.raw, part) else "text/plain"
        found.leaves.append(part)
        return []
    group = section.group
    if part.kind == "multipart/alternative":
        group = len(found.leaves) + 1
    return [_Section(start, end, section.depth + 1, part.kind, group) for start, end in pieces]


def _looks_like_html(raw: bytes, part: Part) -> bool:
    return b"<html" in raw[part.start : part.start + 400].lower()


def _boundary(walk: _Walk, part: Part) -> bytes:
    """The declared boundary, or the first line that looks like one where none is declared."""
    declared = part.parameters.get("boundary", "").rstrip()
    if declared:
        return declared[:200].encode("utf-8", "replace")
    head = walk.raw[part.start : min(part.end, part.start + 4_000)]
    for line in head.splitlines()[:50]:
        if line.startswith(b"--") and len(line.strip()) > 6:
            return line.strip()[2:200]
    return b""


def _split(walk: _Walk, part: Part, boundary: bytes) -> list[tuple[int, int]]:
    """Start and end of every piece between the boundaries; the last may be unclosed."""
    pieces: list[tuple[int, int]] = []
    begun = -1
    room = walk.limits.parts - len(walk.found.leaves) + 1
    for before, after, last in _boundaries(walk, part.start, part.end, b"--" + boundary):
        if begun >= 0:
            pieces.append((begun, max(begun, before)))
        begun = -1 if last else after
        if last or len(pieces) >= room:
            break
    if 0 <= begun < part.end:
        pieces.append((begun, part.end))
    return pieces


def _boundaries(walk: _Walk, start: int, end: int, mark: bytes) -> "list[tuple[int, int, bool]]":
    """(end of the text before, start of the text after, closing?) of each boundary line."""
    raw = walk.raw
    result: list[tuple[int, int, bool]] = []
    room = walk.limits.parts + 2
    position = start - 1 if start and raw[start - 1 : start] in {b"\n", b"\r"} else start
    if raw.startswith(mark, start) and position == start:
        _add(raw, start, start + len(mark), end, result)
    needle = walk.newline + mark
    while len(result) < room and walk.candidates < _MAX_CANDIDATES:
        at = raw.find(needle, position, end)
        if at == -1:
            break
        walk.candidates += 1
        position = at + 1
        before = at - 1 if at > start and raw[at - 1 : at] == b"\r" else at
        if _add(raw, before, at + len(needle), end, result) and result[-1][2]:
            break
    if walk.candidates >= _MAX_CANDIDATES:
        walk.found.notices[Notice.TOO_MANY_PARTS] = None
    return result


def _add(
    raw: bytes, before: int, after: int, end: int, result: list[tuple[int, int, bool]]
) -> bool:
    """Take the boundary that ends at `after` when nothing but dashes and blanks follows it."""
    closing = raw.startswith(b"--", after)
    tail = raw[after + 2 * closing : min(end, after + 2 * closing + 200)]
    stripped = tail.lstrip(b" \t")
    if stripped and stripped[:1] not in {b"\r", b"\n"}:
        return False
    skip = len(tail) - len(stripped) + 2 * closing
    skip += 2 if stripped[:2] == b"\r\n" else min(1, len(stripped))
    result.append((before, min(end, after + skip), closing))
    return True
