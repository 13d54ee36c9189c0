"""Child processes that never outlive us: not by Ctrl-C, not by SIGKILL."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from comptoir.config.unprivileged import Account

PR_SET_PDEATHSIG = 1
# What asks us to end; a handler of ours raises at once, wherever we are.
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

# Loaded now: a forked child must not load libraries.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def start_child(
    command: Sequence[str | Path],
    *,
    account: Account | None = None,
    environ: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
    folder: Path | None = None,
    on_orphaned: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start it in a session of its own; the kernel sends it `on_orphaned` when we die."""
    return subprocess.Popen(
        [str(part) for part in command],
        env=environ,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        preexec_fn=_die_with(os.getpid(), on_orphaned),  # noqa: PLW1509
        **(account.popen_options() if account else {}),
    )


def _die_with(parent: int, sent: signal.Signals) -> Callable[[], Any]:
    """Runs in the child after its change of user, which would clear the kernel's promise."""

    def promise() -> None:
        if _LIBC:
            _LIBC.prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return promise


def has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Like `poll`, but whoever asks us to end has to wait for the answer.

    A handler that raised inside `poll` would leave the child's own lock taken: nobody could ever
    wait for the child again.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        return child.poll() is not None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def stop_child(child: subprocess.Popen[bytes], *, sent: signal.Signals, seconds: float) -> None:
    """Ask it to stop; after `seconds` it is killed."""
    if child.poll() is None:
        child.send_signal(sent)
    try:
        child.wait(max(seconds, 0.01))
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
