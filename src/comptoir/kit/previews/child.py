"""The confined child: reads one file from stdin, draws it, writes the pictures to stdout, ends."""

import contextlib
import ctypes
import os
import resource
import signal
import sys

from comptoir.kit.previews.frames import read_request, write_previews, write_refusal
from comptoir.kit.previews.kinds import Kind, kind_of
from comptoir.kit.previews.refusals import PreviewRefused, Reason
from comptoir.kit.previews.shapes import Limits, Previews

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


def main(parent: int) -> None:
    tie_to(parent)
    limits, content = read_request(sys.stdin.buffer)
    confine(limits)
    try:
        write_previews(sys.stdout.buffer, draw(content, limits=limits))
    except PreviewRefused as refusal:
        write_refusal(sys.stdout.buffer, refusal.reason)
    except MemoryError:
        write_refusal(sys.stdout.buffer, Reason.OUT_OF_MEMORY)
    except Exception:
        # Decoders raise some twenty kinds of error on damaged files.
        write_refusal(sys.stdout.buffer, Reason.BROKEN)


def tie_to(parent: int) -> None:
    """Dies with its parent; leaves at once if that has happened already."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit()


def confine(limits: Limits) -> None:
    """Hard limits, which this process cannot raise again. CPU is in whole seconds."""
    cpu = limits.cpu_seconds
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        # macOS knows RLIMIT_AS and refuses it.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most + 1 if what == resource.RLIMIT_CPU else most))


def draw(content: bytes, *, limits: Limits) -> Previews:
    """The decoder of each kind is imported only when it is needed: 40 to 100 ms each."""
    kind = kind_of(content)
    if kind is None:
        raise PreviewRefused(Reason.NOT_SHOWN)
    if kind is Kind.PDF:
        from comptoir.kit.previews.documents import draw_document

        return draw_document(content, limits=limits)
    from comptoir.kit.previews.images import draw_image

    return draw_image(content, kind=kind, limits=limits)


if __name__ == "__main__":
    main(int(sys.argv[1]))
