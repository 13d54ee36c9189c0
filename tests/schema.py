"""The migrated schema, kept from run to run: to migrate takes longer than a hundred tests."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from comptoir.config.backup.programs import program, run
from comptoir.config.postgres.databases import ensure_database
from comptoir.config.postgres.locks import alone
from comptoir.config.postgres.software import WHEEL

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".pytest_cache" / "schema"
# Their migrations are in the schema too.
PACKAGES = ("django", "django-allauth", "procrastinate", WHEEL)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Of runs that begin together one migrates, the others wait for what it keeps."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with alone(FOLDER / "lock"):
        yield


@cache
def kept() -> Path:
    """Where the schema of the migrations is kept, or will be, as they were when it was asked for."""
    told = hashlib.sha256(" ".join(map(version, PACKAGES)).encode())
    for path in sorted((ROOT / "src").rglob("migrations/*.py")):
        told.update(path.name.encode() + path.read_bytes())
    return FOLDER / f"{told.hexdigest()[:32]}.dump"


def unpack(url: str, name: str) -> None:
    """A database of that name with the kept schema; only superusers make extensions anew."""
    fresh = ensure_database(url, name)
    pg_restore = program("pg_restore", fresh, own=True)
    listed = run(pg_restore, "--list", str(kept())).splitlines()
    chosen = FOLDER / "contents"
    chosen.write_text("\n".join(line for line in listed if " EXTENSION " not in line))
    told = ("--exit-on-error", "--no-owner", "--no-privileges", f"--use-list={chosen}")
    run(pg_restore, *told, f"--dbname={fresh}", str(kept()))


def keep(url: str) -> None:
    """Keep what that database holds, in place of the schemas of other days."""
    draft = FOLDER / "draft"
    pg_dump = program("pg_dump", url, own=True)
    run(pg_dump, "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}", url)
    for old in FOLDER.glob("*.dump"):
        old.unlink()
    draft.rename(kept())
