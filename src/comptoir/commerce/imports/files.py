"""From bytes to rows: encodings, separators and line ends, in bounded memory."""

import codecs
import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.commerce.cells import Row
from comptoir.commerce.errors import UnreadableFile

LONGEST_LINE = 1024 * 1024
LONGEST_CELL = 256 * 1024
SEPARATORS = (",", ";", "\t", "|")

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NOT_TEXT = re.compile("[\udc80-\udcff\ufffd]")
_ARCHIVES = {
    b"PK\x03\x04": gettext_lazy("a workbook or ZIP file"),
    b"\x1f\x8b": gettext_lazy("a compressed file"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is no row, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Source:
    """The rows of one file. `columns` is a CSV's header, None for JSON Lines."""

    rows: Iterator[Row | Fault]
    columns: tuple[str, ...] | None = None


@dataclass(slots=True)
class _Lines:
    """Decoded lines with their line ends; counts them and remembers the last one that was bad."""

    raw: Iterator[str]
    number: int = 0
    last_bad: int = 0
    start: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.start.pop() if self.start else next(self.raw)
        self.number += 1
        if not line.isascii() and _NOT_TEXT.search(line):
            self.last_bad = self.number
        return line

    def peek(self) -> str:
        """The first line that is not blank, which stays to be read; "" at the end."""
        for line in self.raw:
            if line.strip():
                self.start.append(line)
                return line
            self.number += 1
        return ""


def open_source(file: BufferedReader) -> Source:
    """Find out what the file is. Raises UnreadableFile when it is no text with rows."""
    lines = _Lines(_decoded(file))
    first = lines.peek().lstrip("\ufeff").lstrip()
    if first.startswith("{"):
        return Source(_json_rows(lines))
    if first.startswith("["):
        raise UnreadableFile(_("This is a JSON array; write one object a line (JSON Lines)."))
    return _csv_source(lines, max(SEPARATORS, key=first.count))


def _decoded(file: BufferedReader) -> Iterator[str]:
    head = file.peek(4096)[:4096]
    for magic, what in _ARCHIVES.items():
        if head.startswith(magic):
            raise UnreadableFile(_("This is %(what)s; save it as CSV with UTF-8.") % {"what": what})
    if b"\r" in head and b"\n" not in head:
        raise UnreadableFile(_("The lines end like on an old Mac; save the file again as CSV."))
    encoding = next((name for bom, name in _BOMS.items() if head.startswith(bom)), "utf-8")
    if encoding == "utf-8" and b"\0" in head:
        raise UnreadableFile(_("This is no text in UTF-8; save the file as CSV with UTF-8."))
    # Bytes that are no UTF-8 become marks, so that only their own line is refused.
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    return _bounded(TextIOWrapper(file, encoding=encoding, errors=errors, newline=""))


def _bounded(text: TextIOWrapper) -> Iterator[str]:
    """Lines; of one that has no end in sight only the beginning, with a mark."""
    while line := text.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith("\n"):
            yield line
            continue
        while (rest := text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
            pass
        yield line[:200].replace('"', "") + "\ufffd\n"


def _not_text() -> str:
    return _("the line is no valid UTF-8 or far too long; save the file with UTF-8")


def _json_rows(lines: _Lines) -> Iterator[Row | Fault]:
    for line in lines:
        number = lines.number
        if not line.strip():
            continue
        if lines.last_bad == number:
            yield Fault(number, _not_text())
            continue
        yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row | Fault:
    try:
        cells = json.loads(line.lstrip("\ufeff"), parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError, ArithmeticError) as error:
        return Fault(number, _("no valid JSON: %(error)s") % {"error": str(error)[:120]})
    if not isinstance(cells, dict):
        return Fault(number, _("a JSON object is expected"))
    return Row(number, cells)


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _csv_source(lines: _Lines, separator: str) -> Source:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=separator)
    header = _header(reader)
    return Source(_csv_rows(reader, lines, header), header)


def _header(reader: "Iterator[list[str]]") -> tuple[str, ...]:
    try:
        names = tuple(map(_column, next(reader, [])))
    except csv.Error as error:
        raise UnreadableFile(_("The header can't be read: %(why)s.") % {"why": error}) from None
    while names and not names[-1]:
        names = names[:-1]
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        told = {"name": ", ".join(sorted(twice))}
        raise UnreadableFile(_("The header names a column twice: %(name)s.") % told)
    return names


def _column(cell: str) -> str:
    return re.sub(r"[\s_-]+", "_", cell.strip().strip("\ufeff").strip().lower())


def _csv_rows(
    reader: "Iterator[list[str]]", lines: _Lines, header: Sequence[str]
) -> Iterator[Row | Fault]:
    while True:
        begin = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault(begin, _("no valid CSV: %(error)s") % {"error": error})
            continue
        if not any(cells):
            continue
        yield _csv_row(begin, cells, header, bad=lines.last_bad >= begin)


def _csv_row(begin: int, cells: list[str], header: Sequence[str], *, bad: bool) -> Row | Fault:
    if bad:
        return Fault(begin, _not_text())
    if len(cells) != len(header) and (len(cells) < len(header) or any(cells[len(header) :])):
        told = {"cells": len(cells), "columns": len(header)}
        return Fault(begin, _("%(cells)d cells where the header has %(columns)d") % told)
    named = zip(header, cells, strict=False)
    return Row(begin, {name: cell for name, cell in named if cell})


def open_file(path: Path) -> BufferedReader:
    """Raises UnreadableFile."""
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}.") from None
