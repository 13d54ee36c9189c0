"""The way from a command to a running desk: database, tables, then web and worker watched."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from comptoir.config.env import Env
from comptoir.config.supervisor import (
    Part,
    Supervisor,
    check_port,
    deaf,
    own_command,
    run_to_end,
    say,
    stoppable,
)
from comptoir.config.unprivileged import Account, reads_the_code, unprivileged_account
from comptoir.kit.errors import ComptoirError

if TYPE_CHECKING:
    from comptoir.config.postgres.cluster import Cluster

PAUSE = 2.0


def serve(env: Env, *, prepare: tuple[str, ...], announce: Callable[[], None]) -> None:
    """Run everything until somebody stops it. `prepare` is the command that runs first."""
    check_port(env.host, env.port)
    with stoppable(), _database(env) as (url, revive):
        account = account_for(env)
        environ = _environ(env, account) | {"DATABASE_URL": url}
        run_to_end(Part(f"comptoir {prepare[0]}", own_command(*prepare), account, environ))
        parts = [Part(name, own_command(name), account, environ) for name in ("web", "worker")]
        Supervisor(env, parts, revive).run(announce)


@contextmanager
def _database(env: Env) -> Iterator[tuple[str, Callable[[], None]]]:
    """Ours runs inside; yields its address and what brings it back after a crash."""
    if env.database_url:
        yield env.database_url, lambda: None
        return
    from comptoir.config.postgres.cluster import Cluster

    cluster = Cluster(env.data_dir)
    try:
        yield cluster.start(), lambda: _revive(cluster)
    finally:
        with deaf():
            cluster.stop()


def _revive(cluster: "Cluster") -> None:
    """Web and worker reconnect by themselves; they go on even while this fails."""
    if cluster.is_alive():
        return
    say("The database ended; it starts again.")
    try:
        cluster.launch()
    except ComptoirError as error:
        say(str(error))
        time.sleep(PAUSE)


def account_for(env: Env) -> Account | None:
    """Whom root hands web and worker to; None: they run as we do."""
    if os.geteuid() != 0:
        return None
    account = unprivileged_account(env.data_dir / "postgres")
    if account is None or not account.uid or not _can_serve(account, env):
        say("Web and worker run as root: see `comptoir doctor`.")
        return None
    _hand_over_files(env.files_dir, account)
    return account


def _can_serve(account: Account, env: Env) -> bool:
    return reads_the_code(account) and account.can_write(env.data_dir)


def _hand_over_files(folder: Path, account: Account) -> None:
    """Files that root stored while it had to serve by itself."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid == account.uid:
        return
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            account.own(path)


def _environ(env: Env, account: Account | None) -> dict[str, str]:
    told = os.environ | {"COMPTOIR_DATA_DIR": str(env.data_dir)}
    return told | ({"HOME": str(env.data_dir), "USER": account.name} if account else {})
