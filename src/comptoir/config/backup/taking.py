"""Taking a backup while the desk runs."""

import hashlib
import io
import os
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import psycopg

from comptoir.config.backup import programs
from comptoir.config.backup.manifest import (
    DATABASE,
    FILES,
    FORMAT,
    NAME,
    SECRET,
    Manifest,
    checksum,
    fingerprint,
)
from comptoir.config.env import Env
from comptoir.kit.clock import now
from comptoir.kit.errors import Conflict

# Dump and originals are packed already: more effort would only take time.
_LEVEL = 1


class InTheWay(Conflict):
    """There is a file of that name already."""


def take(env: Env, url: str, target: Path, *, with_secrets: bool) -> Manifest:
    """Write the archive; complete or absent. Raises InTheWay, NoProgram, CopyFailed.

    The database first, in one snapshot: a file is stored before the row that names it, so all
    that the snapshot names lies in the folder afterwards.
    """
    if target.exists():
        raise InTheWay(f"{target} exists already: choose another name, or move it away.")
    started = time.monotonic()
    part = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".comptoir-") as room:
            dump = Path(room) / DATABASE
            moment = _dump(env, url, dump)
            manifest = _write(env, url, part, dump, moment, with_secrets=with_secrets)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _note(url, moment, target.stat().st_size, time.monotonic() - started)
    return manifest


def _dump(env: Env, url: str, path: Path) -> datetime:
    pg_dump = programs.program("pg_dump", url, own=not env.database_url)
    moment = now()
    programs.run(pg_dump, "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", url)
    return moment


def _write(
    env: Env, url: str, path: Path, dump: Path, moment: datetime, *, with_secrets: bool
) -> Manifest:
    has_files = not env.storage_url
    sums: dict[str, str] = {}
    with (
        _open_private(path) as raw,
        tarfile.open(fileobj=raw, mode="w:gz", compresslevel=_LEVEL) as archive,
    ):
        archive.add(dump, DATABASE)
        sums[DATABASE] = checksum(dump)
        for file in _stored(env.files_dir) if has_files else ():
            _add_file(archive, sums, file, FILES + file.relative_to(env.files_dir).as_posix())
        if with_secrets:
            _add_bytes(archive, SECRET, env.secret_key.encode())
            sums[SECRET] = hashlib.sha256(env.secret_key.encode()).hexdigest()
        manifest = Manifest(
            format=FORMAT,
            version=version("comptoir"),
            taken_at=moment.isoformat(),
            schema=_schema(url),
            key=fingerprint(env.secret_key),
            has_files=has_files,
            checksums=sums,
        )
        _add_bytes(archive, NAME, manifest.as_bytes())
    return manifest


def _open_private(path: Path) -> io.BufferedWriter:
    """It holds all letters of all buyers: for its owner's eyes."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _stored(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(".part-"):
            yield path


def _add_file(archive: tarfile.TarFile, sums: dict[str, str], path: Path, name: str) -> None:
    # What is deleted in this moment was deleted on purpose.
    with suppress(FileNotFoundError):
        sums[name] = checksum(path)
        archive.add(path, name)


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = len(content), 0o600, int(time.time())
    archive.addfile(member, io.BytesIO(content))


def _schema(url: str) -> tuple[str, ...]:
    query = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
    with psycopg.connect(url) as connection:
        return tuple(name for (name,) in connection.execute(query))


def _note(url: str, moment: datetime, size: int, seconds: float) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO journal_backup (at, size, seconds) VALUES (%s, %s, %s)",
            [moment, size, int(seconds)],
        )
