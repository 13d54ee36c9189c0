"""docs/demo.md lists the cases as they are planted today."""

from comptoir.config.reference import COMMAND, DEMO_PAGE
from comptoir.demo.reference import page


def test_the_page_about_the_sample_is_fresh() -> None:
    written = DEMO_PAGE.read_text(encoding="utf-8") if DEMO_PAGE.exists() else ""

    assert written == page(), f"docs/demo.md is stale: run `{COMMAND}`"


def test_it_links_sixteen_cases() -> None:
    assert page().count("/demo/case/") == 16
