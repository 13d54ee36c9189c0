"""What a killed cluster leaves behind. To be called only by the holder of the folder's lock."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
# Fast, then immediate, then by force.
STEPS = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


def clear(pgdata: Path, sockets: Path) -> None:
    """Stop an orphaned server of this folder, then remove the marks of one that is gone.

    PostgreSQL itself refuses to start when any process has the number in postmaster.pid: after a
    restart of the machine or the container that is often a stranger.
    """
    pid = postmaster(pgdata)
    if pid is not None:
        _stop(pid, pgdata)
    for mark in (pgdata / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
        mark.unlink(missing_ok=True)


def postmaster(pgdata: Path) -> int | None:
    """The running server of this folder, if there is one."""
    try:
        pid = int((pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if is_server_of(pid, pgdata) else None


def is_server_of(pid: int, pgdata: Path) -> bool:
    """A server works inside its data folder; elsewhere than on Linux its command line tells."""
    if not PROC.is_dir() or not (PROC / "self").exists():
        return _command_names(pid, pgdata)
    try:
        return (PROC / str(pid) / "cwd").readlink() == pgdata
    except OSError:
        return False


def _command_names(pid: int, pgdata: Path) -> bool:
    command = ["ps", "-o", "args=", "-p", str(pid)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return str(pgdata) in shown


def _stop(pid: int, pgdata: Path) -> None:
    for sent, seconds in STEPS:
        with suppress(ProcessLookupError):
            os.kill(pid, sent)
        if _gone(pid, pgdata, seconds):
            return


def _gone(pid: int, pgdata: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_server_of(pid, pgdata):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
