"""The PostgreSQL that comes along: first start, second start, and every way to die."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import psycopg
import pytest

from comptoir.config.env import load_env
from comptoir.config.postgres import database_url
from comptoir.config.postgres.cluster import AlreadyRunning, Cluster, borrowed
from comptoir.config.postgres.databases import drop_database, ensure_database
from comptoir.config.postgres.folders import LONGEST_SOCKET_FOLDER
from comptoir.config.postgres.leftovers import postmaster

pytestmark = pytest.mark.skipif(
    sys.platform not in {"linux", "darwin"}, reason="the embedded PostgreSQL is for Linux and macOS"
)


@pytest.fixture(scope="module")
def used_folder(tmp_path_factory):
    """A data folder with a cluster that was started and stopped once."""
    folder = tmp_path_factory.mktemp("data")
    with Cluster(folder, durable=False) as cluster:
        query(cluster.url, "CREATE TABLE notes (word text)")
        query(cluster.url, "INSERT INTO notes VALUES ('kept')")
    yield folder
    Cluster(folder).destroy()


@pytest.fixture
def cluster(used_folder):
    with Cluster(used_folder, durable=False) as running:
        yield running


def query(url, sql):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else None


def test_the_new_database_is_furnished(cluster):
    ((encoding, provider, locale, zone, superuser),) = query(
        cluster.url,
        "SELECT pg_encoding_to_char(encoding), datlocprovider::text, datlocale,"
        " current_setting('timezone'), current_setting('is_superuser')"
        " FROM pg_database WHERE datname = current_database()",
    )

    assert (encoding, provider, locale, zone) == ("UTF8", "b", "C.UTF-8", "UTC")
    assert superuser == "off"
    names = {name for (name,) in query(cluster.url, "SELECT extname FROM pg_extension")}
    assert names >= {"pg_trgm", "unaccent", "btree_gin", "vector", "pg_stat_statements"}


def test_a_second_start_keeps_the_data(cluster):
    assert query(cluster.url, "SELECT word FROM notes") == [("kept",)]


def test_it_listens_on_a_private_socket_only(cluster):
    ((addresses,),) = query(cluster.url, "SELECT current_setting('listen_addresses')")

    assert addresses == ""
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700
    assert cluster.pgdata.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(cluster.sockets)) <= LONGEST_SOCKET_FOLDER


def test_its_address_follows_from_the_data_folder_alone(cluster, used_folder):
    env = load_env({"COMPTOIR_DATA_DIR": str(used_folder)})

    assert query(database_url(env), "SELECT word FROM notes") == [("kept",)]


def test_a_second_owner_is_refused_by_name(cluster, used_folder):
    with pytest.raises(AlreadyRunning, match=rf"already running on .* \(process {os.getpid()}\)"):
        Cluster(used_folder).start()

    assert cluster.is_alive()
    assert query(cluster.url, "SELECT 1") == [(1,)]


def test_a_killed_server_comes_back_with_launch(cluster):
    cluster.process.kill()
    cluster.process.wait()
    assert not cluster.is_alive()

    cluster.launch()

    assert query(cluster.url, "SELECT word FROM notes") == [("kept",)]


def test_a_server_killed_while_it_recovers_is_started_once_more(cluster):
    cluster.process.kill()
    cluster.process.wait()
    spawn, kills = cluster._spawn, []

    def spawn_and_kill_twice():
        spawn()
        if len(kills) < 2:
            kills.append(cluster.process.pid)
            cluster.process.kill()

    cluster._spawn = spawn_and_kill_twice
    cluster.launch()

    assert len(kills) == 2
    assert query(cluster.url, "SELECT word FROM notes") == [("kept",)]


def test_an_orphaned_server_is_stopped_and_the_folder_started_anew(used_folder):
    url = start_and_lose(used_folder, keep_orphan=True)
    orphan = postmaster((used_folder / "postgres").resolve() / "data")
    assert query(url, "SELECT 1") == [(1,)]

    with Cluster(used_folder, durable=False) as cluster:
        assert query(cluster.url, "SELECT word FROM notes") == [("kept",)]
        assert cluster.process.pid != orphan


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a death")
def test_sigkill_of_the_owner_takes_the_server_along(used_folder):
    start_and_lose(used_folder, keep_orphan=False)

    pgdata = (used_folder / "postgres").resolve() / "data"
    assert eventually(lambda: postmaster(pgdata) is None)


def test_the_pid_of_a_stranger_does_not_stop_the_start(used_folder):
    pgdata = (used_folder / "postgres").resolve() / "data"
    (pgdata / "postmaster.pid").write_text(f"{os.getpid()}\n{pgdata}\n")

    with Cluster(used_folder, durable=False) as cluster:
        assert query(cluster.url, "SELECT 1") == [(1,)]


def test_a_half_made_cluster_is_made_anew(tmp_path):
    folder = tmp_path / "data"
    with Cluster(folder, durable=False) as cluster:
        home = cluster.pgdata.parent
    cluster.pgdata.rename(home / "data.new")

    with Cluster(folder, durable=False) as cluster:
        assert query(cluster.url, "SELECT 1") == [(1,)]
    cluster.destroy()


def test_a_deep_folder_gets_a_short_socket(tmp_path):
    folder = tmp_path / ("deep" * 30) / "data"

    with Cluster(folder, durable=False) as cluster:
        assert query(cluster.url, "SELECT 1") == [(1,)]
        assert len(os.fsencode(cluster.sockets)) <= LONGEST_SOCKET_FOLDER

    sockets = cluster.sockets
    cluster.destroy()
    assert not (folder / "postgres").exists()
    assert not sockets.exists() or len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER


def test_guests_share_the_host_and_the_host_waits_for_them(used_folder):
    leave, left = threading.Event(), []

    def visit():
        with borrowed(used_folder) as url:
            arrived.set()
            leave.wait(10)
            left.append(query(url, "SELECT word FROM notes"))

    arrived = threading.Event()
    guest = threading.Thread(target=visit)
    with borrowed(used_folder):
        guest.start()
        assert arrived.wait(10)
        threading.Timer(0.3, leave.set).start()
    guest.join()

    assert left == [[("kept",)]]


def test_databases_beside_are_made_once_and_dropped(cluster):
    url = ensure_database(cluster.url, "beside")
    assert ensure_database(cluster.url, "beside") == url
    assert query(url, "SELECT current_database(), 'été' ~* 'ÉTÉ'") == [("beside", True)]

    drop_database(cluster.url, "beside")

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        query(url, "SELECT 1")


def start_and_lose(folder: Path, *, keep_orphan: bool) -> str:
    """Start the cluster in a process that is then killed; answers the address it had."""
    program = f"""
        import sys, time
        from pathlib import Path
        from comptoir.config import children
        if {keep_orphan}:
            children._LIBC = None
        from comptoir.config.postgres.cluster import Cluster
        print(Cluster(Path({str(folder)!r}), durable=False).start(), flush=True)
        time.sleep(60)
    """
    owner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True
    )
    url = owner.stdout.readline().strip()
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    return url


def eventually(holds, seconds=5.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False
