"""Bringing a backup back: beside the old desk first, in its place when all of it stands."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from comptoir.config.backup import programs
from comptoir.config.backup.manifest import (
    DATABASE,
    FILES,
    NAME,
    SECRET,
    BadBackup,
    Manifest,
    fingerprint,
)
from comptoir.config.env import Env
from comptoir.config.postgres.addresses import with_database
from comptoir.config.postgres.databases import drop_database, ensure_database
from comptoir.kit.errors import Conflict
from comptoir.records.ledger import NAME as NAME_OF_LEDGER
from comptoir.records.ledger import add, erased

_CHUNK = 1024 * 1024


class DeskHasData(Conflict):
    """Somebody works here already."""


class DeskIsOpen(Conflict):
    """Processes of the desk still use its database."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`other_key`: the backup was made with another secret key than the desk's now."""

    manifest: Manifest
    other_key: bool


def restore(env: Env, url: str, source: Path, *, over: bool) -> Restored:
    """Raises BadBackup, DeskHasData, DeskIsOpen, NoProgram, CopyFailed; then nothing changed."""
    manifest = check(source)
    _refuse_later_schema(manifest)
    if _has_data(url) and not over:
        raise DeskHasData("This desk holds data: --over puts the backup in its place for good.")
    _refuse_open_desk(url)
    with tempfile.TemporaryDirectory(dir=_room(env), prefix=".comptoir-") as folder:
        dump = Path(folder) / DATABASE
        _extract(source, DATABASE, dump)
        _keep_erasures(env, url)
        # The files first: what belongs to somebody who was erased since goes while it settles.
        with _files_added(env, source), _database_beside(env, url, dump, manifest) as fresh:
            _swap(url, fresh)
    _forget_other_files(env, manifest)
    return Restored(manifest, _other_key(env, source, manifest))


# --- Checking -------------------------------------------------------------------------------


def check(source: Path) -> Manifest:
    """Read all of it once, before anything is touched; raises BadBackup."""
    sums: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is None or not _is_ours(member.name):
                    raise BadBackup(f"This is no backup of Comptoir: it holds {member.name}.")
                if member.name == NAME:
                    manifest = Manifest.read(content.read())
                else:
                    sums[member.name] = _digest(content)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadBackup(f"{source} cannot be read: {error}.") from None
    if manifest is None:
        raise BadBackup(f"{source} has no manifest: it was cut off, or is no backup.")
    if sums != manifest.checksums or DATABASE not in sums:
        raise BadBackup(f"{source} is damaged: its checksums do not fit. Nothing was changed.")
    return manifest


def _digest(content: IO[bytes]) -> str:
    found = hashlib.sha256()
    while piece := content.read(_CHUNK):
        found.update(piece)
    return found.hexdigest()


def _is_ours(name: str) -> bool:
    if name in (NAME, DATABASE, SECRET):
        return True
    parts = PurePosixPath(name).parts
    return name.startswith(FILES) and ".." not in parts and len(parts) > 1


def _refuse_later_schema(manifest: Manifest) -> None:
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).graph.nodes}
    replaced = MigrationLoader(None, replace_migrations=False).disk_migrations
    known |= {f"{app}.{name}" for app, name in replaced}
    if unknown := sorted(set(manifest.schema) - known):
        raise BadBackup(
            f"This backup was made by a later version ({manifest.version}; it knows {unknown[0]}): "
            "install that one first."
        )


def _has_data(url: str) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('accounts_member')").fetchone()
        if found is None or found[0] is None:
            return False
        row = connection.execute("SELECT EXISTS (SELECT FROM accounts_member)").fetchone()
        return bool(row and row[0])


def _refuse_open_desk(url: str) -> None:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    if row and row[0]:
        raise DeskIsOpen("The desk is open: stop serve, web and worker, then restore again.")


# --- The database ---------------------------------------------------------------------------


@contextmanager
def _database_beside(env: Env, url: str, dump: Path, manifest: Manifest) -> Iterator[str]:
    """A database with the backup in it, of this version and standing still; dropped on failure."""
    name = f"{_name(url)}_restoring"
    drop_database(url, name)
    try:
        fresh = ensure_database(url, name)
        _fill(env, fresh, dump)
        _settle(fresh, manifest)
        yield fresh
    finally:
        drop_database(url, name)


def _fill(env: Env, fresh: str, dump: Path) -> None:
    pg_restore = programs.program("pg_restore", fresh, own=not env.database_url)
    chosen = dump.with_name("contents")
    chosen.write_text(_contents(programs.run(pg_restore, "--list", str(dump)), fresh))
    programs.run(
        pg_restore,
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        f"--use-list={chosen}",
        f"--dbname={fresh}",
        str(dump),
    )


