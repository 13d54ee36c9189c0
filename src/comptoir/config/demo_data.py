"""The sample marketplace's own data folder and database, kept apart from everything real."""

import shutil

from comptoir.config.env import Env
from comptoir.kit.errors import Conflict

MARK = "sample"


class WrongFolder(Conflict):
    """Sample and real data do not share a folder."""


def refuse_sample(env: Env) -> None:
    """For `serve`: raises WrongFolder on the sample's folder, whose mails must never leave."""
    if (env.data_dir / MARK).exists() and not env.demo:
        raise WrongFolder(
            f"{env.data_dir} holds the sample marketplace: run `comptoir demo`, "
            "or set COMPTOIR_DATA_DIR to a folder for the real one."
        )


def mark_sample(env: Env) -> None:
    """For `demo`: raises WrongFolder on a real installation's folder."""
    if (env.data_dir / MARK).exists():
        return
    if (env.data_dir / "postgres").exists():
        raise WrongFolder(
            f"{env.data_dir} holds a real installation: give the sample another folder with --data."
        )
    env.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    (env.data_dir / MARK).write_text("The sample marketplace of Comptoir: `comptoir demo`.\n")


def forget_sample(env: Env) -> None:
    """Remove the sample's database and files; raises AlreadyRunning."""
    from comptoir.config.postgres.cluster import Cluster

    Cluster(env.data_dir).destroy()
    (env.data_dir / MARK).touch()
    shutil.rmtree(env.files_dir, ignore_errors=True)


def database_beside(url: str, *, fresh: bool) -> str:
    """On a server of somebody's own the sample gets a database of its own."""
    from comptoir.config.postgres.databases import drop_database, ensure_database

    name = "comptoir_demo"
    if fresh:
        drop_database(url, name)
    return ensure_database(url, name)
