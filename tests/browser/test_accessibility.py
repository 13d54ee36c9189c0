"""The pages through the eyes of axe-core, light and dark, at a desk and on a phone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from comptoir.accounts.models import Member
from tests.browser.pages import DESK, PHONE, number, reader, visit

__all__ = ["number"]

GRAVE = {"serious", "critical"}
# Markup is the same in both themes: the second time only colours are asked for.
RULES: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {
        "resultTypes": ["violations"],
        "runOnly": {"type": "rule", "values": ["color-contrast"]},
    },
}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_has_a_serious_or_critical_fault(
    browser: Any, desk_url: str, number: int, size: dict[str, int]
) -> None:
    who, axe, faults = Member.objects.get(language="en"), Axe(), []

    with reader(browser, desk_url, size, "en") as page:
        for each in visit(page, number, desk_url, who):
            for theme, rules in RULES.items():
                page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                found = axe.run(page, options=rules).response["violations"]
                faults += [
                    (each.name, theme, fault["id"], node["html"][:200])
                    for fault in found
                    if fault["impact"] in GRAVE
                    for node in fault["nodes"]
                ]

    assert faults == []
