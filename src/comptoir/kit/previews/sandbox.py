"""The parent's side: starts the child, listens for so long and no longer, ends it."""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from typing import NoReturn

from comptoir.kit.previews.frames import read_answer, write_request
from comptoir.kit.previews.kinds import kind_of
from comptoir.kit.previews.refusals import PreviewRefused, Reason
from comptoir.kit.previews.shapes import Limits, Previews

# One arena: with several, glibc reserves 64 MB of address space a thread, against the limit.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}
_AT_ONCE = 2**16


def draw(content: bytes, *, limits: Limits) -> Previews:
    """Has the child draw the file. Raises `PreviewRefused`."""
    if kind_of(content) is None:
        raise PreviewRefused(Reason.NOT_SHOWN)
    if len(content) > limits.file_bytes:
        raise PreviewRefused(Reason.TOO_LARGE)
    # A file, not a pipe: the child reads at its own pace and nobody has to feed it.
    with tempfile.TemporaryFile() as request:
        write_request(request, limits=limits, content=content)
        request.seek(0)
        with subprocess.Popen(
            [sys.executable, "-I", "-m", "comptoir.kit.previews.child", str(os.getpid())],
            stdin=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_ENVIRONMENT,
            start_new_session=True,
        ) as child:
            answer = _answer_of(child, limits)
    if not answer:
        _refuse_for(child.returncode)
    return read_answer(answer)


def _answer_of(child: subprocess.Popen[bytes], limits: Limits) -> bytes:
    try:
        return _listen(child, limits)
    finally:
        # Its whole session: nothing it may have started outlives it.
        _kill_session(child)


def _listen(child: subprocess.Popen[bytes], limits: Limits) -> bytes:
    """All that the child says until it closes its mouth."""
    assert child.stdout is not None  # noqa: S101
    ends_at = time.monotonic() + limits.wall_seconds
    heard, pipe = bytearray(), child.stdout.fileno()
    # poll, not select: a server has more than 1,024 open files.
    ear = select.poll()
    ear.register(pipe, select.POLLIN)
    while ear.poll(max(0.0, ends_at - time.monotonic()) * 1000):
        said = os.read(pipe, _AT_ONCE)
        if not said:
            child.wait()
            return bytes(heard)
        heard += said
        if len(heard) > limits.answer_bytes:
            raise PreviewRefused(Reason.TOO_LARGE)
    raise PreviewRefused(Reason.TIMED_OUT)


def _kill_session(child: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # gone already; macOS answers EPERM for a dead one


def _refuse_for(returncode: int) -> NoReturn:
    if returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise PreviewRefused(Reason.TIMED_OUT)
    if returncode == -signal.SIGABRT:
        # pdfium's way to say that it got no memory.
        raise PreviewRefused(Reason.OUT_OF_MEMORY)
    raise PreviewRefused(Reason.BROKEN)
