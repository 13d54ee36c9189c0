"""`comptoir serve`, with less patience, and with the process ids of its parts in a folder."""

import sys
from collections.abc import Callable
from pathlib import Path

from comptoir.config import serving, supervisor
from comptoir.config.env import env
from comptoir.config.postgres.cluster import Cluster
from comptoir.config.supervisor import Part


def main(pids: Path, worker: str) -> None:
    supervisor.STEADY_SECONDS = 0.5
    serving.own_command = commands(worker)
    note_starts(pids)
    serving.serve(env(), prepare=("migrate",), announce=announce)


def announce() -> None:
    sys.stdout.write("open\n")
    sys.stdout.flush()


def commands(worker: str) -> Callable[..., list[str]]:
    """Ours, with another program in the worker's place."""

    def command(*arguments: str) -> list[str]:
        if arguments == ("worker",):
            return [sys.executable, "-m", f"tests.reliability.programs.{worker}"]
        return supervisor.own_command(*arguments)

    return command


def note_starts(pids: Path) -> None:
    start, spawn = Part.start, Cluster._spawn

    def start_part(part: Part) -> None:
        start(part)
        note(pids, part.name, part.process.pid)

    def spawn_database(cluster: Cluster) -> None:
        spawn(cluster)
        note(pids, "postgres", cluster.process.pid)

    Part.start, Cluster._spawn = start_part, spawn_database


def note(pids: Path, name: str, pid: int) -> None:
    draft = pids / f".{name}"
    draft.write_text(str(pid))
    draft.rename(pids / name.replace(" ", "-"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
