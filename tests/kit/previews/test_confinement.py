"""The child has no way out: no secrets, no open files, no growth, no life after its parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from comptoir.kit.previews import Limits, PreviewRefused, Reason, make_previews
from comptoir.kit.previews.frames import read_answer
from tests.kit.previews.strange_files import pdf_that_never_ends

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

DRAW_FROM_STDIN = """
import sys
from comptoir.kit.previews import make_previews
make_previews(sys.stdin.buffer.read())
"""


def children_of(parent: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{parent}/task").iterdir():
        found += [int(pid) for pid in (task / "children").read_text().split()]
    return [pid for pid in found if b"previews.child" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def the_child_of(parent: int) -> int:
    ends_at = time.monotonic() + 10
    while time.monotonic() < ends_at:
        if found := [pid for pid in children_of(parent) if "300" in limits_of(pid)]:
            return found[0]
        time.sleep(0.01)
    pytest.fail("no child was started")


def limits_of(pid: int) -> str:
    """Its limit of 300 seconds is there once it has confined itself."""
    try:
        return Path(f"/proc/{pid}/limits").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


@pytest.fixture
def busy_child(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The pid of a child that is drawing."""
    monkeypatch.setenv("COMPTOIR_SECRET_KEY", "SECRET")
    limits = Limits(cpu_seconds=300, wall_seconds=30)
    thread = threading.Thread(target=_draw_quietly, args=(limits,))
    thread.start()
    child = the_child_of(os.getpid())
    yield child
    os.kill(child, signal.SIGKILL)
    thread.join()


def _draw_quietly(limits: Limits) -> None:
    with pytest.raises(PreviewRefused):
        make_previews(pdf_that_never_ends(), limits=limits)


def test_the_child_knows_no_secret_holds_no_file_and_cannot_grow(busy_child: int) -> None:
    proc = Path(f"/proc/{busy_child}")
    limits = {line[:26].strip(): line[26:].split() for line in limits_of(busy_child).splitlines()}

    assert b"SECRET" not in proc.joinpath("environ").read_bytes()
    assert _files_kept_by(proc) == [0, 1, 2]
    assert limits["Max address space"][:2] == [str(768 * 2**20)] * 2
    assert limits["Max file size"][:2] == ["0", "0"]
    assert limits["Max cpu time"][:2] == ["300", "301"]
    assert limits["Max core file size"][:2] == ["0", "0"]
    assert os.getsid(busy_child) == busy_child
    assert "NoNewPrivs:\t1" in proc.joinpath("status").read_text()


def test_the_child_dies_with_its_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", DRAW_FROM_STDIN], stdin=subprocess.PIPE)
    assert parent.stdin is not None
    parent.stdin.write(pdf_that_never_ends())
    parent.stdin.close()
    child = _first_child_of(parent.pid)

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    ends_at = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and not _is_dead(child):
        assert time.monotonic() < ends_at, "the child outlived its parent"
        time.sleep(0.02)


def _files_kept_by(proc: Path) -> list[int]:
    """What it was left with; its own program's files, which it reads first, it closes again."""
    ends_at = time.monotonic() + 5
    while (kept := sorted(int(fd.name) for fd in proc.joinpath("fd").iterdir())) != [0, 1, 2]:
        if time.monotonic() > ends_at:
            break
        time.sleep(0.05)
    return kept


def _first_child_of(parent: int) -> int:
    ends_at = time.monotonic() + 10
    while time.monotonic() < ends_at:
        for pid in children_of(parent):
            if str(768 * 2**20) in limits_of(pid):
                return pid
        time.sleep(0.01)
    pytest.fail("no child was started")


def _is_dead(pid: int) -> bool:
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True


@pytest.mark.parametrize(
    "answer",
    [
        b"\x00",
        b"\xff\xff\xff\xff{}",
        b"\x00\x00\x00\x02{}",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x14" + b'{"refused": "no-such"}',
        b'\x00\x00\x00\x38{"page_count": 1, "pages": 1, "pictures": [[10, 10, 8]]}<script>',
        b'\x00\x00\x00\x39{"page_count": 1, "pages": 1, "pictures": [[10, 10, 99]]}\xff\xd8\xff',
        b'\x00\x00\x00\x38{"page_count": 1, "pages": 1, "pictures": [[10, 10, 3]]}\xff\xd8\xff++',
        b'\x00\x00\x00\x39{"page_count": 1, "pages": 1, "pictures": [[10, 10, -1]]}\xff\xd8\xff',
    ],
)
def test_an_answer_that_makes_no_sense_is_not_believed(answer: bytes) -> None:
    with pytest.raises(PreviewRefused) as refused:
        read_answer(answer)

    assert refused.value.reason is Reason.BROKEN
