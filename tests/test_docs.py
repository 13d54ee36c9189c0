"""What the written house says is there is there."""

import re
from pathlib import Path

import pytest

from comptoir.conversations.states import INTENT_NAMES, Category, Intent
from tests.architecture.tree import ROOT, SOURCE, packages

DOCS = ROOT / "docs"
MAP = DOCS / "map.md"
GLOSSARY = (DOCS / "glossary.md").read_text()
WRITTEN = sorted(
    path
    for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *SOURCE.rglob("README.md"))
    if path.parent != DOCS / "reference"
)
STEPS = (DOCS / "way-of-a-message.md", *sorted((DOCS / "how-to").glob("*.md")))

_QUOTED = re.compile(r"`([\w./*-]+)(?:: \w+)?`")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
_PATH = re.compile(r"^(?:src|tests|docs|\.ci)/|^[\w.]+/.*\w/?$|^\w+\.(?:md|toml|yaml|py)$")


def _paths(text: str) -> set[str]:
    """Whatever stands between backticks and looks like a path of this repository."""
    return {quoted for quoted in _QUOTED.findall(text) if _PATH.match(quoted)}


def _exists(path: str, beside: Path) -> bool:
    """From the root, the sources or the page's own folder; a bare name is a room of packages."""
    room = "/" not in path and any(SOURCE.glob(f"*/{path}"))
    return room or any((base / path).exists() for base in (ROOT, SOURCE, beside))


def test_every_path_of_the_map_exists() -> None:
    named = _paths(MAP.read_text())

    assert len(named) > 80
    assert sorted(path for path in named if not _exists(path, DOCS)) == []


def test_every_package_is_on_the_map() -> None:
    text = MAP.read_text()

    assert [package for package in packages() if f"| `{package}`" not in text] == []


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """The screenshot is made by a command of its own, on a machine with a browser."""
    linked = {link for link in _LINK.findall(page.read_text()) if "docs/screens/" not in link}

    assert sorted(link for link in linked if not (page.parent / link).exists()) == []


@pytest.mark.parametrize("page", sorted((DOCS / "how-to").glob("*.md")), ids=lambda page: page.stem)
def test_paths_of_a_how_to_exist(page: Path) -> None:
    named = {path for path in _paths(page.read_text()) if "example" not in path}

    assert sorted(path for path in named if not _exists(path, SOURCE)) == []


@pytest.mark.parametrize("intent", Intent)
def test_a_contact_reason_is_in_the_glossary_under_its_name(intent: Intent) -> None:
    assert f"| `{intent}` | {INTENT_NAMES[intent]} |" in GLOSSARY


@pytest.mark.parametrize("category", Category)
def test_a_category_of_status_is_in_the_glossary(category: Category) -> None:
    assert f"\n- `{category}`: " in GLOSSARY


def test_decisions_are_numbered_one_by_one_and_short() -> None:
    records = sorted((DOCS / "decisions").glob("*.md"))

    assert [record.name[:4] for record in records] == [
        f"{at:04}" for at in range(1, len(records) + 1)
    ]
    for record in records:
        lines = record.read_text().splitlines()
        assert lines[0].startswith(f"# {int(record.name[:4])}. "), record.name
        assert len(lines) < 60, record.name
        assert {"## Context", "## Decision", "## Consequences"} <= set(lines), record.name


def test_the_readme_fits_on_a_few_screens() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) < 120


@pytest.mark.parametrize("package", packages())
def test_a_package_introduces_itself_on_one_screen(package: str) -> None:
    lines = (SOURCE / package / "README.md").read_text().splitlines()

    assert 5 <= len(lines) <= 90
