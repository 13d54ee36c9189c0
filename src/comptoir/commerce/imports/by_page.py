"""An import by the page: tried first, let in by a person, worked off in the background."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from io import BufferedReader, BytesIO

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from comptoir.accounts.identity import identify
from comptoir.accounts.models import Member
from comptoir.commerce import access
from comptoir.commerce.errors import UnknownImport, UnreadableFile
from comptoir.commerce.events import RefusedLinesCopied
from comptoir.commerce.imports.loading import Read, load_rows, read_source
from comptoir.commerce.imports.summary import LineError, Summary
from comptoir.commerce.models import ImportFault, ImportRun
from comptoir.commerce.states import IMPORT_FLOW, ImportState
from comptoir.journal import later, publish
from comptoir.kit import files
from comptoir.kit.actor import Actor
from comptoir.kit.clock import now
from comptoir.kit.errors import ComptoirError
from comptoir.kit.text import excerpt

MOST_BYTES = 10 * 1024 * 1024
KEPT_FOR = timedelta(days=7)
_FOLDER = "imports"


@transaction.atomic
def check_import(*, by: Actor, name: str, content: bytes, kind: str | None) -> ImportRun:
    """Keep the file and try it in the background; nothing of it is stored by that.

    Raises UnreadableFile where it is empty, too large, or its header says nothing.
    """
    access.require(by, access.IMPORT)
    if not content.strip():
        raise UnreadableFile(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 10 MB. Import it in parts."))
    told = read_source(_opened(content), kind)
    _forget_left_ones()
    run = ImportRun.objects.create(
        kind=kind or told.kind or "",
        file_name=files.safe_name(name)[-255:],
        started_at=now(),
        actor_kind=by.kind,
        actor_id=by.row_id,
        file=files.put(content, folder=_FOLDER, compress=True),
        state=ImportState.CHECKING,
    )
    later("commerce.check_import", run_id=run.pk, only=_only(by))
    return run


def _only(by: Actor) -> list[str] | None:
    """What a program may, for the work that goes on without it."""
    return None if by.only is None else sorted(by.only)


def _forget_left_ones() -> None:
    """Files that nobody let in within a week: they hold names and addresses."""
    left = ImportRun.objects.filter(started_at__lt=now() - KEPT_FOR).exclude(file="")
    keys = list(left.values_list("file", flat=True))
    left.update(file="", state=ImportState.FAILED)
    for key in keys:
        _let_go(key)


def _opened(content: bytes) -> BufferedReader:
    return BufferedReader(BytesIO(content))


@transaction.atomic
def start_import(*, by: Actor, run_id: int) -> ImportRun:
    """What was tried is let in. Raises UnknownImport, IllegalMove."""
    access.require(by, access.IMPORT)
    run = _locked(run_id)
    IMPORT_FLOW.check(ImportState(run.state), ImportState.RUNNING)
    run.state, run.started_at, run.summary = ImportState.RUNNING, now(), {}
    run.save(update_fields=["state", "started_at", "summary"])
    later("commerce.run_import", run_id=run.pk, only=_only(by))
    return run


@transaction.atomic
def note_refused_copied(*, by: Actor, run_id: int, entries: int) -> None:
    """They repeat what stood in the file."""
    access.require(by, access.IMPORT)
    publish(RefusedLinesCopied(import_id=run_id, entries=entries), by=by)


@transaction.atomic
def drop_import(*, by: Actor, run_id: int) -> None:
    """What was tried is not let in: file and findings are forgotten. Raises UnknownImport."""
    access.require(by, access.IMPORT)
    run = _locked(run_id)
    if run.state not in (ImportState.CHECKED, ImportState.FAILED):
        raise UnknownImport
    key = run.file
    run.delete()
    _let_go(key)


def _locked(run_id: int) -> ImportRun:
    found = ImportRun.objects.select_for_update().filter(pk=run_id).first()
    if found is None:
        raise UnknownImport
    return found


def try_rows(run_id: int, *, only: Iterable[str] | None = None) -> None:
    """The whole import in one transaction that is taken back: exact, and without effect.

    `only` is what a program may that asked for it.
    """
    _work(run_id, ImportState.CHECKING, ImportState.CHECKED, _tried, only)


def run_rows(run_id: int, *, only: Iterable[str] | None = None) -> None:
    """Batch by batch; begun anew after a crash, which changes nothing that is there."""
    _work(run_id, ImportState.RUNNING, ImportState.DONE, _loaded, only)


def _tried(run: ImportRun, by: Actor) -> Summary:
    with transaction.atomic():
        summary = load_rows(_read(run), by=by, run=run)
        transaction.set_rollback(True)
    return summary


def _loaded(run: ImportRun, by: Actor) -> Summary:
    def tell(summary: Summary) -> None:
        ImportRun.objects.filter(pk=run.pk).update(summary=summary.as_data())

    return load_rows(_read(run), by=by, run=run, watch=tell)


def _read(run: ImportRun) -> Read:
    return read_source(_opened(files.read(run.file)), run.kind or None)


def _work(
    run_id: int,
    begun: ImportState,
    ended: ImportState,
    load: Callable[[ImportRun, Actor], Summary],
    only: Iterable[str] | None,
) -> None:
    run = ImportRun.objects.filter(pk=run_id, state=begun).first()
    if run is None:
        return
    member = Member.objects.get(pk=run.actor_id or 0)
    with translation.override(member.language):
        try:
            by = _narrowed(identify(member).actor, only)
            access.require(by, access.IMPORT)
            summary = load(run, by)
        except ComptoirError as refusal:
            summary, ended = Summary(), ImportState.FAILED
            summary.refuse(0, str(refusal), lines=0)
    _end(run, ended, summary)


def _narrowed(by: Actor, only: Iterable[str] | None) -> Actor:
    return by if only is None else replace(by, only=frozenset(only))


@transaction.atomic
def _end(run: ImportRun, state: ImportState, summary: Summary) -> None:
    run.state, run.summary, run.finished_at = state, summary.as_data(), now()
    run.save(update_fields=["state", "summary", "finished_at"])
    run.faults.all().delete()
    ImportFault.objects.bulk_create([_fault(run, fault) for fault in summary.kept])
    if state is ImportState.DONE:
        ImportRun.objects.filter(pk=run.pk).update(file="")
        _let_go(run.file)


def _fault(run: ImportRun, fault: LineError) -> ImportFault:
    return ImportFault(
        run=run, line=fault.line, column=fault.column[:60], reason=excerpt(fault.reason, 300)
    )


def _let_go(key: str) -> None:
    """Equal files share a key: it is deleted with the last that names it."""
    if key and not ImportRun.objects.filter(file=key).exists():
        files.delete(key)
