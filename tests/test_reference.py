"""The generated pages of the documentation say what the program does today."""

import os
import subprocess
import sys

import pytest

from comptoir.config.reference import COMMAND, FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_is_fresh(name: str) -> None:
    page = FOLDER / name

    written = page.read_text(encoding="utf-8") if page.exists() else ""

    assert written == PAGES[name](), f"docs/reference/{name} is stale: run `{COMMAND}`"


def test_every_page_of_the_reference_is_generated() -> None:
    assert {page.name for page in FOLDER.iterdir()} == set(PAGES)


def test_the_command_needs_no_settings_told_beforehand() -> None:
    environ = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    asked = [sys.executable, "-c", "import comptoir.config.reference"]

    ran = subprocess.run(
        asked, env=environ, capture_output=True, text=True, timeout=60, check=False
    )

    assert ran.returncode == 0, ran.stderr
