"""Takes the screenshots of `docs/screens/`: `uv run python -m tests.screens`.

Starts the sample marketplace in a temporary folder, signs in, visits the main pages at three widths,
light and dark. `--at http://127.0.0.1:8000` uses a sample that runs already.
"""

import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import click
from PIL import Image

from comptoir.demo.content.house import AGENTS, PASSWORD
from tests.browser.conftest import FLAGS, find_browser, free_port

SCREENS = Path(__file__).parents[1] / "docs" / "screens"
SIZES = {1440: 900, 1024: 768, 390: 844}
THEMES = ("light", "dark")
COLOURS = 256
LEAD = next(agent.email for agent in AGENTS if agent.login and agent.role == "administrator")
CASE = "/demo/case/broken-vase/"

type Act = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Screen:
    """One page: where it is, what to do there, at which widths it is worth a picture."""

    name: str
    address: str
    act: Act = lambda page: None
    widths: tuple[int, ...] = tuple(SIZES)
    signed_in: bool = True


def _write_note(page: Any) -> None:
    page.keyboard.press("n")
    page.wait_for_selector("message-composer[data-mode=note]")
    page.wait_for_timeout(400)
    page.locator(".draft").first.fill("@Camille the workshop knows: second neck this month.")


def _fold_out_case_file(page: Any) -> None:
    page.click("#case-switch")
    page.wait_for_timeout(400)


def _open_palette(page: Any) -> None:
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")


def _open_chat(page: Any) -> None:
    page.click("comptoir-chat >> .launch")
    page.wait_for_selector("comptoir-chat >> .panel")
    page.wait_for_timeout(400)


SCREENS_TAKEN = (
    Screen("inbox", "/inbox/waiting/", widths=(1440, 390)),
    Screen("table", "/inbox/waiting/?as=table", widths=(1440,)),
    Screen("palette", CASE, _open_palette, widths=(1440, 390)),
    Screen("conversation", CASE),
    Screen("note", CASE, _write_note, widths=(1440,)),
    Screen("case-file", CASE, _fold_out_case_file, widths=(390,)),
    Screen("search", "/search/?q=vase", widths=(1440, 390)),
    Screen("service-today", "/insights/?span=week", widths=(1440, 390)),
    Screen("figure-rows", "/insights/rows/?figure=answered&span=week", widths=(1440,)),
    Screen("orders", "/automation/orders/", widths=(1440, 390)),
    Screen("settings", "/settings/", widths=(1440, 390)),
    Screen("notifications", "/notices/", widths=(390,)),
    Screen("members", "/account/members", widths=(1440, 390)),
    Screen("promises", "/deadlines/", widths=(1440, 390)),
    Screen("channels", "/channels/", widths=(1440, 390)),
    Screen("style", "/ui/", widths=(1440,)),
    Screen("sign-in", "/account/sign-in/", widths=(1440, 390), signed_in=False),
    Screen("demo", "/demo/", widths=(1440, 390), signed_in=False),
    Screen("chat", "/demo/shop/", _open_chat, widths=(1440, 390), signed_in=False),
    Screen("buyer", "/demo/as/elise.carpentier@courriel.example/", widths=(390,), signed_in=False),
)


@click.command()
@click.option("--at", help="Address of a sample that runs already.")
@click.option("--only", help="Name of one screen.")
@click.option("--out", type=click.Path(path_type=Path), default=SCREENS)
def main(at: str | None, only: str | None, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with _sample(at) as address, _browser() as browser:
        for theme in THEMES:
            _take_all(browser, address, theme, only, out)


@contextmanager
def _sample(at: str | None) -> Iterator[str]:
    """A sample that runs: the named one, else a fresh one of our own."""
    if at:
        yield at.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="comptoir-screens-") as folder:
        port = free_port()
        command = [sys.executable, "-m", "comptoir.config.cli", "demo"]
        environ = os.environ | {"COMPTOIR_DATA_DIR": folder}
        served = subprocess.Popen([*command, "--port", str(port)], env=environ)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/health", served)
            yield address
        finally:
            served.send_signal(signal.SIGINT)
            served.wait(30)


def _wait_for(url: str, served: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if served.poll() is not None:
            sys.exit("The sample did not start: see above.")
        try:
            urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            time.sleep(15)  # the worker draws thumbnails meanwhile
            return
    sys.exit("The sample did not answer within two and a half minutes.")


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield browser
        browser.close()


def _take_all(browser: Any, address: str, theme: str, only: str | None, out: Path) -> None:
    look = {"name": "look", "value": f"theme={theme}", "url": address}
    for signed_in in (True, False):
        context = browser.new_context(base_url=address)
        context.set_default_timeout(10_000)
        context.add_cookies([look])
        page = context.new_page()
        if signed_in:
            _sign_in(page)
        for screen in SCREENS_TAKEN:
            if screen.signed_in is signed_in and only in (None, screen.name):
                _take(page, screen, theme, out)
        context.close()


def _sign_in(page: Any) -> None:
    page.goto("/account/sign-in/")
    page.fill("[name=login]", LEAD)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def _take(page: Any, screen: Screen, theme: str, out: Path) -> None:
    for width in screen.widths:
        page.set_viewport_size({"width": width, "height": SIZES[width]})
        page.goto(screen.address)
        page.wait_for_timeout(600)
        screen.act(page)
        path = out / f"{screen.name}-{width}-{theme}.png"
        path.write_bytes(_small(page.screenshot()))
        click.echo(f"{path.name}  {path.stat().st_size // 1000} kB")


def _small(png: bytes) -> bytes:
    """A page has few colours: a palette makes the file a third of its size."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    # Without the second look a photograph takes the whole palette, and red badges turn brown.
    few = picture.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
    packed = io.BytesIO()
    few.save(packed, "PNG", optimize=True)
    return packed.getvalue()


if __name__ == "__main__":
    main()
