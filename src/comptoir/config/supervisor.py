"""Keeps the processes of one machine running: the database, the web, the worker."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from comptoir.config.children import ENDING, has_ended, start_child, stop_child
from comptoir.config.env import Env
from comptoir.config.unprivileged import Account
from comptoir.kit.errors import ComptoirError

LOOK_EVERY = 0.1
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
# Who ran for so long before it died is started again at once.
STEADY_SECONDS = 30.0
# Together with the database's own moments it stays under five.
STOP_SECONDS = 3.5
START_SECONDS = 90.0
TRIES_BEFORE_FIRST_ANSWER = 3


class CannotStart(ComptoirError):
    """A part of the desk does not come up; its own words stand above."""

    status = 503


class Stop(BaseException):
    """Somebody asked us to end."""


@dataclass(slots=True)
class Part:
    """One of our own processes and when it may be started again."""

    name: str
    command: Sequence[str]
    account: Account | None
    environ: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    due: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = start_child(self.command, account=self.account, environ=self.environ)

    def look(self) -> None:
        """Notice its death; start it again when the pause is over."""
        if self.process and has_ended(self.process):
            self._note_death(self.process.returncode)
        if self.process is None and time.monotonic() >= self.due:
            self.start()

    def _note_death(self, code: int) -> None:
        steady = time.monotonic() - self.started > STEADY_SECONDS
        self.failures = 1 if steady else self.failures + 1
        pause = min(FIRST_PAUSE * 2 ** (self.failures - 1), LONGEST_PAUSE)
        self.process, self.due = None, time.monotonic() + pause
        say(f"The {self.name} ended ({_ending(code)}); it starts again in {pause:.1f} s.")


@dataclass(slots=True)
class Supervisor:
    """`revive_database` is called at every look; it restarts a dead server."""

    env: Env
    parts: list[Part]
    revive_database: Callable[[], None]

    def run(self, announce: Callable[[], None]) -> None:
        """Until SIGTERM, SIGINT or SIGHUP; raises CannotStart when the web never answers."""
        try:
            for part in self.parts:
                part.start()
            self._wait_for_web()
            announce()
            while True:
                self._look()
        finally:
            with deaf():
                self._stop()

    def _look(self) -> None:
        self.revive_database()
        for part in self.parts:
            part.look()
        time.sleep(LOOK_EVERY)

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not answers(self.env.host, self.env.port):
            self._look()
            failing = any(part.failures >= TRIES_BEFORE_FIRST_ANSWER for part in self.parts)
            if failing or time.monotonic() > deadline:
                raise CannotStart("Comptoir did not start: see the lines above, or comptoir doctor")

    def _stop(self) -> None:
        running = [part.process for part in self.parts if part.process]
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            stop_child(process, sent=signal.SIGTERM, seconds=deadline - time.monotonic())


def own_command(*arguments: str) -> list[str]:
    """Ourselves again, with the same interpreter."""
    return [sys.executable, "-m", "comptoir.config.cli", *arguments]


def run_to_end(part: Part) -> None:
    """A step before the start, as a process of its own; raises CannotStart."""
    part.start()
    process = part.process
    assert process is not None  # noqa: S101
    try:
        code = process.wait()
    finally:
        with deaf():
            stop_child(process, sent=signal.SIGTERM, seconds=STOP_SECONDS)
    if code:
        raise CannotStart(f"Comptoir did not start: {part.name} failed.")


@contextmanager
def stoppable() -> Iterator[None]:
    """Inside, a signal to end raises Stop wherever we are; outside it is all over quietly."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stop

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        signal.signal(signal.SIGHUP, stop)
    with suppress(Stop):
        yield


@contextmanager
def deaf() -> Iterator[None]:
    """Inside, nobody interrupts: we are stopping already."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def check_port(host: str, port: int) -> None:
    """Raises CannotStart when somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                f"Comptoir cannot listen on {host}:{port} ({os.strerror(error.errno or 0)}). "
                "Choose another with --port."
            ) from None


def answers(host: str, port: int) -> bool:
    """Whether our web process says that it lives."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(reached, port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
