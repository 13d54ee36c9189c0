"""The stage of a bench: a database of its own, filled once for each size."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comptoir.config.env import env, load_env

# Raised whenever `fill` builds other rows: an old stage is then built anew.
VERSION = "1"


@contextmanager
def stage(size: int) -> Iterator[None]:
    """Django on a database with `size` conversations, kept for the next bench of that size."""
    _point_elsewhere(size)
    from comptoir.config.desk import desk

    with desk():
        from comptoir.config.bench.fill import fill_once, settle
        from comptoir.config.migrating import migrate

        migrate()
        fill_once(size, version=VERSION)
        settle()
        yield


def _point_elsewhere(size: int) -> None:
    """Nothing of a bench touches the installation's own data."""
    told = load_env(os.environ)
    if told.database_url:
        from comptoir.config.postgres.databases import ensure_database

        os.environ["DATABASE_URL"] = ensure_database(told.database_url, f"comptoir_bench_{size}")
    os.environ["COMPTOIR_DATA_DIR"] = str(bench_folder(told.data_dir, size))
    os.environ["COMPTOIR_LOG_LEVEL"] = "ERROR"
    env.cache_clear()


def bench_folder(data_dir: Path, size: int) -> Path:
    return data_dir.parent / f"{data_dir.name}-bench" / str(size)
