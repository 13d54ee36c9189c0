"""The generated pages of the documentation say what the program does today."""

import pytest

from comptoir.config.reference import COMMAND, FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_is_fresh(name: str) -> None:
    page = FOLDER / name

    written = page.read_text(encoding="utf-8") if page.exists() else ""

    assert written == PAGES[name](), f"docs/reference/{name} is stale: run `{COMMAND}`"


def test_every_page_of_the_reference_is_generated() -> None:
    assert {page.name for page in FOLDER.iterdir()} == set(PAGES)
