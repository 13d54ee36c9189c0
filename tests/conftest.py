"""One PostgreSQL for the run, quick settings, and no silent skips where everything is installed."""

import gc
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import pytest

ON_CI = bool(os.environ.get("COMPTOIR_CI"))
DATA_DIR = Path(tempfile.mkdtemp(prefix="comptoir-tests-"))
# Folders and files that take a minute: begun first, so that at the end nobody waits for them.
LONG = (
    *("tests/browser/", "tests/config/test_backup", "tests/matrix/", "tests/demo/"),
    "tests/rest/test_description",
)


def _make_haste() -> None:
    """A run starts hundreds of processes: each would compile Django anew, and looks for garbage
    among a hundred thousand objects that stay."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if not sys.pycache_prefix:
        sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    gc.set_threshold(100_000, 20, 50)


def _settle_environment() -> None:
    """Nothing of the developer's own installation reaches a test, but what asks for kills."""
    for name in [name for name in os.environ if name.startswith("COMPTOIR_")]:
        if not name.startswith("COMPTOIR_KILL_"):
            del os.environ[name]
    os.environ["COMPTOIR_DATA_DIR"] = str(DATA_DIR)
    os.environ["COMPTOIR_SECRET_KEY"] = "only-for-tests-" + "x" * 32
    os.environ["COMPTOIR_PUBLIC_URL"] = "http://testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "comptoir.config.settings"


def pytest_configure() -> None:
    from django.conf import settings

    settings.RAISE_ON_RENDER_QUERY = True
    settings.MEDIA_ROOT = DATA_DIR / "files"
    # The real hasher takes 50 ms a password, on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {
            "BACKEND": "comptoir.kit.files.folder.Folder",
            "OPTIONS": {"location": str(settings.MEDIA_ROOT), "durable": False},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """The server of this run: DATABASE_URL, else a cluster of its own that dies with the run."""
    if told := os.environ.get("DATABASE_URL"):
        yield told
        return
    from comptoir.config.postgres.cluster import Cluster

    cluster = Cluster(DATA_DIR, durable=False)
    yield cluster.start()
    cluster.stop()
    cluster.destroy()


@pytest.fixture(scope="session")
def schema_lock() -> Iterator[ExitStack]:
    """Held until the schema is unpacked or kept; on a server of somebody's own it is neither."""
    from tests import schema

    with ExitStack() as held:
        if not os.environ.get("DATABASE_URL"):
            held.enter_context(schema.one_at_a_time())
        yield held


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    database_url: str, django_db_modify_db_settings_parallel_suffix: None, schema_lock: ExitStack
) -> None:
    """Only tests that use the database start it; the settings were read long before."""
    from django.db import connections

    from comptoir.config.env import load_env
    from comptoir.config.postgres import connection_settings
    from tests import schema

    told = connection_settings(load_env(os.environ | {"DATABASE_URL": database_url}))
    connections.settings["default"].update(told)
    if not os.environ.get("DATABASE_URL") and schema.kept().exists():
        schema.unpack(database_url, "migrated")
        connections.settings["default"].setdefault("TEST", {})["TEMPLATE"] = "migrated"
        schema_lock.close()


@pytest.fixture(scope="session")
def django_db_setup(database_url: str, django_db_setup: None, schema_lock: ExitStack) -> None:
    from django.db import connections

    from comptoir.config.postgres.addresses import with_database
    from tests import schema

    settings = connections.settings["default"]
    if not os.environ.get("DATABASE_URL") and "TEMPLATE" not in settings["TEST"]:
        schema.keep(with_database(database_url, settings["NAME"]))
    schema_lock.close()


@pytest.fixture(autouse=True)
def _no_rules_of_another_test(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """What a process keeps for seconds must not outlive a rolled-back test, nor grow old within one:
    a slow machine would count a query more.
    """
    from comptoir.channels import queries as channels
    from comptoir.commerce.queries import labels
    from comptoir.conversations.queries import directory
    from comptoir.conversations.services import views as figures
    from comptoir.deadlines.queries import book
    from comptoir.records.queries import masking
    from comptoir.triage import middleware as handovers

    if not _commits(request):
        monkeypatch.setattr(channels, "_PROFILES_FRESH_FOR", math.inf)
        monkeypatch.setattr(book, "BOOK_SECONDS", math.inf)
        monkeypatch.setattr(directory, "FRESH_FOR", math.inf)
        monkeypatch.setattr(labels, "FRESH_FOR", math.inf)
        monkeypatch.setattr(masking, "FRESH_FOR", math.inf)
        monkeypatch.setattr(handovers, "FRESH_FOR", math.inf)
    yield
    book.forget_book()
    directory.forget_directory()
    labels.forget_labels()
    channels.forget_profiles()
    handovers.forget_handed_over()
    masking.forget_masking()
    figures.forget_figures()


@pytest.fixture(autouse=True)
def _no_jobs_of_another_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """The tables of Procrastinate are not Django's to empty after a test that commits."""
    yield
    if not _commits(request):
        return
    from django.db import connection

    # By name and not as an argument: most tests have no database to unblock.
    with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE"
        )
    connection.close()


def _commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    told = marker is not None and marker.kwargs.get("transaction", False)
    return told or "transactional_db" in request.fixturenames


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """With COMPTOIR_CI a skip is a failure, unless it is about data kept outside the project."""
    if not ON_CI or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not reason.removeprefix("Skipped: ").lower().startswith("shared data"):
        report.outcome = "failed"
        report.longrepr = f"Nothing is skipped here: {reason}"


_make_haste()
_settle_environment()
# Here, because fixtures in folders below import models before pytest-django has its turn.
django.setup()
