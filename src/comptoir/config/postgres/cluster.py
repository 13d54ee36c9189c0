"""Start, watch and stop the cluster of one data folder."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from comptoir.config.children import has_ended, start_child, stop_child
from comptoir.config.postgres import leftovers
from comptoir.config.postgres.addresses import known_socket_folder, local_url
from comptoir.config.postgres.databases import furnish
from comptoir.config.postgres.folders import (
    cluster_home,
    destroy,
    hand_over,
    socket_folder,
)
from comptoir.config.postgres.locks import FileLock, alone, shared
from comptoir.config.postgres.software import NoEmbeddedPostgres, programs
from comptoir.config.postgres.tuning import configuration
from comptoir.config.unprivileged import Account, unprivileged_account
from comptoir.kit.errors import ComptoirError, Conflict

# Recovery after a crash replays at most max_wal_size; a slow disk takes minutes for it.
PATIENCE = 600.0
# Fast: transactions are rolled back, the rest is written. Immediate: the next start recovers.
FAST_SECONDS, IMMEDIATE_SECONDS = 1.2, 0.5
LOG_BYTES = 10 * 1024 * 1024
# Nobody but the owner of the socket folder comes near the socket, hence "trust".
ACCESS = "local all all trust\n"


class AlreadyRunning(Conflict):
    """Another process keeps the cluster of this data folder."""


class ClusterFailed(ComptoirError):
    """PostgreSQL did not start; the sentence repeats its own words."""

    status = 503


class Cluster:
    """The PostgreSQL of one data folder. Whoever starts it owns it until `stop` or death."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = FileLock(data_dir / "postgres.lock")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Answers the database's address; raises AlreadyRunning, NoEmbeddedPostgres or
        ClusterFailed."""
        try:
            self._prepare()
            return self.launch()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Within two seconds; nothing that was committed is lost, however it ends."""
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.send_signal(signal.SIGINT)
                self.process.wait(FAST_SECONDS)
            stop_child(self.process, sent=signal.SIGQUIT, seconds=IMMEDIATE_SECONDS)
            self.process = None
        self._lock.give_back()

    def is_alive(self) -> bool:
        return self.process is not None and not has_ended(self.process)

    def destroy(self) -> None:
        """Remove everything it holds; raises AlreadyRunning."""
        if not self.data_dir.exists():
            return
        self._take_lock()
        try:
            destroy(self.data_dir)
        finally:
            self._lock.give_back()

    def launch(self) -> str:
        """Start the server itself, again after a crash too; answers the database's address."""
        self._configure()
        deadline = time.monotonic() + PATIENCE
        self._spawn()
        while not (url := self._furnished()):
            if not self.is_alive():
                self._retry_or_give_up()
            if time.monotonic() > deadline:
                raise ClusterFailed(f"PostgreSQL does not answer. Its log: {self.log}.")
            time.sleep(0.02)
        self.url = url
        return url

    # -- the steps

    def _prepare(self) -> None:
        account = unprivileged_account(self.data_dir / "postgres")
        if account is None or account.uid == 0:
            raise NoEmbeddedPostgres(f"the user id {os.geteuid()} has no name on this machine")
        self.account: Account = account
        self.programs = programs(account)
        try:
            hand_over(self.data_dir, account)
            self._take_lock()
            account.own(self._lock.path)
            self._lay_out(cluster_home(self.data_dir, account))
        except OSError as error:
            raise NoEmbeddedPostgres(
                f"the data folder {self.data_dir} cannot be used ({error.strerror})"
            ) from error

    def _take_lock(self) -> None:
        if not self._lock.take():
            raise AlreadyRunning(
                f"Comptoir is already running on {self.data_dir} (process {self._lock.holder()})."
            )

    def _lay_out(self, home: Path) -> None:
        self.sockets = socket_folder(home, self.account)
        self.log = home / "postgres.log"
        self.pgdata = home / "data"
        leftovers.clear(self.pgdata, self.sockets)
        if not self.pgdata.exists():
            self._initialise(home)

    def _initialise(self, home: Path) -> None:
        """A half-made cluster never bears the final name."""
        draft = home / "data.new"
        if draft.exists():
            shutil.rmtree(draft)
        made = subprocess.run(
            [
                *(self.programs / "initdb", "--pgdata", draft, "--username=postgres"),
                *("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *(() if self.durable else ("--no-sync",)),
            ],
            env=_environ(),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **self.account.popen_options(),
        )
        if made.returncode:
            raise NoEmbeddedPostgres(f"initdb says {_last_line(made.stderr or made.stdout)!r}")
        draft.rename(self.pgdata)

    def _configure(self) -> None:
        self._write("comptoir.conf", configuration(self.sockets, durable=self.durable))
        self._write("pg_hba.conf", ACCESS)
        self._write("postgresql.conf", "include = 'comptoir.conf'\n")

    def _write(self, name: str, text: str) -> None:
        path = self.pgdata / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            path.chmod(0o600)
            self.account.own(path)

    def _spawn(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self._said_before = log.tell()
            self.process = start_child(
                [self.programs / "postgres", "-D", self.pgdata],
                account=self.account,
                environ=_environ(),
                output=log,
                folder=Path("/"),
                on_orphaned=signal.SIGINT,
            )

    def _furnished(self) -> str | None:
        """The address once the server answers; it may be killed at any point of this."""
        try:
            return furnish(self.sockets)
        except psycopg.OperationalError:
            return None

    def _retry_or_give_up(self) -> None:
        """After SIGKILL the old backends need a moment to notice that they are orphans."""
        said = self._new_log()
        was_killed = self.process is not None and self.process.returncode < 0
        if not was_killed and "shared memory block" not in said:
            raise ClusterFailed(
                f"PostgreSQL did not start: {_last_line(said)!r}. Its log: {self.log}."
            )
        time.sleep(0.1)
        leftovers.clear(self.pgdata, self.sockets)
        self._spawn()

    def _new_log(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._said_before)
            return log.read().decode(errors="replace")


@contextmanager
def borrowed(data_dir: Path) -> Iterator[str]:
    """The address of the data folder's database for one command.

    Runs the cluster for the command's time, or is a guest where somebody else runs it. The host
    waits for its guests.
    """
    cluster = Cluster(data_dir)
    while True:
        try:
            url = cluster.start()
        except AlreadyRunning:
            with shared(data_dir / "postgres.guests"):
                if guest := _awaited(cluster):
                    yield guest
                    return
        else:
            break
    try:
        yield url
        with alone(data_dir / "postgres.guests"):
            cluster.stop()
    finally:
        cluster.stop()


def _awaited(cluster: Cluster) -> str | None:
    """The host's address once it answers; None when the host has gone meanwhile."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        url = local_url(known_socket_folder(cluster.data_dir))
        if _reachable(url):
            return url
        if cluster._lock.take():
            cluster._lock.give_back()
            return None
        time.sleep(0.05)
    raise AlreadyRunning(
        f"The process {cluster._lock.holder()} holds {cluster.data_dir}, "
        "but its database does not answer."
    )


def _reachable(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _environ() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "nothing"
