"""The import itself: rows become facts, facts are stored in batches, bad lines are told."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from comptoir.commerce import access
from comptoir.commerce.cells import BadValue, Row
from comptoir.commerce.errors import UnknownKind, UnreadableFile
from comptoir.commerce.events import FactsImported
from comptoir.commerce.imports.files import Fault, Source, open_file, open_source
from comptoir.commerce.imports.summary import Summary
from comptoir.commerce.models import ImportRun
from comptoir.commerce.slots import IMPORTS, Answer, Importer, Outcome
from comptoir.journal import publish
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError

BATCH = 500


def import_file(path: Path, *, by: Actor, kind: str | None = None) -> Summary:
    """Load sellers, listings, orders or parcels from CSV or JSON Lines.

    `kind` says what the rows are where neither the row nor the header does. Each batch is a
    transaction of its own; a second import of the same file changes nothing. Raises
    UnreadableFile when nothing at all can be read from it, NotAllowed.
    """
    access.require(by, access.IMPORT)
    with open_file(path) as file:
        told = read_source(file, kind)
        run = _begin(path, by, told.kind)
        summary = load_rows(told, by=by, run=run)
    _end(run, summary)
    return summary


@dataclass(frozen=True, slots=True)
class Read:
    """A file whose header was understood. `forced`: somebody said what the rows are."""

    source: Source
    kind: str | None
    forced: bool


def read_source(file: BufferedReader, kind: str | None) -> Read:
    """Raises UnreadableFile."""
    forced = _kind_named(kind) if kind else None
    source = open_source(file)
    default = _check_header(source, forced) if forced else _kind_of_header(source)
    return Read(source, default, forced is not None)


def load_rows(
    told: Read, *, by: Actor, run: ImportRun, watch: Callable[[Summary], None] | None = None
) -> Summary:
    """All rows, in batches; `watch` is told after each how far it is."""
    started = monotonic()
    loading = _Loading(by=by, run=run, default=told.kind, forced=told.forced, watch=watch)
    loading.summary.ignored_columns = _ignored(told.source, told.kind)
    for row in told.source.rows:
        loading.take(row)
    loading.flush()
    loading.summary.seconds = round(monotonic() - started, 3)
    return loading.summary


@transaction.atomic
def _begin(path: Path, by: Actor, kind: str | None) -> ImportRun:
    return ImportRun.objects.create(
        kind=kind or "",
        file_name=path.name[-255:],
        started_at=now(),
        actor_kind=by.kind,
        actor_id=by.id,
    )


@transaction.atomic
def _end(run: ImportRun, summary: Summary) -> None:
    run.finished_at = now()
    run.summary = summary.as_data()
    run.save(update_fields=["finished_at", "summary"])


def _kind_named(word: str) -> str:
    """`Orders` and `order` mean `orders`. Raises UnknownKind."""
    name = word.strip().lower()
    for kind in _kinds():
        if name in {kind, kind.removesuffix("s")}:
            return kind
    raise UnknownKind(word, _kinds())


def _kinds() -> tuple[str, ...]:
    return tuple(dict(IMPORTS.items()))


def _check_header(source: Source, kind: str) -> str:
    missing = set(IMPORTS.get(kind).required).difference(source.columns or ())
    if source.columns is not None and missing:
        told = {"columns": ", ".join(sorted(missing)), "kind": kind}
        raise UnreadableFile(_("The header lacks what %(kind)s need: %(columns)s.") % told)
    return kind


def _kind_of_header(source: Source) -> str | None:
    """The kind whose required columns are all there; of several the one that knows most columns."""
    header = source.columns
    if header is None or "kind" in header:
        return None
    kind = _kind_of(header)
    if kind is None:
        told = {"columns": ", ".join(filter(None, header)) or _("nothing")}
        raise UnreadableFile(
            _(
                "The header does not tell what the rows are (it has %(columns)s). Name the "
                "columns as in the templates, or say the kind."
            )
            % told
        )
    return kind


def _kind_of(columns: Sequence[str]) -> str | None:
    names = set(columns)
    fitting = [
        (len(names.intersection(importer.columns)), kind)
        for kind, importer in IMPORTS.items()
        if names.issuperset(importer.required)
    ]
    return max(fitting)[1] if fitting else None


def _ignored(source: Source, kind: str | None) -> list[str]:
    if source.columns is None or kind is None:
        return []
    known = {"kind", *IMPORTS.get(kind).columns}
    return [name for name in source.columns if name not in known]


@dataclass(slots=True)
class _Record:
    """Facts as they grow, and the lines they came from."""

    line: int
    facts: Any
    lines: int = 1


@dataclass(slots=True, kw_only=True)
class _Loading:
    by: Actor
    run: ImportRun
    default: str | None
    forced: bool
    watch: Callable[[Summary], None] | None = None
    summary: Summary = field(default_factory=Summary)
    waiting: dict[str, dict[Hashable, _Record]] = field(
        default_factory=lambda: {kind: {} for kind in _kinds()}
    )

    def take(self, row: Row | Fault) -> None:
        """Check one row and let it wait for its batch."""
        self.summary.read += 1
        if isinstance(row, Fault):
            self.summary.refuse(row.line, row.reason)
            return
        try:
            self._put(row)
        except ComptoirError as error:
            self.summary.refuse(row.line, error)

    def _put(self, row: Row) -> None:
        kind = self._kind(row)
        importer = IMPORTS.get(kind)
        facts = importer.read(row)
        key = importer.key(facts)
        waiting = self.waiting[kind]
        if record := waiting.get(key):
            record.facts = importer.join(record.facts, facts)
            record.lines += 1
            return
        # Only a new record may close the batch: the rows of one order stay together.
        if len(waiting) >= BATCH:
            self.flush()
        waiting[key] = _Record(row.line, facts)

    def _kind(self, row: Row) -> str:
        word = row.text("kind", most=40)
        if not word:
            return self.default or _kind_of_cells(row)
        kind = _kind_named(word)
        if self.forced and kind != self.default:
            raise BadValue("kind", _("“%(kind)s” is not what is imported") % {"kind": word})
        return kind

    def flush(self) -> None:
        """Store what waits, in the order of kinds: orders before their parcels."""
        for kind, waiting in self.waiting.items():
            if waiting:
                self._store(IMPORTS.get(kind), list(waiting.values()))
                waiting.clear()
        if self.watch is not None:
            self.watch(self.summary)

    def _store(self, importer: Importer[Any], records: list[_Record]) -> None:
        try:
            answers = self._write(importer, records)
        except (ComptoirError, DataError, IntegrityError):
            # One of them can't be stored: each alone, so that only that one is refused.
            answers = [self._write_alone(importer, record) for record in records]
        for record, answer in zip(records, answers, strict=True):
            self._count(record, answer)

    @transaction.atomic
    def _write(self, importer: Importer[Any], records: list[_Record]) -> Sequence[Answer]:
        answers = importer.store(by=self.by, facts=[record.facts for record in records])
        created = sum(answer is Outcome.CREATED for answer in answers)
        updated = sum(answer is Outcome.UPDATED for answer in answers)
        if created or updated:
            event = FactsImported(import_id=self.run.pk, created=created, updated=updated)
            publish(event, by=self.by)
        return answers

    def _write_alone(self, importer: Importer[Any], record: _Record) -> Answer:
        try:
            (answer,) = self._write(importer, [record])
        except ComptoirError as error:
            return error
        except (DataError, IntegrityError) as error:
            reason = str(error).partition("\n")[0]
            return ComptoirError(_("the database refuses it: %(why)s") % {"why": reason})
        return answer

    def _count(self, record: _Record, answer: Answer) -> None:
        if isinstance(answer, Outcome):
            self.summary.count(answer)
        else:
            self.summary.refuse(record.line, answer, lines=record.lines)


def _kind_of_cells(row: Row) -> str:
    kind = _kind_of(row.columns)
    if kind is None:
        raise BadValue("kind", _("is missing, and the names do not tell what this is"))
    return kind