def _contents(listed: str, fresh: str) -> str:
    """Without extensions that this server lacks or that only a superuser may make, and without
    their comments, which belong to their owner."""
    with psycopg.connect(fresh) as connection:
        makeable = {
            name
            for (name,) in connection.execute(
                "SELECT name FROM pg_available_extension_versions WHERE trusted"
            )
        }
    return "\n".join(line for line in listed.splitlines() if _is_wanted(line, makeable))


def _is_wanted(line: str, makeable: set[str]) -> bool:
    words = line.split()
    if "EXTENSION" not in words[3:6]:
        return True
    return "COMMENT" not in words and bool(makeable & set(words))


def _settle(fresh: str, manifest: Manifest) -> None:
    """In a process of its own: this one may know another database already."""
    command = [sys.executable, "-m", "comptoir.config.backup", manifest.taken_at]
    done = subprocess.run(command, env=os.environ | {"DATABASE_URL": fresh}, check=False)
    if done.returncode:
        raise programs.CopyFailed(
            "The backup could not be brought to this version; the desk is as it was."
        )


def _swap(url: str, fresh: str) -> None:
    """Both names in one transaction: there is the old desk or the new one, never none."""
    ours, theirs = _name(url), _name(fresh)
    replaced = f"{ours}_replaced"
    drop_database(fresh, replaced)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        with psycopg.connect(with_database(url, "postgres")) as connection:
            connection.execute(rename.format(sql.Identifier(ours), sql.Identifier(replaced)))
            connection.execute(rename.format(sql.Identifier(theirs), sql.Identifier(ours)))
    except psycopg.errors.ObjectInUse:
        raise DeskIsOpen(
            "Somebody opened the desk meanwhile: stop serve, web and worker, then restore again."
        ) from None
    drop_database(url, replaced)


def _name(url: str) -> str:
    return unquote(urlsplit(url).path[1:])


def _keep_erasures(env: Env, url: str) -> None:
    """Whom the desk that is replaced erased stands in the ledger, also if a crash kept it out."""
    ledger = env.data_dir / NAME_OF_LEDGER
    known = set(erased(ledger))
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('journal_entry')").fetchone()
        if found is None or found[0] is None:
            return
        told = connection.execute(
            "SELECT data->>'public_id', at FROM journal_entry WHERE event = 'records.PersonErased'"
        ).fetchall()
    add(ledger, [{"buyer": who, "at": at.isoformat()} for who, at in told if who not in known])


# --- Files ----------------------------------------------------------------------------------


@contextmanager
def _files_added(env: Env, source: Path) -> Iterator[None]:
    """Files are named by their content, so new ones disturb nobody; on failure they go again."""
    added: list[Path] = []
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                if member.name.startswith(FILES):
                    _add(archive, member, env.files_dir / member.name.removeprefix(FILES), added)
        yield
    except BaseException:
        for path in added:
            path.unlink(missing_ok=True)
        raise


def _add(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path, added: list[Path]) -> None:
    content = archive.extractfile(member)
    if path.exists() or content is None:
        return
    _make_folder(path.parent)
    part = path.with_name(f".part-{path.name}")
    with part.open("wb") as file:
        shutil.copyfileobj(content, file, _CHUNK)
    _own_like(part, path.parent)
    part.replace(path)
    added.append(path)


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700)
        _own_like(folder, folder.parent)


def _own_like(path: Path, model: Path) -> None:
    """As root, what is restored belongs to whoever serves it."""
    if os.geteuid() == 0:
        found = model.stat()
        os.chown(path, found.st_uid, found.st_gid)


def _forget_other_files(env: Env, manifest: Manifest) -> None:
    """Those of the desk that was replaced."""
    if not manifest.has_files or env.storage_url or not env.files_dir.exists():
        return
    kept = {env.files_dir / name.removeprefix(FILES) for name in manifest.checksums}
    for path in env.files_dir.rglob("*"):
        if path.is_file() and path not in kept:
            path.unlink()


def _extract(source: Path, name: str, path: Path) -> None:
    with tarfile.open(source, "r:gz") as archive:
        content = archive.extractfile(name)
        if content is None:
            raise BadBackup(f"{source} holds no {name}.")
        with path.open("wb") as file:
            shutil.copyfileobj(content, file, _CHUNK)


def _room(env: Env) -> Path:
    env.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return env.data_dir


# --- The secret key -------------------------------------------------------------------------


def _other_key(env: Env, source: Path, manifest: Manifest) -> bool:
    """A key that came along is put in place, unless the environment names one."""
    if fingerprint(env.secret_key) == manifest.key:
        return False
    if SECRET not in manifest.checksums or os.environ.get("COMPTOIR_SECRET_KEY"):
        return True
    draft = env.data_dir / ".secret_key.restored"
    draft.touch(mode=0o600)
    _extract(source, SECRET, draft)
    draft.replace(env.data_dir / "secret_key")
    return False
