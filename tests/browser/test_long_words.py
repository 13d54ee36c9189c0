"""The pages at 390 px in the languages with the longest words."""

from typing import Any

import pytest

from tests.browser.pages import PAGES, PHONE, member, number, reader, visit

__all__ = ["number"]

# Text that runs on beyond its own pane is not seen by the width of the document.
BEYOND = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((each) => !each.closest(".only-read, .skip, .filters, .tabs, .table-box, .ramp"))
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 40)}`)"""


@pytest.mark.parametrize("language", ["fr", "ru"])
def test_no_page_runs_over_the_edge_of_a_phone_in_long_words(
    browser: Any, desk_url: str, number: int, language: str
) -> None:
    who, beyond = member(language), {}

    with reader(browser, desk_url, PHONE, language) as page:
        for each in visit(page, number, desk_url, who):
            assert page.locator("html").get_attribute("lang") == language
            over = page.evaluate("document.documentElement.scrollWidth") - PHONE["width"]
            beyond[each.name] = (over, page.evaluate(BEYOND))

    assert beyond == {each.name: (0, []) for each in PAGES}
