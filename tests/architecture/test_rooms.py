"""The rooms of a package call downstairs only, and functions are sentences (design: the rooms)."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.architecture.tree import GROUND, SOURCE, imports, packages, python_files

# The upper floors first. Beside the rooms that every package knows: `drawing` and `words` are
# what views show, `shapes` what queries hand them, `packs` loads what ships. Events, errors and
# slots are the ground floor: they name states and rows, and nothing that acts.
FLOORS = (
    ("urls",),
    ("views", "api", "admin"),
    ("templatetags",),
    ("forms", "schemas"),
    ("handlers", "plugs"),
    ("tasks", "packs"),
    ("services",),
    ("drawing", "words"),
    ("queries",),
    ("access", "policies"),
    ("slots",),
    ("shapes", "filters"),
    ("models",),
    ("events", "errors", "options"),
    ("states",),
)
FLOOR = {room: at for at, rooms in enumerate(reversed(FLOORS)) for room in rooms}


@pytest.mark.parametrize("package", [p for p in packages() if p not in GROUND])
def test_no_room_imports_a_room_above_it(package: str) -> None:
    climbing = [
        f"{path.relative_to(SOURCE)} imports {found.module}"
        for path in python_files(package)
        for found in imports(path)
        if _climbs(_room(path.relative_to(SOURCE).parts), found.module.split(".")[1:], package)
    ]

    assert climbing == []


def _room(parts: tuple[str, ...] | list[str]) -> str:
    return parts[1].removesuffix(".py") if len(parts) > 1 else ""


def _climbs(here: str, there: list[str], package: str) -> bool:
    if there[0] != package or here not in FLOOR or _room(there) not in FLOOR:
        return False
    return FLOOR[_room(there)] > FLOOR[here]


def _lengths() -> Iterator[tuple[int, Path, str]]:
    """Lines of every function, its signature and docstring counted."""
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or 0) - node.lineno + 1, path, node.name


def test_a_function_is_a_sentence() -> None:
    """Most under ten lines, hardly any over thirty, none over a page."""
    found = list(_lengths())
    lengths = [length for length, _path, _name in found]

    longest = max(found)
    assert median(lengths) <= 10
    assert quantiles(lengths, n=20)[-1] <= 30
    assert longest[0] <= 60, f"{longest[1]}: {longest[2]}"


def test_a_file_is_a_topic() -> None:
    """Over 400 lines it is more than one. Data written as code is no prose."""
    too_long = [
        f"{path.relative_to(SOURCE)}: {lines} lines"
        for path in python_files()
        if (lines := path.read_text().count("\n")) > 400 and "content" not in path.parts
    ]

    assert too_long == []
