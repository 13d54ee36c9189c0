"""A real browser on a really served desk."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest

from tests.browser.hands import patient

# The shell without windows draws the same pages with half the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


def find_browser() -> str | None:
    """Where this machine's Chromium is."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Chromium from this machine; skips, and says so, where there is none."""
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which makes Django refuse the database here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=FLAGS)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser, desk_url: str) -> Iterator[object]:
    """A page of a fresh browser profile; relative addresses lead to the desk."""
    context = browser.new_context(base_url=desk_url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(10_000)
    page = patient(context.new_page())
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def desk_url(transactional_db: None, settings) -> Iterator[str]:
    """The desk as it is served for real: ASGI, static files, streams; on the test database."""
    import uvicorn

    from comptoir.config.asgi import application

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.CSRF_TRUSTED_ORIGINS = [address]
    config = uvicorn.Config(
        application, port=port, log_level="error", lifespan="on", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    _show_a_worker()
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    _wait_for(f"{address}/health")
    yield address
    server.should_exit = True
    thread.join(10)


def _show_a_worker() -> None:
    """A sign of life: without one every page carries a banner that says so."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


@pytest.fixture
def work(transactional_db: None) -> Callable[[], None]:
    """Runs all jobs that wait now, as the worker would, then comes back."""
    from comptoir.journal.worker import run

    def run_aside() -> None:
        with ThreadPoolExecutor(1) as aside:
            aside.submit(run, wait=False).result()

    return run_aside


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)
