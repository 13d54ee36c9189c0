"""A whole desk in a folder of its own, with the world around it, all in processes one can kill."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from comptoir.config.postgres.addresses import known_socket_folder, local_url
from comptoir.config.postgres.cluster import Cluster

ROOT = Path(__file__).parents[2]
SECRET = "told-to-the-provider-only"


class Desk:
    """`comptoir serve`, a receiving mail server, and those who write: a provider and an agent."""

    def __init__(
        self, folder: Path, *, seed: int = 0, pause: float = 0.02, worker: str = "worker"
    ) -> None:
        self.folder, self.seed, self.worker = folder, seed, worker
        self.data, self.pids = folder / "data", folder / "pids"
        self.stop = folder / "stop"
        self.mails, self.replies, self.accepted = (
            folder / name for name in ("mails", "replies", "accepted")
        )
        for path in (self.data, self.pids):
            path.mkdir()
        for path in (self.mails, self.replies, self.accepted):
            path.touch()
        self.port, self.smtp_port = free_port(), free_port()
        self.told = {"pause": str(pause), "secret": SECRET, "port": str(self.port)}
        self.told |= {name: str(folder / name) for name in ("mails", "replies", "accepted", "stop")}
        self.running: dict[str, subprocess.Popen[str]] = {}

    @property
    def url(self) -> str:
        return local_url(known_socket_folder(self.data))

    def open(self) -> None:
        self.start("postbox", str(self.smtp_port), str(self.accepted), str(self.seed))
        self.serve()
        furnished = subprocess.run(
            self.command("furnish", str(self.smtp_port), SECRET),
            env=self.environ(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        self.told |= json.loads(furnished.stdout)

    def serve(self) -> None:
        server = self.start("serve", str(self.pids), self.worker, DATABASE_URL="")
        assert "open\n" in iter(server.stdout.readline, ""), self.log_of("serve")

    def write(self) -> None:
        """Mails flow in, replies flow out."""
        for program in ("provider", "agent"):
            self.start(program, json.dumps(self.told))

    def start(
        self, program: str, *arguments: str, known_as: str = "", **environ: str
    ) -> "subprocess.Popen[str]":
        name = known_as or program
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.command(program, *arguments),
                env=self.environ() | environ,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        return self.running[name]

    def command(self, program: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", f"tests.reliability.programs.{program}", *arguments]

    def environ(self) -> dict[str, str]:
        told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return told | {
            "COMPTOIR_DATA_DIR": str(self.data),
            "COMPTOIR_PORT": str(self.port),
            "COMPTOIR_PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "COMPTOIR_OUTBOUND_ALLOW": "127.0.0.0/8",
            "COMPTOIR_LOG_LEVEL": "WARNING",
            "DATABASE_URL": self.url,
        }

    def kill(self, victim: str) -> None:
        """SIGKILL; those who write are started again here, the rest by the supervisor."""
        if victim in ("provider", "agent"):
            self.running[victim].kill()
            self.running[victim].wait()
            self.start(victim, json.dumps(self.told))
            return
        try:
            os.kill(int((self.pids / victim).read_text()), signal.SIGKILL)
        except ProcessLookupError:
            pass  # it had died with its neighbour and is about to come back

    def silence(self, *, within: float) -> None:
        """Nobody writes any more; whoever is in the middle of it ends it."""
        self.stop.touch()
        for program in ("provider", "agent"):
            self.running[program].wait(within)

    def close(self) -> None:
        for process in reversed(self.running.values()):
            process.terminate()
            process.wait(15)
        # For root it stands elsewhere, where its own account may go.
        Cluster(self.data).destroy()

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def rows_changed(self, statement: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute(statement)

    def log_of(self, program: str) -> str:
        return (self.folder / f"{program}.log").read_text(errors="replace")


@contextmanager
def desk_in(folder: Path, **options: object) -> Iterator[Desk]:
    desk = Desk(folder, **options)
    try:
        desk.open()
        yield desk
    finally:
        desk.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(holds: Callable[[], bool], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.2)
    return holds()
