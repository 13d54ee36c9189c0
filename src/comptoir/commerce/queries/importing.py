"""Imports by the page: how far each is, and the lines that were refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.db.models import QuerySet

from comptoir.accounts.models import Member
from comptoir.commerce.errors import UnknownImport, UnknownKind
from comptoir.commerce.models import ImportFault, ImportRun
from comptoir.commerce.slots import IMPORTS
from comptoir.commerce.states import IMPORT_STATE_NAMES, ImportState
from comptoir.kit.actor import ActorKind

MOST_RUNS = 20
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """`created`, `updated` and `unchanged` count records, `read` and `failed` lines of the file."""

    id: int
    file_name: str
    kind: str
    kind_key: str
    state: ImportState
    state_name: str
    at: datetime
    by: str
    read: int
    created: int
    updated: int
    unchanged: int
    failed: int
    ignored: tuple[str, ...]
    reason: str
    faults: tuple[Fault, ...] = ()

    @property
    def is_at_work(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.RUNNING)

    @property
    def may_start(self) -> bool:
        return self.state is ImportState.CHECKED and bool(self.created + self.updated)

    @property
    def is_left(self) -> bool:
        """It was tried and not let in."""
        return self.state in (ImportState.CHECKED, ImportState.FAILED)

    @property
    def is_tried(self) -> bool:
        return self.state is ImportState.CHECKED

    @property
    def records(self) -> int:
        return self.created + self.updated


def import_runs() -> list[Run]:
    """The newest imports, those by the command line too: two queries."""
    return told_runs(list(runs_told().order_by("-id")[:MOST_RUNS]))


def runs_told() -> QuerySet[ImportRun]:
    return ImportRun.objects.all()


def told_runs(rows: Sequence[ImportRun]) -> list[Run]:
    """With who began each: one query."""
    names = _names({row.actor_id for row in rows if row.actor_kind == ActorKind.AGENT})
    return [_run(row, names) for row in rows]


def import_run(run_id: int) -> Run:
    """One of them with the first lines it refused. Raises UnknownImport."""
    row = ImportRun.objects.filter(pk=run_id).first()
    if row is None:
        raise UnknownImport
    shown = row.faults.order_by("line", "id")[:MOST_SHOWN]
    return _run(row, _names({row.actor_id}), tuple(Fault(f.line, f.reason) for f in shown))


def import_faults(run_id: int) -> list[Fault]:
    """All lines that were refused and kept. Raises UnknownImport."""
    row = ImportRun.objects.filter(pk=run_id).first()
    if row is None:
        raise UnknownImport
    return [Fault(fault.line, fault.reason) for fault in row.faults.order_by("line", "id")]


def faults_told(run_id: int) -> QuerySet[ImportFault]:
    """The lines that were refused and kept. Raises UnknownImport."""
    if not ImportRun.objects.filter(pk=run_id).exists():
        raise UnknownImport
    return ImportFault.objects.filter(run=run_id)


def import_template(kind: str) -> bytes:
    """A CSV file to fill in. Raises UnknownKind."""
    if kind not in IMPORTS:
        raise UnknownKind(kind, (name for name, _importer in IMPORTS.items()))
    return files("comptoir.commerce").joinpath("templates_import", f"{kind}.csv").read_bytes()


def _names(ids: set[int | None]) -> dict[int, str]:
    return {row.pk: str(row) for row in Member.objects.filter(pk__in=[i for i in ids if i])}


def _run(row: ImportRun, names: Mapping[int, str], faults: tuple[Fault, ...] = ()) -> Run:
    told: dict[str, Any] = row.summary
    state = ImportState(row.state)
    return Run(
        id=row.pk,
        file_name=row.file_name,
        kind_key=row.kind,
        kind=str(IMPORTS.get(row.kind).name) if row.kind in IMPORTS else "",
        state=state,
        state_name=str(IMPORT_STATE_NAMES[state]),
        at=row.started_at,
        by=names.get(row.actor_id or 0, "") if row.actor_kind == ActorKind.AGENT else "",
        read=told.get("read", 0),
        created=told.get("created", 0),
        updated=told.get("updated", 0),
        unchanged=told.get("unchanged", 0),
        failed=told.get("failed", 0),
        ignored=tuple(told.get("ignored_columns", ())),
        reason=_reason(told) if state is ImportState.FAILED else "",
        faults=tuple(fault for fault in faults if fault.line),
    )


def _reason(told: Mapping[str, Any]) -> str:
    errors = told.get("errors") or [{}]
    return str(errors[0].get("reason", ""))
