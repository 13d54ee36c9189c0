"""Where a cluster lies on disk, such that the account that runs it can reach it."""

import os
import shutil
import tempfile
from pathlib import Path

from comptoir.config.unprivileged import Account

CLUSTERS = Path("/var/lib/comptoir/clusters")
# sockaddr_un holds 108 bytes with the closing zero; PostgreSQL adds /.s.PGSQL.5432.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")
OURS_IN_A_NEW_FOLDER = {"secret_key", "sample", "postgres.lock", "postgres.guests"}


def hand_over(data_dir: Path, account: Account) -> None:
    """Make the data folder if need be; as root, a new one becomes the account's.

    Only folders that hold nothing but our own first files are touched, and never a parent.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.geteuid() != 0 or data_dir.stat().st_uid != 0:
        return
    found = {path.name for path in data_dir.iterdir()}
    if found <= OURS_IN_A_NEW_FOLDER:
        for path in (data_dir, *(data_dir / name for name in found)):
            account.own(path)


def cluster_home(data_dir: Path, account: Account) -> Path:
    """The folder `postgres` of the data folder, or what its link of that name leads to.

    Root's folders may be closed to the account: then the cluster lies under /var/lib/comptoir.
    """
    home = data_dir / "postgres"
    if home.is_dir():
        return home.resolve()
    if home.is_symlink():
        raise FileNotFoundError(2, f"it leads to the lost folder {home.readlink()}")
    home.mkdir(mode=0o700)
    account.own(home)
    if account.can_enter(home):
        return home.resolve()
    home.rmdir()
    home.symlink_to(_home_elsewhere(data_dir, account))
    return home.resolve()


def _home_elsewhere(data_dir: Path, account: Account) -> Path:
    CLUSTERS.mkdir(parents=True, exist_ok=True, mode=0o755)
    home = Path(tempfile.mkdtemp(prefix=f"{data_dir.name}.", dir=CLUSTERS))
    account.own(home)
    (home / "belongs-to").write_text(f"{data_dir}\n")
    return home


def forsaken_homes() -> list[Path]:
    """Clusters under /var/lib/comptoir whose data folder no longer leads to them."""
    if not CLUSTERS.is_dir() or not os.access(CLUSTERS, os.R_OK | os.X_OK):
        return []
    return [home for home in CLUSTERS.iterdir() if _is_forsaken(home)]


def _is_forsaken(home: Path) -> bool:
    try:
        owner = Path((home / "belongs-to").read_text().strip())
        return (owner / "postgres").resolve() != home
    except OSError:
        return False


def socket_folder(home: Path, account: Account) -> Path:
    """A private folder with a short path; a deep data folder gets one under /tmp."""
    sockets = home / "sockets"
    if sockets.is_symlink() and _is_private(sockets.resolve(), account):
        return sockets.resolve()
    sockets.unlink() if sockets.is_symlink() else None
    if len(os.fsencode(sockets)) <= LONGEST_SOCKET_FOLDER:
        sockets.mkdir(mode=0o700, exist_ok=True)
        account.own(sockets)
        return sockets
    short = Path(tempfile.mkdtemp(prefix="comptoir-", dir="/tmp"))
    account.own(short)
    sockets.symlink_to(short)
    return short


def _is_private(folder: Path, account: Account) -> bool:
    if not folder.is_dir():
        return False
    found = folder.stat()
    return found.st_uid == account.uid and found.st_mode & 0o077 == 0


def destroy(data_dir: Path) -> None:
    """Remove the cluster with everything in it."""
    home = data_dir / "postgres"
    if not home.is_dir() and not home.is_symlink():
        return
    sockets = home / "sockets"
    for folder in (sockets.resolve(), home.resolve()):
        shutil.rmtree(folder, ignore_errors=not folder.exists())
    home.unlink(missing_ok=True) if home.is_symlink() else None
