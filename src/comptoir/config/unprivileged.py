"""The account that root hands its processes to: PostgreSQL refuses root, the web must not be it."""

import os
import pwd
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# `comptoir` is made by the administrator for this. `postgres` is no choice: whoever runs as it
# owns every other database of the machine.
NAMES = ("comptoir", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """What subprocess needs to start a process as this account; nothing if we are it."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": ()}

    def can_read(self, paths: Iterable[Path]) -> bool:
        return self._can("-r", paths)

    def can_enter(self, folder: Path) -> bool:
        return self._can("-x", [folder])

    def can_write(self, folder: Path) -> bool:
        return self._can("-w", [folder])

    def _can(self, test: str, paths: Iterable[Path]) -> bool:
        """Asked by the account itself, since only it sees what every parent folder allows."""
        script = f'for path; do test {test} "$path" || exit 1; done'
        command = ["/bin/sh", "-c", script, "sh", *map(str, paths)]
        return subprocess.run(command, cwd="/", check=False, **self.popen_options()).returncode == 0

    def own(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def own_account() -> Account | None:
    """Whoever runs this process; None for a uid without a name."""
    try:
        found = pwd.getpwuid(os.geteuid())
    except KeyError:
        return None
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def unprivileged_account(owner_of: Path | None = None) -> Account | None:
    """For root: the owner of that folder if it exists, else the first of NAMES. Others: oneself."""
    if os.geteuid() != 0:
        return own_account()
    if owner_of and owner_of.exists() and (owner := owner_of.stat().st_uid):
        return _by_uid(owner)
    return next((found for name in NAMES if (found := _by_name(name))), None)


def reads_the_code(account: Account) -> bool:
    """Whether the account could run Comptoir: the interpreter, its library and our packages."""
    library = Path(sysconfig.get_path("stdlib")) / "os.py"
    packages = Path(sysconfig.get_path("purelib"))
    paths = (Path(sys.executable), library, packages, Path(__file__))
    return account.can_read(paths)


def _by_name(name: str) -> Account | None:
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(found.pw_name, found.pw_uid, found.pw_gid)


def _by_uid(uid: int) -> Account | None:
    try:
        found = pwd.getpwuid(uid)
    except KeyError:
        return None
    return Account(found.pw_name, found.pw_uid, found.pw_gid)
