"""The buyers' side of the sample at three widths, light and dark."""

from typing import Any

import pytest
from pytest_django import Settings

from comptoir.demo.models import Sample
from tests.browser.test_looks import MEASURE, SIZES, choose_theme
from tests.demo.conftest import open_small_house

ADDRESS = "elise.carpentier@courriel.example"


@pytest.fixture
def house(transactional_db: None, settings: Settings) -> Sample:
    return open_small_house(settings)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_buyers_pages_are_read_with_ease(
    page: Any, desk_url: str, house: Sample, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})

    for theme in ("light", "dark"):
        choose_theme(page, desk_url, theme)
        for address in ("/demo/", f"/demo/as/{ADDRESS}/"):
            page.goto(address)

            assert page.evaluate(MEASURE) == [], (address, theme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator(".btn.main:visible").count() <= 1
            assert page.errors == []
